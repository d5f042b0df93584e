"""Those who left for something are told once that it is there, by who looks after them now."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.departures.makers_departures import leave, reason
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.answer import win_backs
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.deliver import commands as deliver
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import finish_task
from wellheard.workspace.commands.handing_on import hand_on
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
# Whether we know anybody of the company.
KNOWN = ("", "known")


def left_for(*ideas: Idea, owner: Staff, known: bool = False) -> Departure:
    company = make_company(name="Acme", owner=owner)
    contact = make_contact(company=company) if known else None
    day = clock.today() - timedelta(days=9)
    departure = leave(company, day, words="No export", reason=reason("missing-function"), contact=contact)
    assert departure.feedback_id
    for idea in ideas:
        link_feedback(feedback_id=departure.feedback_id, idea_id=idea.pk, by=None)
    return departure


def ship(*ideas: Idea) -> None:
    for idea in ideas:
        release = deliver.draft_release(title=idea.title, notes="Here", idea_ids=[idea.pk], by=None)
        deliver.publish_release(release_id=release.pk)


def tasks() -> list[Task]:
    return list(Task.objects.filter(kind__in=["win_back", "tell_answer"]).order_by("pk"))


def test_who_told_them_is_not_asked_again_when_the_same_idea_ships_again(run_jobs: Run) -> None:
    owner, idea = make_staff(), make_idea("Export")
    left_for(idea, owner=owner)
    ship(idea)
    run_jobs()
    (task,) = tasks()
    finish_task(task_id=task.pk, by=owner)
    for _again in range(2):
        assert win_backs.ask_former_owners(idea=idea) == 0
    assert len(tasks()) == 1


def test_of_two_ideas_they_left_for_neither_is_lost(run_jobs: Run) -> None:
    first, second = make_idea("Export"), make_idea("Offline")
    left_for(first, second, owner=make_staff())
    ship(first)
    run_jobs()
    ship(second)
    run_jobs()
    (task,) = tasks()
    assert task.title == "Tell Acme that what they left for is there: Export; Offline"
    finish_task(task_id=task.pk, by=None)
    third = make_idea("Maps")
    link_feedback(feedback_id=Departure.objects.get().feedback_id or 0, idea_id=third.pk, by=None)
    ship(third)
    run_jobs()
    assert [one.title.partition(": ")[2] for one in tasks()] == ["Export; Offline", "Maps"]


@pytest.mark.parametrize("known", KNOWN)
def test_where_the_owner_left_us_whoever_took_over_tells_them(known: str, run_jobs: Run) -> None:
    gone, heir = make_staff(role=Role.SUCCESS), make_staff(role=Role.SUCCESS)
    idea = make_idea("Export")
    left_for(idea, owner=gone, known=bool(known))
    hand_on(staff_id=gone.pk, to=heir, by=None)
    Staff.objects.filter(pk=gone.pk).update(is_active=False)
    ship(idea)
    run_jobs()
    assert [one.assignee for one in tasks()] == [heir]
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("known", KNOWN)
def test_where_nobody_took_over_somebody_of_success_tells_them(known: str, run_jobs: Run) -> None:
    gone = make_staff(role=Role.SUCCESS, is_active=False)
    make_staff(role=Role.PRODUCT)
    make_staff(role=Role.SUCCESS, away_since=clock.now())
    there, idea = make_staff(role=Role.SUCCESS), make_idea("Export")
    left_for(idea, owner=gone, known=bool(known))
    ship(idea)
    run_jobs()
    assert [one.assignee for one in tasks()] == [there]
    assert Answer.objects.filter(occasion="shipped").count() == int(bool(known))
    assert not OutgoingMail.objects.exists()
