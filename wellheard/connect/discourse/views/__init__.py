"""Pages of forums, and where their messages arrive."""
