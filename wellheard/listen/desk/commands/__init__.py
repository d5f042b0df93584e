"""Every change of the desk."""
