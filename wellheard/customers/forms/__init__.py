"""Forms about their side."""
