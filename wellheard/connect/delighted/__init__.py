"""Speaks Delighted's API, so that its clients need only another address."""
