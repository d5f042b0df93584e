"""Surveys as staff make them: what is asked, of whom, when, and why somebody sees one or not."""
