"""PostgreSQL as Django talks to it, where its own way costs every request more than it needs to."""
