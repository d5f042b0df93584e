"""Pages on which staff write, publish and look after articles."""
