"""Pages of what surveys found."""
