"""Pages for whoever operates Wellheard."""
