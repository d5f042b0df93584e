"""An idea's counters are true after every change, also when changes happen at once."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction

from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.customers.commands import save_subscription
from wellheard.decide.commands import link_feedback, reaffirm_evidence, vote, withdraw_evidence, withdraw_vote
from wellheard.decide.counters import recount
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation import clock


def elsewhere(work: Callable[[], Any]) -> Callable[[], None]:
    """Let work run on a connection of its own, closed afterwards."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run


def wait_until_somebody_waits_for_a_lock() -> None:
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("nobody waits")


@pytest.mark.django_db
def test_a_company_that_pays_more_is_worth_more(run_jobs: Callable[[], None]) -> None:
    company = make_company(mrr=100)
    asked, other = make_idea(), make_idea()
    link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=asked.pk, by=None)

    save_subscription(company_id=company.pk, amount_minor=25_000, currency="USD", from_on=clock.today())
    run_jobs()

    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.mrr_minor, other.mrr_minor) == (35_000, 0)


@pytest.mark.django_db(transaction=True)
def test_a_count_that_had_to_wait_for_a_link_counts_it() -> None:
    idea, feedback = make_idea(), make_feedback(company=make_company(mrr=100))
    counting = threading.Thread(target=elsewhere(lambda: recount([idea.pk])))

    with transaction.atomic():
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
        counting.start()
        wait_until_somebody_waits_for_a_lock()
    counting.join()

    idea.refresh_from_db()
    assert (idea.feedback_count, idea.company_count, idea.mrr_minor) == (1, 1, 10_000)


@pytest.mark.django_db(transaction=True)
def test_counters_are_true_after_many_changes_at_once() -> None:
    idea = make_idea()
    companies = [make_company(mrr=100) for _number in range(4)]
    contacts = [make_contact(company=company) for company in companies for _person in range(2)]
    feedback = [make_feedback(contact=contact) for contact in contacts]
    work: list[Callable[[], Any]] = []
    for contact, said in zip(contacts, feedback, strict=True):
        work.append(partial(link_feedback, feedback_id=said.pk, idea_id=idea.pk, by=None))
        work.append(partial(vote, idea_id=idea.pk, contact=contact))

    at_once([*work, *work])

    idea.refresh_from_db()
    assert (idea.feedback_count, idea.vote_count, idea.contact_count) == (8, 8, 8)
    assert (idea.company_count, idea.mrr_minor) == (4, 40_000)


@pytest.mark.django_db(transaction=True)
def test_changes_to_the_same_evidence_never_wait_for_each_other_for_ever() -> None:
    company = make_company(mrr=100)
    contact, idea = make_contact(company=company), make_idea()
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    evidence = Evidence.objects.get()
    work: list[Callable[[], Any]] = []
    for number in range(6):
        work.append(partial(withdraw_evidence, evidence_id=evidence.pk, reason=f"Reason {number}"))
        work.append(partial(reaffirm_evidence, evidence_id=evidence.pk))
        work.append(partial(vote, idea_id=idea.pk, contact=contact))
        work.append(partial(withdraw_vote, idea_id=idea.pk, contact=contact))
        work.append(partial(recount, [idea.pk]))

    at_once(work)
    reaffirm_evidence(evidence_id=evidence.pk)

    idea.refresh_from_db()
    assert (idea.feedback_count, idea.company_count, idea.mrr_minor) == (1, 1, 10_000)
    assert idea.vote_count == idea.votes.count()


def at_once(work: list[Callable[[], Any]]) -> None:
    """Do all of it on four connections; an error in any of it is raised here."""
    close_old_connections()
    with ThreadPoolExecutor(max_workers=4) as pool:
        for done in [pool.submit(elsewhere(piece)) for piece in work]:
            done.result()


@pytest.mark.django_db
def test_a_count_can_be_repeated() -> None:
    idea = make_idea()
    Idea.objects.filter(pk=idea.pk).update(company_count=99)

    recount([idea.pk, idea.pk])

    idea.refresh_from_db()
    assert idea.company_count == 0
