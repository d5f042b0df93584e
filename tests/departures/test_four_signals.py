"""Each of the four signals in the first paid period is a beginning: a sign-in, a usage event, a conversation, a survey answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_conversation, make_event_name, make_staff, make_survey
from wellheard.customers.commands import save_subscription
from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.listen.departures.commands import find_unstarted, settle_unstarted
from wellheard.listen.departures.commands.unstarted import HELP
from wellheard.listen.departures.models import Unstarted
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands.answering import Submission, answer_survey
from wellheard.listen.usage.models import ContactSeen, DailyUse
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


def signs_in(contact: Contact, _company: Company) -> None:
    ContactSeen.objects.create(contact=contact, seen_at=clock.now())


def uses(_contact: Contact, company: Company) -> None:
    DailyUse.objects.create(day=clock.today(), company=company, event=make_event_name(), count=1)


def writes(contact: Contact, _company: Company) -> None:
    make_conversation(contact=contact)


def answers(contact: Contact, _company: Company) -> None:
    survey = make_survey()
    answer_survey(
        survey_id=survey.pk,
        who=Asked(contact_id=contact.pk),
        submission=Submission("one"),
        answers=[Answered("nps", number=9)],
        is_final=True,
    )


SIGNALS = (signs_in, uses, writes, answers)
Signal = Callable[[Contact, Company], None]


def new_customer() -> tuple[Contact, Company]:
    company = make_company(owner=make_staff())
    begun_on = clock.today() - timedelta(days=10)
    save_subscription(company_id=company.pk, amount_minor=5_000, currency="USD", from_on=begun_on)
    return make_contact(company=company), company


@pytest.mark.parametrize("signal", SIGNALS)
def test_who_gave_one_of_the_signals_alarms_nobody(signal: Signal) -> None:
    signal(*new_customer())
    silent = new_customer()[1]
    assert find_unstarted() == 1
    assert Unstarted.objects.get().company == silent


@pytest.mark.parametrize("signal", SIGNALS)
def test_one_signal_afterwards_takes_the_task_off_the_owners_list(signal: Signal) -> None:
    contact, company = new_customer()
    assert find_unstarted() == 1
    assert Task.objects.open().filter(kind=HELP).count() == 1
    signal(contact, company)
    assert settle_unstarted() == 1
    assert not Task.objects.open().filter(kind=HELP).exists()
    assert Unstarted.objects.get().begun_at is not None
