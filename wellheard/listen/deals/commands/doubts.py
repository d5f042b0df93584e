"""Decide what was doubtful in rows of files."""

from collections.abc import Sequence

from django.db import transaction

from wellheard.foundation import clock
from wellheard.listen.deals.models import DealDoubt


@transaction.atomic
def settle_doubts(*, doubt_ids: Sequence[int]) -> int:
    """Leave deals as they are in spite of a doubt; return how many doubts that settled. Doing so again changes nothing."""
    return DealDoubt.objects.filter(pk__in=doubt_ids, settled_at=None).update(settled_at=clock.now())
