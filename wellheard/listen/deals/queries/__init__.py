"""Questions about deals."""
