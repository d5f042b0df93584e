"""Count volumes anew, and open, grow, mute and close what left its usual."""
