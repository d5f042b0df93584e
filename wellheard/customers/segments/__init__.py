"""Groups of companies worth asking about, each described by a rule."""
