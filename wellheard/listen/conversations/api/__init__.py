"""Conversations for other programs."""

from wellheard.listen.conversations.api.conversations import router

__all__ = ["router"]
