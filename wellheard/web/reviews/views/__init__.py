"""Pages of review meetings."""
