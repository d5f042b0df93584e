"""The public help centre: what customers read, whether it helped, and what is suggested while they write."""
