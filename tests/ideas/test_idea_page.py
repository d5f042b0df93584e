"""One idea: who asks, in their own words, what was decided, who hears back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.ideas.scenes import HOSTILE, ask
from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import mark_told, record_solved
from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide import queries
from wellheard.decide.commands import (
    change_status,
    edit_idea,
    link_feedback,
    open_idea,
    publish_idea,
    record_decision,
    set_importance,
    vote,
    withdraw_evidence,
)
from wellheard.decide.models import Evidence, Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.deliver.queries import release_of
from wellheard.foundation import clock
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Feedback
from wellheard.web.ideas.hearing import hearing
from wellheard.web.ideas.timeline import timeline
from wellheard.web.ideas.way import next_step, way
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Run = Callable[[], None]


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


@pytest.fixture
def product(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def decide(idea: Idea, outcome: str = "yes", **fields: Any) -> None:
    idea.refresh_from_db()
    record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome=outcome,
        by=None,
        **{"reason": "It saves three renewals.", "public_reason": "Many of you need it."} | fields,
    )
    idea.refresh_from_db()


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def states(idea: Idea) -> list[tuple[str, str]]:
    latest = idea.decisions.order_by("-pk").first()
    steps = way(idea, latest=latest, release=release_of(idea), heard=hearing(idea))
    return [(step.state, str(step.note)) for step in steps]


def test_the_page_tells_who_asks_in_their_words_and_what_they_pay(viewer: Client) -> None:
    idea = make_idea("Keep working without a signal", problem="They lose the sheet.", area=make_area(name="Mobile app"))
    ask(idea, "Half our lifts are in basements.", company=make_company(name="Harbour Lift", mrr=2480, stage="at_risk"))

    html = html_of(viewer, f"/ideas/{idea.pk}/")

    for part in (
        "Keep working without a signal",
        "They lose the sheet.",
        "Mobile app",
        "heard 1 time from 1 company since",
        "“Half our lifts are in basements.”",
        "Harbour Lift",
        "$2,480 a month",
        "At risk",
        "Said in their own words",
    ):
        assert part in html
    for button in ("Unlink", "Weigh or withdraw", "Edit</a>", "Move", ">Decide</a>", "Publish on the portal"):
        assert button not in html.split("<main", 1)[1]


def test_the_loudest_stand_first_and_only_a_few_are_shown(viewer: Client) -> None:
    idea = make_idea()
    for number in range(6):
        ask(idea, f"We pay {number}00.", company=make_company(mrr=100 * number))

    html = html_of(viewer, f"/ideas/{idea.pk}/")

    assert html.index("We pay 500.") < html.index("We pay 400.")
    assert 'said large" lang="en" dir="auto"><a href="/feedback/' in html
    assert html.count("said large") == 1
    assert "We pay 100." not in html
    assert "6 said, 4 shown" in html
    assert f"/ideas/{idea.pk}/words/" in html


def test_all_words_are_shown_a_page_at_a_time(viewer: Client) -> None:
    idea, company = make_idea(), make_company(mrr=100)
    for number in range(30):
        ask(idea, f"Voice {number:02}.", company=company)

    first = html_of(viewer, f"/ideas/{idea.pk}/words/")
    further = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = html_of(viewer, f"/ideas/{idea.pk}/words/{further.replace('&amp;', '&')}")

    assert first.count('class="voice"') == 25
    assert second.count('class="voice"') == 5
    assert all(f"Voice {number:02}." in first + second for number in range(30))


def test_who_asks_is_counted_by_stage_and_the_largest_share_is_told() -> None:
    idea = make_idea()
    for stage, mrr in (("active", 100), ("onboarding", 50), ("at_risk", 700), ("lost", 0), ("trial", 0)):
        ask(idea, company=make_company(mrr=mrr, stage=stage))
    make_company(mrr=1150)

    asks = queries.who_asks(idea)

    assert asks.paying == queries.Asking(2, 15_000)
    assert asks.at_risk == queries.Asking(1, 70_000)
    assert (asks.left.companies, asks.not_yet.companies) == (1, 1)
    assert (asks.everyone.companies, asks.everyone.of_companies, asks.everyone.of_revenue) == (5, 6, 0.425)
    assert (round(asks.largest_share, 2), asks.is_one_customers_wish) == (0.82, True)


def test_one_customers_wish_is_flagged_and_many_are_not(viewer: Client) -> None:
    alone, shared = make_idea(), make_idea()
    ask(alone, company=make_company(name="Only One Ltd", mrr=900))
    for _number in range(3):
        ask(shared, company=make_company(mrr=100))

    assert "One customer’s wish: Only One Ltd pays 100% of this." in html_of(viewer, f"/ideas/{alone.pk}/")
    assert "One customer’s wish" not in html_of(viewer, f"/ideas/{shared.pk}/")


def test_the_evidence_says_how_we_know_how_much_and_what_was_withdrawn(viewer: Client) -> None:
    idea = make_idea()
    ask(idea, company=make_company(name="Weighed Ltd", mrr=900))
    ask(idea, company=make_company(name="Gone Ltd", mrr=100))
    weighed, gone = Evidence.objects.order_by("pk")
    set_importance(evidence_id=weighed.pk, importance=3, set_by=Evidence.SetBy.CUSTOMER)
    withdraw_evidence(evidence_id=gone.pk, reason="They built it themselves.")

    html = html_of(viewer, f"/ideas/{idea.pk}/evidence/")

    assert "Cannot work without, says the customer" in html
    assert "They built it themselves." in html
    assert "1 company needs it" in html
    assert html.index("Weighed Ltd") < html.index("Gone Ltd")


def test_people_without_a_company_and_unplaced_voices_have_rows_too(viewer: Client) -> None:
    idea, contact = make_idea(), make_contact(name="Mia Freelance")
    for said in (make_feedback(contact=contact), make_feedback("Who said this?")):
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)

    html = html_of(viewer, f"/ideas/{idea.pk}/")

    assert "Mia Freelance" in html
    assert "Voices we could not place" in html
    assert "No company asks for it yet" in html


def test_an_idea_nobody_asked_for_says_what_will_stand_there(viewer: Client) -> None:
    html = html_of(viewer, f"/ideas/{make_idea().pk}/")

    for sentence in (
        "nobody has asked for it yet",
        "Nobody's words are here yet",
        "Nobody we know by name has asked",
    ):
        assert sentence in html


def test_an_idea_only_voted_for_says_so(viewer: Client) -> None:
    idea = make_idea()
    vote(idea_id=idea.pk, contact=make_contact(company=make_company(mrr=10)))

    html = html_of(viewer, f"/ideas/{idea.pk}/")

    assert "1 person voted for it; nobody has said why yet." in html
    assert "Voted only" in html


def test_the_way_round_the_loop_is_told_with_real_counts(run_jobs: Run) -> None:
    idea = make_idea(area=make_area(name="Mobile app"))
    ask(idea)
    idea.refresh_from_db()
    assert [state for state, _note in states(idea)] == ["done", "done", "now", "", "", ""]

    decide(idea)
    run_jobs()
    assert [state for state, _note in states(idea)] == ["done", "done", "done", "now", "", ""]
    assert states(idea)[4][1] == "0 of 1 told"

    release = draft_release(title="Work offline", notes="Sheets stay.", idea_ids=[idea.pk], by=None, version_name="8.3")
    assert states(idea)[3][1] == "in a draft: Work offline"
    publish_release(release_id=release.pk)
    run_jobs()
    idea.refresh_from_db()
    assert [state for state, _note in states(idea)] == ["done", "done", "done", "done", "now", ""]
    assert states(idea)[3][1].startswith("8.3, ")

    answer = Answer.objects.get(occasion=Answer.Occasion.SHIPPED)
    mark_told(answer_id=answer.pk, how="by phone", by=make_staff())
    record_solved(answer_id=answer.pk, solved=Answer.Solved.YES)
    assert [state for state, _note in states(idea)] == ["done"] * 6
    assert [note for _state, note in states(idea)][4:] == ["1 of 1 told", "1 of 1 says solved"]


def test_the_next_step_follows_the_status_and_the_role(run_jobs: Run) -> None:
    idea, boss, agent = make_idea(), make_staff(role=Role.PRODUCT), make_staff(role=Role.AGENT)
    ask(idea)
    link_feedback(feedback_id=make_feedback(contact=make_contact(email="")).pk, idea_id=idea.pk, by=None)

    def step(staff: Staff) -> tuple[str, str] | None:
        idea.refresh_from_db()
        latest = idea.decisions.order_by("-pk").first()
        found = next_step(idea, staff=staff, latest=latest, release=release_of(idea), heard=hearing(idea))
        return (found.name, found.url) if found else None

    assert step(boss) == ("Decide", f"/ideas/{idea.pk}/decision/")
    assert step(agent) is None

    decide(idea)
    run_jobs()
    assert step(boss) == ("Put it into a release", f"/releases/new/?idea={idea.pk}")
    assert step(agent) == ("Answer 1 person", f"/answers/?idea={idea.pk}")

    release = draft_release(title="Work offline", notes="", idea_ids=[idea.pk], by=None)
    assert step(boss) == ("Open the release", f"/releases/{release.pk}/")


def test_a_no_is_decided_again_on_its_day() -> None:
    idea, boss = make_idea(), make_staff(role=Role.PRODUCT)
    with clock.at(clock.now() - timedelta(days=40)):
        decide(idea, "not_now", revisit_on=clock.today() + timedelta(days=30))
    latest = idea.decisions.get()

    due = next_step(idea, staff=boss, latest=latest, release=None, heard=hearing(idea))
    with clock.at(clock.now() - timedelta(days=35)):
        early = next_step(idea, staff=boss, latest=latest, release=None, heard=hearing(idea))

    assert due is not None
    assert early is None


def test_who_will_hear_back_leads_to_the_answers(product: Client, run_jobs: Run) -> None:
    idea = make_idea()
    ask(idea)
    link_feedback(feedback_id=make_feedback(contact=make_contact(email="")).pk, idea_id=idea.pk, by=None)

    assert "2 people asked. They hear what is decided" in html_of(product, f"/ideas/{idea.pk}/")
    decide(idea)
    run_jobs()
    html = html_of(product, f"/ideas/{idea.pk}/")

    assert "1 answer is on its way" in html
    assert "1 waits for a person to tell them" in html
    assert f"/answers/?idea={idea.pk}&amp;view=held" in html
    for view in ("told", "held", "person", "failed"):
        assert product.get(f"/answers/?idea={idea.pk}&view={view}").status_code == 200


def test_what_happened_is_told_newest_first_with_who_did_it() -> None:
    ines = make_staff(name="Ines Calder")
    company = make_company(name="Oakline Lifts", mrr=100)
    with acting(Actor(Fact.Actor.STAFF, ines.pk)):
        idea = open_idea(title="Work offline", by=ines)
        said = make_feedback(company=company, heard_at=clock.now() - timedelta(days=90))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=ines)
        edit_idea(idea_id=idea.pk, version=1, title="Work without a signal", area=None, owner=ines)
        change_status(idea_id=idea.pk, status="under_review")
        publish_idea(idea_id=idea.pk)
        decide(idea)
        set_importance(evidence_id=Evidence.objects.get().pk, importance=2, set_by="staff")
        withdraw_evidence(evidence_id=Evidence.objects.get().pk, reason="Solved.")
        link_feedback(feedback_id=make_feedback("Not solved.", company=company).pk, idea_id=idea.pk, by=ines)
        publish_release(release_id=draft_release(title="Offline", notes="It stays.", idea_ids=[idea.pk], by=ines).pk)

    events = timeline(idea, decisions=idea.decisions.all())

    assert [event.title for event in events] == [
        "Shipped",
        "No longer needed",
        "Importance set",
        "Yes, planned",
        "Published on the portal",
        "Under review",
        "Reworded",
        "Written down",
        "Heard",
    ]
    notes = {event.title: event.note for event in events}
    assert notes["Heard"] == "First said by Oakline Lifts"
    assert notes["Yes, planned"] == "It saves three renewals."
    assert notes["No longer needed"] == "Oakline Lifts"
    assert {event.by for event in events[:-1]} == {"Ines Calder"}


def test_the_page_shows_the_decision_what_customers_read_and_earlier_ones(viewer: Client) -> None:
    idea = make_idea()
    decide(idea, "not_now", reason="No room this quarter.", revisit_on=clock.today() + timedelta(days=30))
    decide(idea, "yes", reason="Three renewals hang on it.", public_reason="We are doing it.")

    html = html_of(viewer, f"/ideas/{idea.pk}/")

    for part in ("Three renewals hang on it.", "We are doing it.", "One earlier decision", "No room this quarter."):
        assert part in html


def test_hostile_words_stay_words(product: Client) -> None:
    idea = make_idea(HOSTILE[:200], problem=HOSTILE, workaround=HOSTILE, public_text=HOSTILE, internal_text=HOSTILE)
    ask(idea, HOSTILE, company=make_company(name=HOSTILE[:100], mrr=10))
    withdraw_evidence(evidence_id=Evidence.objects.get().pk, reason=HOSTILE)
    ask(idea, HOSTILE, company=make_company(name=HOSTILE[:99], mrr=10))
    decide(idea, reason=HOSTILE, public_reason=HOSTILE)

    for page in ("", "words/", "evidence/", "edit/", "decision/"):
        html = html_of(product, f"/ideas/{idea.pk}/{page}")
        assert "<script>alert" not in html
        assert "{{ 7|add:7 }}" in html.replace("&#x7B;", "{")


@pytest.mark.parametrize("page", ["", "words/", "evidence/"])
def test_a_stranger_signs_in_and_what_is_not_there_is_said(client: Client, viewer: Client, page: str) -> None:
    idea = make_idea()

    assert client.get(f"/ideas/{idea.pk}/{page}").status_code == 302
    assert viewer.get(f"/ideas/{idea.pk + 999}/{page}").status_code == 404
    assert viewer.post(f"/ideas/{idea.pk}/{page}").status_code == 405


@pytest.mark.parametrize("page", ["", "words/", "evidence/"])
def test_much_evidence_takes_as_many_queries_as_little(
    product: Client, page: str, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    idea = make_idea(area=make_area())
    ask(idea)
    set_importance(evidence_id=Evidence.objects.get().pk, importance=2, set_by="staff")
    with django_assert_max_num_queries(39) as few:
        product.get(f"/ideas/{idea.pk}/{page}")
    for number in range(20):
        source = Feedback.Source.DEPARTURE if number % 2 else Feedback.Source.PORTAL
        company = make_company(mrr=number, stage=Company.Stage.AT_RISK)
        contact = make_contact(company=company)
        said = make_feedback(contact=contact, source=source)
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=make_staff())
    for row in Evidence.objects.all()[:5]:
        set_importance(evidence_id=row.pk, importance=1, set_by="guess")
    with django_assert_num_queries(len(few)):
        product.get(f"/ideas/{idea.pk}/{page}")
