"""Pages of what customers do in the product: its events, and what is kept of them."""
