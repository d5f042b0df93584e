"""What the tab asks for, and the staff's page to try it."""
