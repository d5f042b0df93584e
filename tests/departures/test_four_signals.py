"""Each of the four signals in the first paid period is a beginning: a sign-in, a usage event, a conversation, a survey answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_conversation, make_event_name, make_staff, make_survey
from wellheard.customers.commands import save_subscription
from wellheard.customers.models import Company, Contact, Membership
from wellheard.foundation import clock
from wellheard.listen.conversations.models import Message
from wellheard.listen.departures.commands import find_unstarted, settle_unstarted
from wellheard.listen.departures.commands.unstarted import HELP
from wellheard.listen.departures.models import Unstarted
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands.answering import Submission, answer_survey
from wellheard.listen.surveys.models import Response
from wellheard.listen.usage.models import ContactSeen, DailyUse
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


def signs_in(contact: Contact, _company: Company, days_ago: int = 0) -> None:
    seen_at = clock.now() - timedelta(days=days_ago)
    ContactSeen.objects.update_or_create(contact=contact, defaults={"seen_at": seen_at})


def uses(_contact: Contact, company: Company, days_ago: int = 0) -> None:
    day = clock.today() - timedelta(days=days_ago)
    DailyUse.objects.create(day=day, company=company, event=make_event_name(), count=1)


def writes(contact: Contact, _company: Company, days_ago: int = 0) -> None:
    conversation = make_conversation(contact=contact)
    conversation.messages.update(said_at=clock.now() - timedelta(days=days_ago))
    Feedback.objects.filter(contact=contact).update(heard_at=clock.now() - timedelta(days=days_ago))


def answers(contact: Contact, _company: Company, days_ago: int = 0) -> None:
    survey = make_survey()
    answer_survey(
        survey_id=survey.pk,
        who=Asked(contact_id=contact.pk),
        submission=Submission(f"to {survey.pk}"),
        answers=[Answered("nps", number=9)],
        is_final=True,
    )
    answered_at = clock.now() - timedelta(days=days_ago)
    Response.objects.filter(survey=survey).update(answered_at=answered_at, changed_at=answered_at)


SIGNALS = (signs_in, uses, writes, answers)
Signal = Callable[..., None]
PAID_FOR, TRIAL = 10, 11


def new_customer() -> tuple[Contact, Company]:
    company = make_company(owner=make_staff())
    begun_on = clock.today() - timedelta(days=PAID_FOR)
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


@pytest.mark.parametrize("signal", SIGNALS)
def test_what_somebody_did_in_the_trial_before_it_paid_is_no_beginning(signal: Signal) -> None:
    contact, company = new_customer()
    signal(contact, company, days_ago=TRIAL)
    assert find_unstarted() == 1
    assert settle_unstarted() == 0


@pytest.mark.parametrize("signal", SIGNALS)
def test_who_tried_it_and_went_on_from_the_first_paid_day_has_begun(signal: Signal) -> None:
    contact, company = new_customer()
    signal(contact, company, days_ago=TRIAL)
    signal(contact, company, days_ago=PAID_FOR - 1)
    assert find_unstarted() == 0


def test_use_on_the_first_paid_day_itself_is_a_beginning() -> None:
    contact, company = new_customer()
    uses(contact, company, days_ago=PAID_FOR)
    assert find_unstarted() == 0


def test_who_speaks_for_two_companies_has_begun_for_both() -> None:
    contact, _company = new_customer()
    _other, second = new_customer()
    Membership.objects.create(contact=contact, company=second, is_primary=False)
    signs_in(contact, second)
    assert find_unstarted() == 0


def test_a_mail_of_ours_that_nobody_answered_is_no_beginning() -> None:
    contact, _company = new_customer()
    make_conversation(contact=contact).messages.update(kind=Message.Kind.REPLY)
    assert find_unstarted() == 1
