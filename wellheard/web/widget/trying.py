"""Seeing the tab as somebody else does: a colleague looks, and nothing is sent, answered or counted in that person's name."""

from django.core import signing

from wellheard.customers.models import Contact

MARK = "try."
SALT = "wellheard.widget.trial"
VALID_SECONDS = 3_600


def trial_token(contact: Contact, *, staff_id: int) -> str:
    """Return what our own page says instead of an identity token: good for an hour, and for looking only."""
    return MARK + signing.dumps([contact.pk, staff_id], salt=SALT, compress=True)


def is_trial(token: str) -> bool:
    """Tell whether this is no identity token but one of ours for looking."""
    return token.startswith(MARK)


def tried_as(token: str) -> Contact | None:
    """Return whom a colleague looks as; nobody where it was not made here, or too long ago."""
    try:
        contact_id, _staff_id = signing.loads(token.removeprefix(MARK), salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Contact.objects.filter(pk=contact_id, erased_at=None).first()
