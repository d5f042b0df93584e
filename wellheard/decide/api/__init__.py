"""The public API of deciding."""

from wellheard.decide.api import behind, ideas, suggestions, voices

routers = (ideas.router, behind.router, voices.router, suggestions.router)
