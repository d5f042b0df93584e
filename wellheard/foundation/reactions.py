"""Found by name at start-up: the reactions and upkeep of the foundation itself."""

from wellheard.foundation import jobs
from wellheard.foundation.mail import reactions as mail

__all__ = ["jobs", "mail"]
