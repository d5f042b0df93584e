"""Every change of automations: keeping them, and what they do."""
