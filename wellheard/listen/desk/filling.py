"""What can stand in braces in saved replies and macros, and what it becomes in a conversation."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.placeholders import fill
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

# What each becomes, for the page that writes a reply.
MEANINGS: dict[str, str | Promise] = {
    "first_name": _("Their first name, such as Anneke"),
    "name": _("Their whole name"),
    "company": _("Their company’s name"),
    "subject": _("What the conversation is about"),
    "agent": _("The first name of whoever answers"),
    "agent_name": _("The whole name of whoever answers"),
    "vendor": _("Our own name"),
}
# What takes a number: what it names, and how to find its title and address in a language.
Find = Callable[[int, str], str]


@dataclass(frozen=True)
class Link:
    """Something a reply can lead to by its number, such as an idea."""

    meaning: str | Promise
    find: Find


_links: dict[str, Link] = {}


def leads_to(kind: str, meaning: str | Promise, find: Find) -> None:
    """Let replies lead to something by its number; later stages say so at start-up."""
    _links[kind] = Link(meaning, find)


def known() -> dict[str, str | Promise]:
    """Return every placeholder with what it becomes; those that take a number end in a colon."""
    return MEANINGS | {f"{kind}:": link.meaning for kind, link in _links.items()}


def title_of(kind: str, number: int, language: str = "") -> str:
    """Return what a link leads to, in words; nothing where there is no such thing, or customers may not see it."""
    return _links[kind].find(number, language) if kind in _links else ""


def filled(words: str, conversation: Conversation, staff: Staff | None) -> str:
    """Put what is known of a conversation into words with placeholders. Needs the requester and the company."""
    return fill(words, lambda name: _value(name, conversation, staff))


def _value(name: str, conversation: Conversation, staff: Staff | None) -> str:
    kind, colon, number = name.partition(":")
    if colon:
        return title_of(kind, int(number), conversation.language)
    who = conversation.requester.name if conversation.requester else ""
    values = {
        "first_name": _first_word(who),
        "name": who if _is_a_name(who) else "",
        "company": conversation.company.name if conversation.company else "",
        "subject": conversation.subject,
        "agent": staff.first_name if staff else "",
        "agent_name": staff.name if staff else "",
        "vendor": installation().vendor_name,
    }
    return values.get(name, "")


def _first_word(name: str) -> str:
    return name.split(maxsplit=1)[0] if _is_a_name(name) else ""


def _is_a_name(name: str) -> bool:
    """Tell whether it can be said to somebody: a mail address is no name."""
    return bool(name.strip()) and "@" not in name
