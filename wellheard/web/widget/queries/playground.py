"""What staff see of the tab: how far it is set up, and as whom they can look at it."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact, IdentityKey
from wellheard.listen.sources.models import Source
from wellheard.listen.sources.queries import first_browser_source
from wellheard.listen.surveys import deciding
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.deciding import Explained
from wellheard.web.templatetags.charts import Step
from wellheard.workspace.installation import portal_address

MOST_PEOPLE = 8


@dataclass(frozen=True)
class SetUp:
    """How far the tab is: its source, the line for the vendor's pages, and what is done and not."""

    source: Source | None
    snippet: str
    cancelling: str
    steps: list[Step]

    @property
    def is_heard(self) -> bool:
        return self.source is not None and self.source.last_seen_at is not None


def set_up() -> SetUp:
    """Return how far the tab is."""
    source = first_browser_source()
    snippet = _snippet(source) if source else ""
    is_heard = source is not None and source.last_seen_at is not None
    has_keys = IdentityKey.objects.usable().exists()
    steps = [
        _step(_("A key for your pages"), _("it may stand there for everybody to see"), is_done=source is not None),
        _step(_("The line on your pages"), _("a page has asked"), is_done=is_heard),
        _step(_("Your own sites only"), _("other sites cannot use the key"), is_done=bool(source and source.origins)),
        _step(_("Who is signed in"), _("a key signs who it is"), is_done=has_keys),
    ]
    return SetUp(source, snippet, _cancelling(), steps)


def people(words: str) -> list[Contact]:
    """Return people whose name or address holds these words; without any, those we know latest."""
    known = Contact.objects.filter(erased_at=None).exclude(name="")
    if words:
        known = known.filter(Q(name__icontains=words) | Q(identities__value__icontains=words)).distinct()
    return list(known.order_by("-pk")[:MOST_PEOPLE])


def explained(contact: Contact, url: str) -> list[Explained]:
    """Return of every running survey why this person is asked it here, or is not."""
    return deciding.explain_all(Asked(contact_id=contact.pk, language=contact.language), Place(url=url))


def _snippet(source: Source) -> str:
    address = settings.BASE_URL.rstrip("/")
    return f'<script async src="{escape(address)}/widget/v1.js" data-key="{escape(source.key)}"></script>'


def _cancelling() -> str:
    """Return what shows the cancellation form in a frame on a page of the vendor's, without a script."""
    address = escape(portal_address(reverse("cancelling_enter")))
    return (
        f'<form method="post" action="{address}" target="wellheard-cancel">\n'
        '  <input type="hidden" name="token" value="…"> <button>Cancel</button>\n'
        "</form>\n"
        '<iframe name="wellheard-cancel" title="Cancel" width="480" height="640"></iframe>'
    )


def _step(title: str, note: str, *, is_done: bool) -> Step:
    return Step(title, note if is_done else _("still to do"), "done" if is_done else "")
