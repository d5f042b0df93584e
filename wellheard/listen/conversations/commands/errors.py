"""What cannot be done with a conversation, in sentences that say what to do next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wellheard.listen.conversations.models import Message


class ConversationError(ValueError):
    """Something cannot be done with a conversation; the text says what to do next."""


class UnknownConversationError(ConversationError):
    """There is no such conversation, or no such message in it."""


class UntaggedError(ConversationError):
    """A conversation cannot be closed before somebody said what it was about."""

    def __init__(self) -> None:
        super().__init__(_("Say first what this was about: an area and a category. Then it can be closed."))


class UnseenPartsError(ConversationError):
    """Others wrote meanwhile. Nothing was sent, and what was written is kept."""

    def __init__(self, unseen: "Sequence[Message]") -> None:
        super().__init__(_("Something was written here meanwhile. Nothing was sent: read it, then send yours."))
        self.unseen = list(unseen)
