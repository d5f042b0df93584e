"""How fast Wellheard is; bin/bench runs all of these."""
