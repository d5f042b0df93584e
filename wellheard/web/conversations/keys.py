"""The keys of the inbox: what each does, and which somebody chose instead."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Staff

# What a key does, the key it has at first, and what is said about it.
ACTIONS: dict[str, tuple[str, str | Promise]] = {
    "next": ("j", _("the next conversation")),
    "previous": ("k", _("the one before")),
    "reply": ("r", _("write a reply")),
    "note": ("n", _("write a note")),
    "assign": ("a", _("give it to somebody")),
    "tag": ("t", _("say what it is about")),
    "snooze": ("s", _("put it off")),
    "close": ("e", _("close it")),
    "idea": ("i", _("link it to an idea")),
    "macro": ("m", _("do several things at once")),
    "article": ("h", _("put the first article that might help where you write")),
    "unread": ("u", _("mark it as not read")),
    "undo": ("z", _("take your last reply back")),
    "pick": ("x", _("choose it; with Shift everything since the last")),
    "search": ("/", _("search")),
    "go": ("g", _("then U, M, A, T, P, S, F or C: go to a list")),
    "help": ("?", _("show the keys")),
}
OFF = "off"


def keys_of(staff: Staff) -> Mapping[str, str]:
    """Return which key does what for somebody; no keys where they switched them off."""
    chosen = staff.inbox_keys
    if chosen.get(OFF):
        return {}
    return {name: str(chosen.get(name, key)) for name, (key, _said) in ACTIONS.items()}


def sheet_of(staff: Staff) -> list[tuple[str, str | Promise]]:
    """Return each key somebody has and what it does, as the sheet of keys lists them."""
    return [(key.upper(), ACTIONS[name][1]) for name, key in keys_of(staff).items() if key]
