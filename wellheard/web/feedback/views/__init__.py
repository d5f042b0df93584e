"""Pages about what customers said."""
