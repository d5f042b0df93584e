"""Discourse: what people write in a forum is feedback, and answers can be posted there."""
