"""What we aim at."""

from wellheard.learn.models.targets import Target

__all__ = ["Target"]
