"""What programs can ask, area by area, through the Python client and over HTTP."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from wellheard_client import Client, MovedError, ProblemError

from tests.makers import (
    make_area,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_tier,
)
from tests.programs.conftest import Program
from wellheard.answer.models import Answer
from wellheard.customers.commands import merge_companies, merge_contacts
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.decide.commands import link_feedback, merge_ideas, set_importance
from wellheard.decide.models import Evidence, EvidenceItem
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Import


def test_a_company_is_kept_in_step_by_its_own_id(program: Program, api: Client) -> None:
    tier = make_tier()
    api.put_company("C-1", name="Acme", plan="Pro", tier_id=tier.pk)
    api.put_company("C-1", plan="Free")

    company = Company.objects.get()
    assert (company.name, company.plan, company.tier) == ("Acme", "Free", tier)
    assert [one["id"] for one in api.list_companies(external_id="C-1")] == [company.pk]
    fact = Fact.objects.filter(name="company.saved").first()
    assert fact
    assert (fact.actor_type, fact.actor_id) == ("api", program.token.pk)
    assert program.put("companies/external/C-1", {}).status_code == 200
    assert program.put("companies/external/C-2", {"name": "Born"}).status_code == 201


def test_what_a_company_pays_follows_its_subscriptions(api: Client) -> None:
    company = make_company()

    api.put_subscription(
        "S-1", company_id=company.pk, amount_minor=9_900, currency="USD", from_on=date(2024, 1, 1), until=None
    )

    assert api.read_company(company.pk)["mrr_minor"] == 9_900
    assert [one["external_id"] for one in api.list_subscriptions(company.pk)] == ["S-1"]
    api.put_subscription("S-1", company_id=company.pk, amount_minor=100)
    assert api.read_company(company.pk)["mrr_minor"] == 100


def test_a_contact_is_written_read_and_changed(api: Client) -> None:
    company = make_company()
    made = api.create_contact(name="Ada", emails=["Ada@x.example"], places=[{"company_id": company.pk}])

    told = api.change_contact(made["id"], name="Ada L.")

    assert (told["name"], told["emails"], told["version"]) == ("Ada L.", ["ada@x.example"], 2)
    assert told["places"] == [{"company_id": company.pk, "role": "user", "is_primary": True}]
    assert next(api.list_contacts(email="ADA@x.example")) == told
    with pytest.raises(ProblemError, match=r"ada@x\.example"):
        api.create_contact(emails=["ada@x.example"])
    with pytest.raises(ProblemError, match="places"):
        api.change_contact(told["id"], places=[{"company_id": 999_999}])


def test_what_was_merged_leads_on(program: Program, api: Client) -> None:
    by = make_staff()
    kept, gone = make_company(), make_company()
    ada, twin = make_contact(), make_contact()
    one, other = make_idea(), make_idea()
    merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=by)
    merge_contacts(kept_id=ada.pk, gone_id=twin.pk, by=by)
    merge_ideas(source_id=one.pk, target_id=other.pk, by=by)

    assert api.read_company(gone.pk)["id"] == kept.pk
    assert api.read_contact(twin.pk)["id"] == ada.pk
    assert api.read_idea(one.pk)["id"] == other.pk
    with pytest.raises(MovedError) as refusal:
        api.change_idea(one.pk, title="x")
    assert refusal.value.merged_into == other.pk
    response = program.get(f"ideas/{one.pk}")
    assert (response.status_code, response.json()["merged_into"]) == (307, other.pk)
    assert response["Location"].endswith(f"/api/v1/ideas/{other.pk}")


def test_a_segment_tells_its_members_and_ranks_ideas(api: Client) -> None:
    inside, outside = make_company(mrr=100), make_company(mrr=900)
    segment = Segment.objects.create(name="Small", rule={})
    SegmentMember.objects.create(segment=segment, company=inside)
    wanted, other = make_idea(), make_idea()
    for idea, company in ((wanted, inside), (wanted, outside), (other, outside)):
        link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=idea.pk, by=None)

    assert [one["id"] for one in api.list_segment_members(segment.pk)] == [inside.pk]
    rows = list(api.list_ideas(segment=segment.pk))
    assert [(row["id"], row["mrr_minor"], row["company_count"]) for row in rows] == [(wanted.pk, 10_000, 1)]
    assert [row["id"] for row in api.list_ideas()] == [wanted.pk, other.pk]
    assert [one["name"] for one in api.list_segments()] == ["Small"]


def test_ideas_are_listed_by_what_they_are_worth_or_by_what_is_paid(api: Client) -> None:
    pays, needs = make_idea("Pays"), make_idea("Needs")
    segment = Segment.objects.create(name="All", rule={})
    for idea, mrr, importance in ((pays, 120, 1), (needs, 100, 3)):
        company = make_company(mrr=mrr)
        SegmentMember.objects.create(segment=segment, company=company)
        evidence = link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=idea.pk, by=None).evidence
        set_importance(evidence_id=evidence.pk, importance=importance, set_by="customer")

    plain: dict[str, Any] = {}
    for asked in (plain, {"segment": segment.pk}):
        listed = list(api.list_ideas(**asked))
        assert [(one["title"], one["worth_minor"]) for one in listed] == [("Needs", 14_422), ("Pays", 8_320)]
        assert [one["title"] for one in api.list_ideas(sort="money", **asked)] == ["Pays", "Needs"]
        assert [one["title"] for one in api.list_ideas(sort="new", **asked)] == ["Needs", "Pays"]
    with pytest.raises(ProblemError):
        list(api.list_ideas(sort="votes"))  # type: ignore[arg-type]


def test_feedback_is_placed_filed_and_set_aside(api: Client) -> None:
    contact, area, idea = make_contact(company=make_company()), make_area(), make_idea()
    feedback = make_feedback().pk

    assert api.change_feedback(feedback, contact_id=contact.pk, quotable="named")["contact_id"] == contact.pk
    assert api.file_feedback(feedback, area_id=area.pk)["area_id"] == area.pk
    assert [one["id"] for one in api.list_feedback(state="filed", contact=contact.pk)] == [feedback]
    api.link_feedback(idea.pk, feedback_id=feedback, importance=3)
    assert Evidence.objects.get().importance == 3
    assert api.set_feedback_aside(feedback, reason="spam")["set_aside_reason"] == "spam"
    assert not EvidenceItem.objects.exists()
    assert api.bring_feedback_back(feedback)["set_aside_at"] is None
    with pytest.raises(ProblemError) as refusal:
        api.file_feedback(feedback, area_id=999_999)
    assert refusal.value.kind == "refused"
    assert area.pk in [one["id"] for one in api.list_filings()["areas"]]


def test_a_list_goes_on_where_its_page_stopped(api: Client) -> None:
    now = clock.now()
    made = [make_feedback(heard_at=now - timedelta(minutes=number)).pk for number in range(5)]

    assert [row["id"] for row in api.list_feedback(page_size=2)] == made
    assert [row["id"] for row in api.list_feedback(page_size=2, heard_after=now - timedelta(minutes=1))] == made[:1]


def test_an_idea_is_written_changed_moved_decided(api: Client) -> None:
    idea = api.create_idea(title="Offline", problem="No signal.")["id"]

    assert api.change_idea(idea, title="Work offline")["problem"] == "No signal."
    assert api.move_idea(idea, status="building")["status"] == "building"
    assert api.set_idea_visibility(idea, is_public=True)["is_public"] is True
    api.create_decision(idea, outcome="not_now", reason="Too dear.", public_reason="Not this year.")
    assert api.read_idea(idea)["status"] == "not_now"
    assert [one["outcome"] for one in api.list_decisions(idea)] == ["not_now"]


def test_a_status_that_needs_a_decision_or_a_release_is_refused(program: Program) -> None:
    assert program.put(f"ideas/{make_idea().pk}/status", {"status": "shipped"}).status_code == 422


def test_a_contact_votes_and_comments_through_our_own_pages(api: Client) -> None:
    idea, contact = make_idea(), make_contact(company=make_company(mrr=100))

    for _time in range(2):
        api.vote(idea.pk, contact.pk)
    assert [one["contact_id"] for one in api.list_votes(idea.pk)] == [contact.pk]
    assert api.read_idea(idea.pk)["mrr_minor"] == 10_000
    comment = api.create_comment(idea.pk, contact_id=contact.pk, words="We need it in tunnels.")
    assert api.read_feedback(comment["feedback_id"] or 0)["words"] == "We need it in tunnels."
    assert [one["words"] for one in api.list_comments(idea.pk)] == ["We need it in tunnels."]
    assert api.withdraw_vote(idea.pk, contact.pk)["vote_count"] == 0
    assert [one["company_id"] for one in api.list_evidence(idea.pk)] == [contact.companies.get().pk]


def test_evidence_is_withdrawn_with_a_reason_and_reaffirmed(api: Client) -> None:
    idea = make_idea()
    link_feedback(feedback_id=make_feedback(company=make_company()).pk, idea_id=idea.pk, by=None)
    evidence = Evidence.objects.get().pk

    assert api.change_evidence(evidence, withdrawn_reason="They left.")["withdrawn_at"]
    assert api.change_evidence(evidence, reaffirmed=True)["withdrawn_at"] is None
    with pytest.raises(ProblemError, match="why"):
        api.change_evidence(evidence, withdrawn_reason="")


def test_a_release_ships_its_ideas_and_answers_are_owed(api: Client, run_jobs: Callable[[], None]) -> None:
    idea, contact = make_idea(), make_contact()
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    release = api.create_release(title="Offline", idea_ids=[idea.pk])["id"]
    with pytest.raises(ProblemError):
        api.publish_release(release)

    assert api.change_release(release, notes="It works.")["idea_ids"] == [idea.pk]
    assert api.publish_release(release)["published_at"]
    run_jobs()

    owed = list(api.list_answers(release=release, standing="outstanding"))
    assert [(one["contact_id"], one["occasion"]) for one in owed] == [(contact.pk, "shipped")]
    assert api.note_answer_told(owed[0]["id"], how="By phone")["state"] == "told"
    assert Answer.objects.get().told_how == "By phone"
    with pytest.raises(ProblemError):
        api.note_answer_told(owed[0]["id"], how="Again")


def test_an_import_tells_how_far_it_is(api: Client) -> None:
    run = Import.objects.create(kind="feedback", file_name="x.csv", started_at=clock.now(), new_count=7)

    assert api.read_import(run.pk)["new_count"] == 7
    assert [one["id"] for one in api.list_imports()] == [run.pk]


def test_the_feed_tells_each_fact_once_in_order(program: Program, api: Client) -> None:
    for title in ("One", "Two"):
        api.create_idea(title=title)

    facts = list(api.list_facts(page_size=1, name="idea.opened"))

    assert [fact["actor"] for fact in facts] == [{"type": "api", "id": program.token.pk}] * 2
    assert facts[1]["id"] > facts[0]["id"]
    assert list(api.list_facts(after=facts[1]["id"], name="idea.opened")) == []
    last = program.get(f"facts?after={facts[1]['id']}").json()
    assert last["next"].endswith(f"facts?after={facts[1]['id']}")


@pytest.mark.parametrize("path", ["companies", "contacts", "feedback", "ideas", "releases", "answers"])
def test_a_list_asks_the_database_as_often_for_many(
    path: str, program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        contact = make_contact(company=make_company())
        make_feedback(contact=contact)
        idea = make_idea()
        program.post("releases", {"title": f"Release {number}", "idea_ids": [idea.pk]})

    with django_assert_max_num_queries(5):
        assert program.get(path).status_code == 200
