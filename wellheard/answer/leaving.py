"""The links by which somebody stops a kind of mail with one click, signed, so that nobody can stop another's."""

from django.core import signing
from django.urls import reverse

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.workspace.installation import portal_address

_IDEA_SALT = "wellheard.portal.idea"
_RELEASES_SALT = "wellheard.portal.releases"


def idea_link(*, contact_id: int, idea_id: int) -> str:
    """Return the address of the page that stops mails to a contact about an idea."""
    token = signing.dumps([contact_id, idea_id], salt=_IDEA_SALT)
    return portal_address(reverse("portal_leaving", args=[token]))


def releases_link(*, contact_id: int) -> str:
    """Return the address of the page that stops mails to a contact about releases."""
    token = signing.dumps(contact_id, salt=_RELEASES_SALT)
    return portal_address(reverse("portal_unsubscribing", args=[token]))


def follower_of(token: str) -> tuple[Contact, Idea]:
    """Return whom and what a link is about. Raises BadSignature when it is not ours, or what it is about is gone."""
    contact_id, idea_id = signing.loads(token, salt=_IDEA_SALT)
    contact, idea = Contact.objects.filter(pk=contact_id).first(), Idea.objects.filter(pk=idea_id).first()
    if contact is None or idea is None:
        raise signing.BadSignature("what this link is about is gone")
    return contact, idea


def subscriber_of(token: str) -> Contact:
    """Return whose mails about releases a link stops. Raises BadSignature when it is not ours, or they are gone."""
    contact = Contact.objects.filter(pk=signing.loads(token, salt=_RELEASES_SALT)).first()
    if contact is None:
        raise signing.BadSignature("what this link is about is gone")
    return contact


def one_click(address: str) -> dict[str, str]:
    """Return the headers by which mail programs offer one click to stop this kind of mail (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
