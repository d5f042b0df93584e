"""Systems of sales, one file for each under `systems`; what they have in common stands beside it."""
