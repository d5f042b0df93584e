"""Questions about volumes: what is counted, how much there was, what is unusual now."""
