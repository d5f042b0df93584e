"""Wellheard: hear every customer, decide in the open, answer everyone who spoke."""

__version__ = "0.1.0"
