"""Questions about review meetings."""
