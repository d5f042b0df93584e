"""Server keys for the public API."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of
from wellheard.workspace.keys import hash_of, make_key
from wellheard.workspace.models import ApiToken, KeptAnswer, Staff
from wellheard.workspace.scopes import FIRST, SCOPES

MADE = names.declare("token.made", "An API token was made.")
REVOKED = names.declare("token.revoked", "An API token was revoked and no longer opens the API.")

PREFIX = "wh_"
# Asked with every request to the API: written out, as building it takes Django longer than all the rest of the lookup.
_LOOKUP = """
SELECT id, name, scopes, last_used_on FROM workspace_apitoken
WHERE token_sha256 = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %s)
"""
# So long a request sent again gets the answer it got first.
ANSWERS_KEPT = timedelta(hours=24)


class TokenNameError(WorkspaceError):
    """A usable token already has this name."""


class ScopeError(WorkspaceError):
    """A token cannot be given what was chosen for it."""


@transaction.atomic
def make_token(
    *, name: str, by: Staff | None, scopes: Sequence[str] = FIRST, days: int | None = None
) -> tuple[ApiToken, str]:
    """Make a server key and return it with its plain text, which can never be shown again.

    It may do what its scopes say, for so many days where some are given. Raises TokenNameError, ScopeError.
    """
    lock_workspace()
    if not scopes or set(scopes) - set(SCOPES):
        raise ScopeError(_("Choose what the token may do."), field="scopes")
    name = name_of(name)
    if ApiToken.objects.usable().filter(name__iexact=name).exists():
        raise TokenNameError(
            _("A token named “%(name)s” is in use. Choose another name, or revoke that one first.") % {"name": name},
            field="name",
        )
    plain = make_key(PREFIX)
    now = clock.now()
    token = ApiToken.objects.create(
        name=name,
        token_sha256=hash_of(plain),
        scopes=sorted(set(scopes)),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    ledger.record(MADE, token)
    return token, plain


@transaction.atomic
def revoke_token(*, token_id: int) -> ApiToken:
    """End a server key at once. Repeating it changes nothing."""
    token = ApiToken.objects.select_for_update(no_key=True).get(pk=token_id)
    if not token.revoked_at:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        ledger.record(REVOKED, token)
    return token


def find_token(plain: str) -> ApiToken | None:
    """Return the usable server key of this plain text, or None; the day of its use is noted once a day."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOKUP, [hash_of(plain), clock.now()])
        row = cursor.fetchone()
    token = ApiToken.from_db(connection.alias, ["id", "name", "scopes", "last_used_on"], row) if row else None
    today = clock.today()
    if token and token.last_used_on != today:
        ApiToken.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=today), pk=token.pk).update(
            last_used_on=today
        )
    return token


def forget_what_was_answered() -> int:
    """Forget the words of every answer kept for a repeat, because somebody is erased; that it was done stays. Return how many."""
    return KeptAnswer.objects.exclude(body="").update(body="")


def forget_kept_answers() -> int:
    """Delete answers that were kept for more than a day; return how many."""
    return KeptAnswer.objects.filter(kept_at__lt=clock.now() - ANSWERS_KEPT).delete()[0]
