"""What the tab shows, as it is sent."""
