"""Speaks what PostHog's clients speak, so that they need only another host name."""
