"""What the inbox asks people."""
