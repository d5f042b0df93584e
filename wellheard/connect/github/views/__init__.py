"""Pages of GitHub, and where its messages arrive."""
