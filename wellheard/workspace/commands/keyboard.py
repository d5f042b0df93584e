"""Keep which keys somebody uses; no fact, for it is news about nobody."""

from collections.abc import Mapping

from django.db import transaction

from wellheard.workspace.models import Staff


@transaction.atomic
def choose_inbox_keys(*, staff: Staff, keys: Mapping[str, object]) -> None:
    """Keep the keys of the inbox that somebody chose instead of the usual ones."""
    Staff.objects.filter(pk=staff.pk).update(inbox_keys=dict(keys))
