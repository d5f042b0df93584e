"""Ways back in that the operator gives by hand."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from wellheard.workspace.commands import note_sign_in_change
from wellheard.workspace.models import Staff


def make_password_link(staff: Staff) -> str:
    """Return the address under which somebody chooses a new password, once, within three days."""
    key = default_token_generator.make_token(staff)
    names = {"uidb36": user_pk_to_url_str(staff), "key": key}
    return settings.BASE_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=names)


@transaction.atomic
def take_out_second_step(staff: Staff) -> None:
    """Take out somebody's authenticator app, passkeys and recovery codes; the ledger notes that the operator did."""
    Authenticator.objects.filter(user=staff).delete()
    note_sign_in_change(staff_id=staff.pk, what="second_step_taken_out")
