"""A return names what brought the company back: an idea it had asked for, or an answer of ours; and the idea says so."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.departures.makers_departures import leave
from tests.learn.worlds import scope_of
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide import commands as decide
from wellheard.decide.models import Idea
from wellheard.deliver import commands as deliver
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.splitting import parts_of
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import DepartureError, Helped
from wellheard.listen.departures.models import Departure
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


def asked_for(idea: Idea, company: Company) -> None:
    feedback = make_feedback("No export", company=company, contact=make_contact(company=company))
    decide.link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)


def ship(idea: Idea) -> None:
    release = deliver.draft_release(title="Exports", notes="Here", idea_ids=[idea.pk], by=None)
    deliver.publish_release(release_id=release.pk)


def left(company: Company) -> Departure:
    return leave(company, clock.today() - timedelta(days=40))


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make_staff(role=Role.SUCCESS))
    return client


def test_only_what_they_had_asked_for_and_is_there_can_be_chosen(browser: Client, run_jobs: Run) -> None:
    ours, unbuilt, others = make_idea(title="Export"), make_idea(title="Import"), make_idea(title="Offline")
    company = make_company()
    asked_for(ours, company)
    asked_for(unbuilt, company)
    asked_for(others, make_company())
    ship(ours)
    ship(others)
    one = left(company)
    shown = browser.get(reverse("departure", args=[one.pk])).text
    assert f'value="idea:{ours.pk}"' in shown
    assert f"idea:{unbuilt.pk}" not in shown
    assert f"idea:{others.pk}" not in shown
    address, today = reverse("departure_return", args=[one.pk]), clock.today().isoformat()
    for wrong in (f"idea:{others.pk}", "idea:9999999", "answer:x", "nonsense"):
        assert browser.post(address, {"returned_on": today, "because": wrong}).status_code == 422
    one.refresh_from_db()
    assert one.returned_on is None
    said = {"returned_on": today, "because": f"idea:{ours.pk}", "amount": "400"}
    assert browser.post(address, said).status_code == 302
    one.refresh_from_db()
    assert (one.helped_idea_id, one.returned_mrr_minor) == (ours.pk, 40_000)
    assert "Export" in browser.get(reverse("departure", args=[one.pk])).text


def test_the_idea_says_who_came_back_for_it_also_for_what_was_merged_into_it(browser: Client) -> None:
    idea, same = make_idea(title="Export"), make_idea(title="Export it")
    assert "Came back for this" not in browser.get(reverse("idea", args=[idea.pk])).text
    for each, amount in ((idea, 30_000), (same, 10_000)):
        one = left(make_company())
        helped = Helped(idea_id=each.pk)
        commands.record_return(departure_id=one.pk, returned_on=clock.today(), mrr_minor=amount, helped=helped)
    decide.merge_ideas(source_id=same.pk, target_id=idea.pk, by=None)
    shown = browser.get(reverse("idea", args=[idea.pk])).text
    assert "Came back for this: 2, $400 a month" in shown
    listed = browser.get(reverse("departures"), {"view": "returned", "idea": str(idea.pk)})
    assert listed.context["counts"]["returned"] == 2
    assert browser.get(reverse("departures"), {"idea": "nonsense"}).status_code == 200


def test_who_came_back_twice_for_an_idea_counts_once_with_what_they_pay_since(browser: Client) -> None:
    idea, company = make_idea(title="Export"), make_company()
    for days, amount in ((80, 10_000), (40, 30_000)):
        one = leave(company, clock.today() - timedelta(days=days))
        back = clock.today() - timedelta(days=days - 10)
        commands.record_return(departure_id=one.pk, returned_on=back, mrr_minor=amount, helped=Helped(idea_id=idea.pk))
    assert "Came back for this: 1, $300 a month" in browser.get(reverse("idea", args=[idea.pk])).text


def test_what_billing_noted_is_given_its_reason_later(browser: Client) -> None:
    one = left(make_company())
    page = reverse("departure_helped", args=[one.pk])
    assert "Note the return first" in browser.post(page, {"helped": "A call."}, follow=True).text
    one.refresh_from_db()
    assert one.helped == ""
    commands.record_return(departure_id=one.pk, returned_on=clock.today(), return_from="subscription")
    for _ in range(2):
        assert browser.post(page, {"helped": "A call."}).status_code == 302
    assert browser.post(page, {"because": "idea:999"}).status_code == 422
    one.refresh_from_db()
    assert one.helped == "A call."
    assert Fact.objects.filter(name="departure.helped").count() == 1
    commands.take_back_return(departure_id=one.pk)
    one.refresh_from_db()
    assert (one.helped, one.helped_idea_id) == ("", None)
    with pytest.raises(DepartureError):
        commands.say_what_helped(departure_id=one.pk, helped=Helped("A call."))


def test_what_helped_stays_where_only_the_day_is_corrected() -> None:
    idea, company = make_idea(title="Export"), make_company()
    one = left(company)
    helped = Helped("They saw the export", idea_id=idea.pk)
    commands.record_return(departure_id=one.pk, returned_on=clock.today() - timedelta(days=3), helped=helped)
    commands.record_return(departure_id=one.pk, returned_on=clock.today() - timedelta(days=2), helped=Helped())
    one.refresh_from_db()
    assert (one.returned_on, one.helped, one.helped_idea_id) == (
        clock.today() - timedelta(days=2), "They saw the export", idea.pk,
    )  # fmt: skip


def test_an_answer_that_brought_them_back_counts_for_its_idea(browser: Client, run_jobs: Run) -> None:
    idea, company = make_idea(title="Import"), make_company()
    asked_for(idea, company)
    one = left(company)
    version = Idea.objects.get().version
    decide.record_decision(
        idea_id=idea.pk, version=version, outcome="not_now", reason="No", public_reason="Do it so meanwhile.", by=None
    )
    run_jobs()
    answer = Answer.objects.get(idea=idea, occasion="not_now")
    Answer.objects.filter(pk=answer.pk).update(state=Answer.State.TOLD, told_at=clock.now())
    address = reverse("departure_return", args=[one.pk])
    chosen = {"returned_on": clock.today().isoformat(), "because": f"answer:{answer.pk}"}
    assert browser.post(address, chosen).status_code == 302
    one.refresh_from_db()
    assert (one.helped_answer_id, one.helped_idea_id) == (answer.pk, idea.pk)
    assert "Our answer to" in browser.get(reverse("departure", args=[one.pk])).text
    # Live by now, the idea is offered in place of the answer, and what was chosen stays beside it.
    ship(idea)
    assert f'value="answer:{answer.pk}" selected' in browser.get(reverse("departure", args=[one.pk])).text
    helped = {"because": f"answer:{answer.pk}", "helped": "They read it."}
    assert browser.post(reverse("departure_helped", args=[one.pk]), helped).status_code == 302
    one.refresh_from_db()
    assert (one.helped_answer_id, one.helped, one.returned_on) == (answer.pk, "They read it.", clock.today())


def test_the_figures_tell_who_came_back_for_what_they_had_asked_for() -> None:
    november, day = scope_of(date(2026, 11, 1), date(2026, 12, 1)), date(2026, 11, 3)
    for helped in (Helped(idea_id=make_idea().pk), Helped("A call.")):
        one = leave(make_company(mrr=10), day - timedelta(days=9))
        commands.record_return(departure_id=one.pk, returned_on=day, helped=helped)
    parts = parts_of(FIGURES["mrr-saved"], november)
    assert {part.key: part.share.hits for part in parts} == {"asked": 1, "returned": 1}


def test_who_may_only_look_says_nothing(client: Client) -> None:
    one = left(make_company())
    commands.record_return(departure_id=one.pk, returned_on=clock.today())
    client.force_login(make_staff(role=Role.VIEWER))
    assert client.get(reverse("departure", args=[one.pk])).status_code == 200
    assert client.post(reverse("departure_helped", args=[one.pk]), {"helped": "x"}).status_code == 403
