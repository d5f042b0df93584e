"""With what the tab begins: its texts, what it may show, and a survey where one is due."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellheard.customers.models import Contact
from wellheard.listen.surveys.asked import Place
from wellheard.web.brand.colours import accent_of, is_colour
from wellheard.web.widget import speaking
from wellheard.web.widget.asking import Asked, new_device
from wellheard.web.widget.bodies import Body
from wellheard.web.widget.commands import note_seen
from wellheard.web.widget.queries import becoming
from wellheard.web.widget.texts import texts
from wellheard.web.widget.views import surveys
from wellheard.web.widget.views.answering import body, told
from wellheard.workspace.installation import installation, portal_address
from wellheard.workspace.models import Vendor

MOST_URL, MOST_VERSION = 2_000, 60
# Where the owner chose no colour that can be read everywhere.
COLOURS = {"accent": "light-dark(#2e48c2, #99b1ff)", "on_accent": "light-dark(#fff, #0f1421)"}
# What the portal shows too, with more room.
LINKS = {"ideas": "portal", "changelog": "portal_changelog"}


def hello(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Tell a page what its tab needs, and which survey is due."""
    ours, said = installation(), body(request)
    content: dict[str, Any] = {
        "language": speaking.present(),
        "dir": speaking.direction(),
        "name": ours.vendor_name,
        "known": asked.contact is not None,
        "texts": texts(),
        "theme": _theme(),
        "features": _features(asked.contact),
        "links": {entry: portal_address(reverse(name)) for entry, name in LINKS.items()},
        "unread": becoming.unread(asked.reader),
        "survey": surveys.due(asked, [_place(said)]) if surveys.may_ask(said) else None,
    }
    if not asked.is_ours:
        note_seen(source_id=asked.source.pk)
    if asked.is_taken and asked.contact is None:
        content["device"] = new_device()
    return told(content)


def _place(said: Body) -> Place:
    return Place(url=said.line("url", most=MOST_URL), version=said.line("version", most=MOST_VERSION))


def _theme() -> dict[str, str]:
    """Return the vendor's colour by day and by night, as far as it can be read; ours where the owner chose none."""
    theme, wished = {"scheme": "auto", "side": "end"}, installation().accent
    if not is_colour(wished):
        return theme | COLOURS
    accent = accent_of(wished)
    colours = {
        "accent": f"light-dark({accent.light.accent}, {accent.dark.accent})",
        "on_accent": f"light-dark({accent.light.on_accent}, {accent.dark.on_accent})",
    }
    return theme | colours


def _features(contact: Contact | None) -> dict[str, bool]:
    always = ("tab", "say", "ask", "ideas", "articles", "changelog", "mine", "screenshot")
    return dict.fromkeys(always, True) | {"vote": may_vote(contact), "email": contact is None}


def may_vote(contact: Contact | None) -> bool:
    """Tell whether this person may vote: whom we know, and everybody where the owner lets them."""
    return contact is not None or installation().voices == Vendor.Voices.ALL
