"""The languages the desk writes in: those our own sentences are written in, and those our customers speak."""

from collections.abc import Iterable

from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.installation import installation

# In these our own sentences are written.
FRAMES = ("en", "zh-hans", "ru", "lt", "de")


def offered_languages(also: Iterable[str] = ()) -> list[str]:
    """Return the languages to choose among: ours and the portal's, those we have sentences in, and whatever is there already."""
    here = installation()
    return list(dict.fromkeys([*also, here.language, *here.languages, *FRAMES]))


def frame_for(conversation: Conversation) -> str:
    """Return the language for whoever asked: what they chose, else what they wrote in, else the mailbox's, else ours."""
    chosen = conversation.requester.language if conversation.requester else ""
    mailbox = conversation.mailbox.language if conversation.mailbox else ""
    wanted = (chosen, conversation.language, mailbox, installation().language)
    return next((frame for code in wanted if (frame := frame_of(code))), "en")


def frame_of(code: str) -> str:
    """Return the closest language our sentences are written in; nothing where there is none."""
    plain = code.strip().lower().replace("_", "-")
    base = "zh-hans" if plain.split("-")[0] == "zh" else plain.split("-")[0]
    return next((one for one in (plain, base) if one in FRAMES), "")
