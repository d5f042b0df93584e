"""Pages of review meetings: the table, blind ratings, the meeting itself, minutes, and what came of it."""
