"""Pages of their side."""
