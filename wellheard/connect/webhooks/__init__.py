"""Webhooks: your systems hear of facts when they happen."""
