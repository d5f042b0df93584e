"""Departures follow a company that turns out to be another one, and go back exactly."""

from datetime import date

import pytest
from django.db import connection

from tests.departures.makers_departures import leave
from tests.makers import make_company, make_staff
from wellheard.customers.commands import merge_companies, undo_merge
from wellheard.listen.departures.models import Departure

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 10), date(2026, 7, 10)


def test_of_two_open_departures_the_earlier_says_that_they_left_again() -> None:
    kept, gone = make_company(), make_company()
    late, early = leave(kept, JULY), leave(gone, JUNE)
    merge = merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=make_staff())
    early.refresh_from_db()
    assert (early.company, early.followed_by) == (kept, late)
    # What the database looks at when the transaction ends holds now.
    connection.check_constraints()
    undo_merge(merge_id=merge.pk, by=make_staff())
    early.refresh_from_db()
    assert (early.company_id, early.followed_by) == (gone.pk, None)
    assert Departure.objects.open().count() == 2
