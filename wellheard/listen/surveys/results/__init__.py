"""What surveys found, and how sure that is: every number with its interval, and with the list it is the length of."""
