"""Somebody nobody knew proved in the tab that an address is theirs: from then on this device speaks for them, as after a sign-in.

The device keeps a token of ours. It is good on this device only, and for reading and saying what a signed-in person may.
"""

from dataclasses import dataclass

from django.core import signing

from wellheard.customers.models import Contact

MARK = "own."
SALT, ABOUT_SALT = "wellheard.widget.own", "wellheard.widget.about"
VALID_SECONDS = 90 * 86_400
# As long as somebody may take to find the mail, ask for another and type the digits.
ABOUT_SECONDS = 86_400


@dataclass(frozen=True)
class About:
    """What an address is left for: what was just said (`f.12`, `s.3`, `c.7`), and the address once digits were mailed there."""

    key: str
    email: str = ""

    def signed(self) -> str:
        """Return it as the tab sends it back."""
        return signing.dumps([self.key, self.email], salt=ABOUT_SALT, compress=True)


def about(signed: str) -> About | None:
    """Return what an address is left for; None where we did not sign it, or too long ago."""
    try:
        key, email = signing.loads(signed, salt=ABOUT_SALT, max_age=ABOUT_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return About(key, email)


def own_token(contact: Contact, *, device: str) -> str:
    """Return what this device says from now on instead of an identity token."""
    return MARK + signing.dumps([contact.pk, device], salt=SALT, compress=True)


def is_own(token: str) -> bool:
    """Tell whether this is a token of ours for who proved an address."""
    return token.startswith(MARK)


def owner(token: str, *, device: str) -> Contact | None:
    """Return who proved an address on this device; None for another device and a token that is too old.

    Who was erased or joined to somebody else proves it anew, as on the portal: what that one was told may not be theirs.
    """
    try:
        contact_id, proved_on = signing.loads(token.removeprefix(MARK), salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Contact.objects.filter(pk=contact_id, erased_at=None).first() if proved_on == device else None
