"""How the vendor's own product tells us, in a signed token, who is signed in there."""
