"""Deciding on its page: who hears it is said before, and two people do not decide past each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.ideas.scenes import HOSTILE, ask
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.decide.commands import edit_idea, link_feedback
from wellheard.decide.models import Decision, Idea
from wellheard.foundation import clock
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def boss(signed_in: SignIn) -> Client:
    return signed_in(make_staff(name="Ines Calder", role=Role.PRODUCT))


def typed(idea: Idea, **fields: Any) -> dict[str, Any]:
    words = {
        "outcome": "yes",
        "reason": "It saves renewals.",
        "public_reason": "Many of you need it.",
        "revisit_on": "",
    }
    return {"version": idea.version} | words | fields


def test_a_decision_is_recorded_and_everyone_who_asked_is_owed_it(boss: Client, run_jobs: Callable[[], None]) -> None:
    idea = make_idea()
    ask(idea)

    response = boss.post(f"/ideas/{idea.pk}/decision/", typed(idea), follow=True)
    run_jobs()

    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by and decision.decided_by.name) == ("yes", "Ines Calder")
    assert "The decision is recorded. 1 person hears back." in response.content.decode()
    assert Answer.objects.get().state == Answer.State.HELD


def test_the_page_says_how_many_hear_it_and_when(boss: Client, settings: Any) -> None:
    settings.HOLD_MINUTES = 45
    idea = make_idea("Work offline")
    company = make_company(mrr=2480)
    ask(idea, company=company)
    ask(idea, company=company)
    link_feedback(feedback_id=make_feedback(contact=make_contact(email="")).pk, idea_id=idea.pk, by=None)

    html = boss.get(f"/ideas/{idea.pk}/decision/").content.decode()

    for part in (
        "What do we do about “Work offline”?",
        "1 company asks, it pays $2,480 a month",
        "3 people hear back",
        "2 get a mail in 45 minutes",
        "1 has no address we may write to",
        'data-confirm="Tell 3 people what we decided?"',
    ):
        assert part in html


def test_an_idea_nobody_asked_for_is_decided_without_telling_anybody(boss: Client) -> None:
    idea = make_idea()

    html = boss.get(f"/ideas/{idea.pk}/decision/").content.decode()
    response = boss.post(f"/ideas/{idea.pk}/decision/", typed(idea), follow=True)

    assert "Nobody is told yet" in html
    assert "data-confirm" not in html.split("<main", 1)[1].split("</main", 1)[0]
    assert "Nobody has asked yet, so nobody is told." in response.content.decode()


def test_a_double_click_decides_once(boss: Client) -> None:
    idea = make_idea()

    for _click in range(2):
        assert boss.post(f"/ideas/{idea.pk}/decision/", typed(idea)).status_code == 302

    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": ""}, "Choose what was decided"),
        ({"outcome": "perhaps"}, "Choose what was decided"),
        ({"reason": " \u200b"}, "Write the reason"),
        ({"public_reason": ""}, "Write what customers will read"),
        ({"reason": "x" * 5001}, "Use at most 5000 characters"),
        ({"outcome": "not_now", "revisit_on": "someday"}, "Write a day such as 2027-03-01."),
        ({"outcome": "not_now", "revisit_on": "2001-01-01"}, "still to come"),
        ({"version": ""}, "This page is not complete"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_decided(boss: Client, fields: dict[str, str], sentence: str) -> None:
    idea = make_idea()

    response = boss.post(f"/ideas/{idea.pk}/decision/", typed(idea) | {"public_reason": "Typed with care."} | fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "public_reason" in fields or "Typed with care." in response.content.decode()
    assert not Decision.objects.exists()


def test_who_decides_on_an_older_text_is_told_and_loses_nothing(boss: Client) -> None:
    idea = make_idea()
    mine = typed(idea, reason="My careful reason.")
    edit_idea(idea_id=idea.pk, version=1, title="Something else", area=None, owner=None)

    refused = boss.post(f"/ideas/{idea.pk}/decision/", mine)

    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody else changed this idea" in html
    assert "My careful reason." in html
    assert "Something else" in html
    assert not Decision.objects.exists()
    assert boss.post(f"/ideas/{idea.pk}/decision/", mine | {"version": 2}).status_code == 302


def test_a_no_carries_the_day_we_look_again(boss: Client) -> None:
    idea, day = make_idea(), clock.today() + timedelta(days=90)

    boss.post(f"/ideas/{idea.pk}/decision/", typed(idea, outcome="not_now", revisit_on=day.isoformat()))

    assert Decision.objects.get().revisit_on == day


def test_what_was_decided_before_stands_above_the_form(boss: Client) -> None:
    idea = make_idea()
    boss.post(f"/ideas/{idea.pk}/decision/", typed(idea, outcome="not_now", reason="No room this quarter."))

    assert "No room this quarter." in boss.get(f"/ideas/{idea.pk}/decision/").content.decode()


def test_what_is_live_is_not_decided_by_accident(boss: Client) -> None:
    idea = make_idea(status=Idea.Status.SHIPPED)

    response = boss.post(f"/ideas/{idea.pk}/decision/", typed(idea))

    assert response.status_code == 422
    assert "live already" in response.content.decode()


def test_hostile_reasons_stay_words(boss: Client) -> None:
    idea = make_idea()

    html = boss.post(
        f"/ideas/{idea.pk}/decision/", typed(idea, reason=HOSTILE, public_reason=HOSTILE), follow=True
    ).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.SUCCESS, Role.SALES])
def test_only_who_may_decide_decides(signed_in: SignIn, role: Role) -> None:
    idea, browser = make_idea(), signed_in(make_staff(role=role))

    assert browser.get(f"/ideas/{idea.pk}/decision/").status_code == 403
    assert browser.post(f"/ideas/{idea.pk}/decision/", typed(idea)).status_code == 403
    assert not Decision.objects.exists()


def test_strangers_missing_ideas_and_other_methods(client: Client, boss: Client) -> None:
    idea = make_idea()

    assert client.post(f"/ideas/{idea.pk}/decision/", typed(idea)).status_code == 302
    assert boss.get(f"/ideas/{idea.pk + 99}/decision/").status_code == 404
    assert boss.put(f"/ideas/{idea.pk}/decision/").status_code == 405
    assert not Decision.objects.exists()
