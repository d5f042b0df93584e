"""Server keys for the public API."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of
from wellheard.workspace.keys import hash_of, make_key
from wellheard.workspace.models import ApiToken, Staff

MADE = names.declare("token.made", "An API token was made.")
REVOKED = names.declare("token.revoked", "An API token was revoked and no longer opens the API.")

PREFIX = "wh_"


class TokenNameError(WorkspaceError):
    """A usable token already has this name."""


@transaction.atomic
def make_token(*, name: str, by: Staff | None) -> tuple[ApiToken, str]:
    """Make a server key and return it with its plain text, which can never be shown again. Raises TokenNameError."""
    lock_workspace()
    name = name_of(name)
    if ApiToken.objects.usable().filter(name__iexact=name).exists():
        raise TokenNameError(
            _("A token named “%(name)s” is in use. Choose another name, or revoke that one first.") % {"name": name},
            field="name",
        )
    plain = make_key(PREFIX)
    token = ApiToken.objects.create(name=name, token_sha256=hash_of(plain), made_by=by, made_at=clock.now())
    ledger.record(MADE, token)
    return token, plain


@transaction.atomic
def revoke_token(*, token_id: int) -> ApiToken:
    """End a server key at once. Repeating it changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if not token.revoked_at:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        ledger.record(REVOKED, token)
    return token


@transaction.atomic
def find_token(plain: str) -> ApiToken | None:
    """Return the usable server key of this plain text, or None; the day of its use is noted once a day."""
    token = ApiToken.objects.usable().filter(token_sha256=hash_of(plain)).first()
    today = clock.today()
    if token and token.last_used_on != today:
        ApiToken.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=today), pk=token.pk).update(
            last_used_on=today
        )
    return token
