"""The public API of deciding."""

from wellheard.decide.api import behind, ideas, voices

routers = (ideas.router, behind.router, voices.router)
