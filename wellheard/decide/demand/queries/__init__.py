"""Questions about how much ideas are needed."""
