"""Importing what support talked about elsewhere: conversations with their messages, notes, tags and people."""
