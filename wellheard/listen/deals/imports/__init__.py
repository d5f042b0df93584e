"""Deals out of files."""
