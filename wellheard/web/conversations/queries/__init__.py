"""What the inbox asks: which conversations wait where, what stands in one, and what is known of who wrote it."""
