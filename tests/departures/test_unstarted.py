"""Who pays and has not begun is found in time, told of once, and forgotten when they begin."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.departures.makers_departures import leave
from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.commands import save_subscription
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import record_feedback
from wellheard.listen.departures.commands.unstarted import HELP, find_unstarted, settle_unstarted
from wellheard.listen.departures.models import Unstarted
from wellheard.listen.usage.models import CompanySeen, ContactSeen
from wellheard.workspace.models import Staff, Task

pytestmark = pytest.mark.django_db


def paying(days: int, *, amount: int = 5_000, owner: Staff | None = None) -> Company:
    company = make_company(owner=owner)
    save_subscription(
        company_id=company.pk, amount_minor=amount, currency="USD", from_on=clock.today() - timedelta(days=days)
    )
    return company


def test_the_owner_of_who_has_not_begun_has_a_task_once() -> None:
    owner = make_staff()
    company = paying(10, owner=owner)
    assert find_unstarted() == 1
    assert find_unstarted() == 0
    task = Task.objects.open().get(kind=HELP)
    assert (task.assignee, task.subject_id, task.due_on) == (owner, company.pk, clock.today() + timedelta(days=2))
    assert Unstarted.objects.get().help_until == clock.today() + timedelta(days=20)
    assert Fact.objects.filter(name="company.not_started").count() == 1


@pytest.mark.parametrize("days", [0, 6, 31, 400])
def test_neither_the_first_week_nor_what_is_long_past_alarms_anybody(days: int) -> None:
    paying(days)
    assert find_unstarted() == 0


def test_a_trial_and_who_paid_before_are_left_alone() -> None:
    paying(10, amount=0)
    company = paying(10)
    save_subscription(
        company_id=company.pk, amount_minor=1, currency="USD", from_on=clock.today() - timedelta(days=300),
        until=clock.today() - timedelta(days=200), external_id="old",
    )  # fmt: skip
    assert find_unstarted() == 0


@pytest.mark.parametrize("what", ["company seen", "person seen", "feedback"])
def test_who_did_anything_has_begun_and_the_task_is_dropped(what: str) -> None:
    company = paying(10)
    contact = make_contact(company=company)
    assert find_unstarted() == 1
    assert settle_unstarted() == 0
    begin: dict[str, Callable[[], object]] = {
        "company seen": lambda: CompanySeen.objects.create(company=company, seen_at=clock.now()),
        "person seen": lambda: ContactSeen.objects.create(contact=contact, seen_at=clock.now()),
        "feedback": lambda: record_feedback(words="How?", source="portal", contact=contact, company=company),
    }
    begin[what]()
    assert settle_unstarted() == 1
    assert settle_unstarted() == 0
    assert not Task.objects.open().filter(kind=HELP).exists()
    assert Unstarted.objects.get().begun_at is not None
    assert find_unstarted() == 0


def test_what_one_of_us_wrote_down_is_no_beginning() -> None:
    company = paying(10)
    record_feedback(words="A call", source="support", company=company, voice="reported", logged_by=make_staff())
    assert find_unstarted() == 1


def test_who_left_without_having_begun_is_not_asked_about_any_more() -> None:
    company = paying(10)
    find_unstarted()
    leave(company, clock.today())
    assert settle_unstarted() == 1
    row = Unstarted.objects.get()
    assert (row.begun_at, row.ended_at is None) == (None, False)
    assert not Task.objects.open().filter(kind=HELP).exists()
