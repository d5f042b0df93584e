"""Pages of releases, and what they change."""
