"""Pages of mailboxes and of the quarantine, and where programs post mail."""
