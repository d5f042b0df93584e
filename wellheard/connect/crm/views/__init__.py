"""Pages of systems of sales, and where their messages arrive."""
