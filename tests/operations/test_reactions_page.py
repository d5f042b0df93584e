"""The page of reactions: an operator reads why one failed and runs one or all of them again."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from tests.makers import make_idea, make_staff
from tests.operations.jobs import make_job
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact, ReactionFailure
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

PAGE = "/operations/reactions/"


def make_failure(*, status: str = "failed", error: str = "MailWaitsError: the mail server is asleep") -> int:
    """Make a reaction whose last try ended like this."""
    idea = make_idea()
    fact = Fact.objects.create(name="idea.opened", happened_at=clock.now(), subject_type="idea", subject_id=idea.pk)
    job_id = make_job(status=status, fact_id=fact.pk, attempts=8)
    ReactionFailure.objects.create(
        job_id=job_id, reaction="x", fact_id=fact.pk, tries=8, error=error, failed_at=clock.now()
    )
    return job_id


@pytest.fixture
def operator(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.ADMIN))


def test_an_operator_reads_what_failed_and_why(operator: Client) -> None:
    make_failure()
    page = operator.get(PAGE).content.decode()
    assert "foundation.mail.deliver_mail" in page
    assert "MailWaitsError: the mail server is asleep" in page
    assert "after idea.opened, idea" in page
    assert "8 tries" in page


def test_an_empty_page_says_that_all_is_well(operator: Client) -> None:
    assert "Nothing has failed" in operator.get(PAGE).content.decode()
    assert "Nothing waits" in operator.get(f"{PAGE}?view=waiting").content.decode()


def test_what_waits_is_listed_apart(operator: Client) -> None:
    make_failure(error="the failed one")
    make_failure(status="todo", error="the waiting one")
    waiting = operator.get(f"{PAGE}?view=waiting").content.decode()
    assert "the waiting one" in waiting
    assert "the failed one" not in waiting


def test_a_list_that_is_not_there_is_not_found(operator: Client) -> None:
    assert operator.get(f"{PAGE}?view=secret").status_code == 404


def test_an_error_that_looks_like_markup_stays_text(operator: Client) -> None:
    make_failure(error="<script>alert(1)</script>")
    assert "<script>alert" not in operator.get(PAGE).content.decode()


def test_one_is_run_again(operator: Client) -> None:
    one, other = make_failure(), make_failure()
    answer = operator.post(f"{PAGE}{one}/rerun/", {"view": "failed"}, follow=True)
    assert "runs again within seconds" in answer.content.decode()
    assert set(ProcrastinateJob.objects.filter(status="failed").values_list("pk", flat=True)) == {other}


def test_all_are_run_again(operator: Client) -> None:
    make_failure()
    make_failure()
    answer = operator.post(f"{PAGE}reruns/", follow=True)
    assert "2 reactions run again" in answer.content.decode()
    assert not ProcrastinateJob.objects.filter(status="failed").exists()


def test_a_double_click_is_told_that_it_runs_already(operator: Client) -> None:
    job_id = make_failure()
    operator.post(f"{PAGE}{job_id}/rerun/")
    second = operator.post(f"{PAGE}{job_id}/rerun/")
    assert second.status_code == 302
    assert Fact.objects.filter(name="reaction.rerun").count() == 2
    assert operator.post(f"{PAGE}987654321/rerun/", follow=True).content.decode().count("nothing to run again") >= 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_others_neither_see_nor_run_reactions(signed_in: SignIn, role: Role) -> None:
    job_id = make_failure()
    other = signed_in(make_staff(role=role))
    assert other.get(PAGE).status_code == 403
    assert other.post(f"{PAGE}{job_id}/rerun/").status_code == 403
    assert other.post(f"{PAGE}reruns/").status_code == 403
    assert ProcrastinateJob.objects.get(pk=job_id).status == "failed"


def test_strangers_sign_in_first(client: Client) -> None:
    for path in (PAGE, f"{PAGE}?view=waiting"):
        assert client.get(path).status_code == 302


def test_looking_changes_nothing_and_running_is_not_a_link(operator: Client) -> None:
    job_id = make_failure()
    assert operator.post(PAGE).status_code == 405
    assert operator.get(f"{PAGE}{job_id}/rerun/").status_code == 405
    assert operator.get(f"{PAGE}reruns/").status_code == 405


def test_twenty_rows_cost_no_more_questions_than_one(
    operator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_failure()
    operator.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        operator.get(PAGE)
    for _ in range(19):
        make_failure()
    with django_assert_num_queries(len(few)):
        operator.get(PAGE)


def test_a_long_list_goes_on_where_it_stopped(operator: Client) -> None:
    made = [make_failure(error=f"error number {number}.") for number in range(53)]
    first = operator.get(PAGE)
    second = operator.get(f"{PAGE}?after={first.context['page'].next}")
    shown = [owed.job_id for owed in (*first.context["page"].items, *second.context["page"].items)]
    assert shown == sorted(made, reverse=True)
