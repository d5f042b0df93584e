"""Bring in ideas with their votes and comments."""
