"""Where data comes from: the keys by which the vendor's programs and pages send it, and what was not understood."""
