"""Where things of the desk are looked at. The inbox spans stages and is served by a later one, so only its name stands here."""

from django.conf import settings
from django.urls import reverse


def conversation_path(conversation_id: int) -> str:
    """Return the path of a conversation in the inbox."""
    return reverse("conversation", args=[conversation_id])


def conversation_address(conversation_id: int) -> str:
    """Return the whole address of a conversation in the inbox, for mails to colleagues."""
    return settings.BASE_URL.rstrip("/") + conversation_path(conversation_id)
