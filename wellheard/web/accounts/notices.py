"""What staff are told when the way they sign in changes."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter
from wellheard.workspace.keys import make_key
from wellheard.workspace.models import Staff

# By the name allauth gives the occasion. What is not here is not worth a mail.
NOTICES: dict[str, str | Promise] = {
    "password_changed": gettext_lazy("Your password was changed."),
    "password_reset": gettext_lazy("You chose a new password by a mailed link."),
    "password_set": gettext_lazy("You chose a password."),
    "totp_activated": gettext_lazy("An authenticator app was added to your sign-in."),
    "totp_deactivated": gettext_lazy("The authenticator app was taken out of your sign-in."),
    "webauthn_added": gettext_lazy("A passkey was added to your sign-in."),
    "webauthn_removed": gettext_lazy("A passkey was taken out of your sign-in."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made; the earlier ones no longer work."),
    "account_connected": gettext_lazy("Your company's sign-in now opens Wellheard for you."),
    "account_disconnected": gettext_lazy("Your company's sign-in no longer opens Wellheard for you."),
}


def notice(staff: Staff, what: str) -> Letter:
    """Return the mail that says what changed, when, and what to do when it was somebody else."""
    with translation.override(staff.language or translation.get_language()):
        values = {
            "what": NOTICES[what],
            "when": date_format(localtime(clock.now()), "DATETIME_FORMAT"),
            "reset": settings.BASE_URL.rstrip("/") + reverse("account_reset_password"),
        }
        return Letter(
            key=f"sign-in:{make_key()}",
            to_name=staff.name,
            to_address=staff.email,
            subject=str(values["what"]),
            body=_(
                "%(what)s\n\nIt happened on %(when)s. If that was you, all is well.\n\n"
                "If it was not you, choose a new password now and tell an admin:\n%(reset)s"
            )
            % values,
        )
