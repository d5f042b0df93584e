"""Who signed in on a page for customers: the contact who proved their address, as their session holds it."""

from django.contrib.sessions.backends.base import SessionBase

from wellheard.customers.models import Contact

CONTACT = "contact_id"


def visitor(session: SessionBase) -> Contact | None:
    """Return the contact who signed in here, if they still exist."""
    contact_id = session.get(CONTACT)
    return Contact.objects.filter(pk=contact_id, erased_at=None).first() if contact_id else None
