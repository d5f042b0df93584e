"""Settings pages of the desk."""
