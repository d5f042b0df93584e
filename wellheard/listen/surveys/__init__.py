"""Questions we ask: whom, when and how often, and what they answered."""
