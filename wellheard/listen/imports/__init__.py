"""Bring in what a vendor already has in files: companies, subscriptions, contacts and what customers said."""
