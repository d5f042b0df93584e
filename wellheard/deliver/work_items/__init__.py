"""Work in trackers that ideas and conversations wait for."""
