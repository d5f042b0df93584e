"""The forms of surveys: making one, its questions, whom and when, what too much asking is, and sending."""
