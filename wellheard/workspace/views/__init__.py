"""The settings pages: our side, and how each person signs in and reads."""
