"""The ledger: a change, its fact and what it owes stand or fall together."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.makers import make_company, make_contact, make_feedback
from wellheard.answer.reactions import acknowledge_feedback
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.failures import WAITS
from wellheard.foundation.facts.models import Fact, ReactionFailure
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import record_feedback
from wellheard.listen.models import Feedback

# Any declared fact without reactions.
TRIED = "vendor.renamed"


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_the_transaction_of_its_change_is_refused() -> None:
    company = make_company()
    with pytest.raises(ledger.OutsideTransactionError):
        ledger.record(TRIED, company)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_fact_and_no_job() -> None:
    class CrashError(Exception):
        pass

    @transaction.atomic
    def crash() -> None:
        record_feedback(words="Lost?", source=Feedback.Source.PORTAL, contact=make_contact())
        raise CrashError

    with pytest.raises(CrashError):
        crash()
    assert not Fact.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert not Feedback.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Ada Lovelace", "ada@example.com", "naïve", "a\nb"])
def test_words_names_and_addresses_do_not_get_into_a_fact(words: str) -> None:
    with pytest.raises(ledger.NotACodeError):
        ledger.record(TRIED, make_company(), note=words)


@pytest.mark.django_db
def test_an_undeclared_fact_is_refused() -> None:
    with pytest.raises(names.UnknownFactError):
        ledger.record("test.never_declared", make_company())


@pytest.mark.django_db
def test_a_fact_knows_who_did_it_and_whom_it_concerns() -> None:
    feedback = make_feedback(contact=make_contact(company=make_company()))
    with acting(Actor(Fact.Actor.STAFF, 7)):
        fact = ledger.record(TRIED, feedback, old="heard", new="planned")
    assert (fact.actor_type, fact.actor_id) == ("staff", 7)
    assert (fact.company_id, fact.contact_id) == (feedback.company_id, feedback.contact_id)


@pytest.mark.django_db
def test_many_facts_at_once_owe_nothing() -> None:
    with pytest.raises(ValueError, match="has reactions"):
        ledger.record_many("feedback.recorded", [make_feedback()])


def test_a_reaction_is_tried_eight_times_over_a_day() -> None:
    assert len(WAITS) + 1 == 8
    assert 20 * 3600 < sum(WAITS) <= 24 * 3600


@pytest.mark.django_db(transaction=True)
def test_a_reaction_that_fails_leaves_its_error_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*, feedback: Feedback) -> None:
        raise RuntimeError(f"cannot acknowledge {feedback.pk}")

    monkeypatch.setattr("wellheard.answer.commands.acknowledge", break_down)
    with transaction.atomic():
        feedback = record_feedback(words="Hello", source=Feedback.Source.PORTAL, contact=make_contact())
    with pytest.raises(RuntimeError):
        run_waiting_jobs()
    failure = ReactionFailure.objects.get()
    assert failure.error == f"RuntimeError: cannot acknowledge {feedback.pk}"


@pytest.mark.django_db
def test_the_same_fact_twice_acknowledges_once(run_jobs: Callable[[], None]) -> None:
    record_feedback(words="Hello", source=Feedback.Source.PORTAL, contact=make_contact())
    run_jobs()
    acknowledge_feedback(Fact.objects.get(name="feedback.recorded"))
    run_jobs()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_owed_is_announced_to_nobody() -> None:
    listener = connection.copy()
    listener.connect()
    try:
        with listener.cursor() as cursor:
            cursor.execute("LISTEN procrastinate_any_queue_v1")
        record_feedback(words="Quietly", source=Feedback.Source.PORTAL, contact=make_contact())
        assert ProcrastinateJob.objects.filter(status="todo").exists()
        # Transactions that announce something commit one by one, each waiting for the disk alone.
        assert listener.connection is not None
        assert list(listener.connection.notifies(timeout=0.2)) == []
    finally:
        listener.close()
