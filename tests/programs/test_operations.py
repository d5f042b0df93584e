"""What programs can ask, area by area."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

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
from wellheard.decide.commands import link_feedback, merge_ideas
from wellheard.decide.models import Evidence, EvidenceItem, Vote
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Feedback, Import


def test_a_company_is_kept_in_step_by_its_own_id(program: Program) -> None:
    tier = make_tier()
    first = program.put("companies/external/C-1", {"name": "Acme", "plan": "Pro", "tier_id": tier.pk})
    again = program.put("companies/external/C-1", {"plan": "Free"})

    assert (first.status_code, again.status_code) == (201, 200)
    company = Company.objects.get()
    assert (company.name, company.plan, company.tier) == ("Acme", "Free", tier)
    assert program.get("companies?external_id=C-1").json()["items"][0]["id"] == company.pk
    fact = Fact.objects.filter(name="company.saved").first()
    assert fact
    assert (fact.actor_type, fact.actor_id) == ("api", program.token.pk)


def test_what_a_company_pays_follows_its_subscriptions(program: Program) -> None:
    company = make_company()
    body = {"company_id": company.pk, "amount_minor": 9_900, "currency": "USD", "from_on": "2024-01-01"}

    assert program.put("subscriptions/external/S-1", body).status_code == 200

    assert program.get(f"companies/{company.pk}").json()["mrr_minor"] == 9_900
    listed = program.get(f"companies/{company.pk}/subscriptions").json()["items"]
    assert [one["external_id"] for one in listed] == ["S-1"]
    program.put("subscriptions/external/S-1", {"company_id": company.pk, "amount_minor": 100})
    assert program.get(f"companies/{company.pk}").json()["mrr_minor"] == 100


def test_a_contact_is_written_read_and_changed(program: Program) -> None:
    company = make_company()
    made = program.post(
        "contacts", {"name": "Ada", "emails": ["Ada@x.example"], "places": [{"company_id": company.pk}]}
    )

    told = program.patch(f"contacts/{made.json()['id']}", {"name": "Ada L."}).json()

    assert (told["name"], told["emails"], told["version"]) == ("Ada L.", ["ada@x.example"], 2)
    assert told["places"] == [{"company_id": company.pk, "role": "user", "is_primary": True}]
    assert program.get("contacts?email=ADA@x.example").json()["items"][0]["id"] == told["id"]
    assert program.post("contacts", {"emails": ["ada@x.example"]}).status_code == 422
    assert program.patch(f"contacts/{told['id']}", {"places": [{"company_id": 999_999}]}).status_code == 422


def test_what_was_merged_leads_on(program: Program) -> None:
    by = make_staff()
    kept, gone = make_company(), make_company()
    ada, twin = make_contact(), make_contact()
    one, other = make_idea(), make_idea()
    merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=by)
    merge_contacts(kept_id=ada.pk, gone_id=twin.pk, by=by)
    merge_ideas(source_id=one.pk, target_id=other.pk, by=by)

    for path, into in (
        (f"companies/{gone.pk}", kept.pk),
        (f"contacts/{twin.pk}", ada.pk),
        (f"ideas/{one.pk}", other.pk),
    ):
        response = program.get(path)
        assert response.status_code == 307
        assert response.json()["merged_into"] == into
        assert response["Location"].endswith(f"/api/v1/{path.split('/')[0]}/{into}")
    assert program.patch(f"ideas/{one.pk}", {"title": "x"}).status_code == 307


def test_a_segment_tells_its_members_and_ranks_ideas(program: Program) -> None:
    inside, outside = make_company(mrr=100), make_company(mrr=900)
    segment = Segment.objects.create(name="Small", rule={})
    SegmentMember.objects.create(segment=segment, company=inside)
    wanted, other = make_idea(), make_idea()
    for idea, company in ((wanted, inside), (wanted, outside), (other, outside)):
        link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=idea.pk, by=None)

    assert [one["id"] for one in program.get(f"segments/{segment.pk}/members").json()["items"]] == [inside.pk]
    rows = program.get(f"ideas?segment={segment.pk}").json()["items"]
    assert [(row["id"], row["mrr_minor"], row["company_count"]) for row in rows] == [(wanted.pk, 10_000, 1)]
    assert [row["id"] for row in program.get("ideas").json()["items"]] == [wanted.pk, other.pk]
    assert program.get("segments").json()["items"][0]["name"] == "Small"


def test_feedback_is_placed_filed_and_set_aside(program: Program) -> None:
    contact, area, idea = make_contact(company=make_company()), make_area(), make_idea()
    feedback = make_feedback()
    path = f"feedback/{feedback.pk}"

    assert program.patch(path, {"contact_id": contact.pk, "quotable": "named"}).json()["contact_id"] == contact.pk
    assert program.put(f"{path}/filing", {"area_id": area.pk}).json()["area_id"] == area.pk
    assert program.get(f"feedback?state=filed&contact={contact.pk}").json()["items"][0]["id"] == feedback.pk
    program.post(f"ideas/{idea.pk}/feedback", {"feedback_id": feedback.pk, "importance": 3})
    assert Evidence.objects.get().importance == 3
    assert program.put(f"{path}/aside", {"reason": "spam"}).json()["set_aside_reason"] == "spam"
    assert not EvidenceItem.objects.exists()
    assert program.ask("DELETE", f"{path}/aside").json()["set_aside_at"] is None
    assert program.put(f"{path}/filing", {"area_id": 999_999}).status_code == 422
    assert area.pk in [one["id"] for one in program.get("filings").json()["areas"]]


def test_a_list_of_feedback_goes_on_where_it_stopped(program: Program) -> None:
    now = clock.now()
    made = [make_feedback(heard_at=now - timedelta(minutes=number)).pk for number in range(3)]

    first = program.get("feedback?limit=2").json()
    second = program.get(first["next"][first["next"].index("/api") :]).json()

    assert [row["id"] for row in first["items"] + second["items"]] == made
    assert second["next"] is None


def test_an_idea_is_written_changed_moved_decided(program: Program) -> None:
    idea = program.post("ideas", {"title": "Offline", "problem": "No signal."}).json()
    path = f"ideas/{idea['id']}"

    assert program.patch(path, {"title": "Work offline"}).json()["problem"] == "No signal."
    assert program.put(f"{path}/status", {"status": "building"}).json()["status"] == "building"
    assert program.put(f"{path}/visibility", {"is_public": True}).json()["is_public"] is True
    assert program.put(f"{path}/status", {"status": "shipped"}).status_code == 422
    decision = {"outcome": "not_now", "reason": "Too dear.", "public_reason": "Not this year."}
    assert program.post(f"{path}/decisions", decision).status_code == 201
    assert program.get(path).json()["status"] == "not_now"
    assert program.get(f"{path}/decisions").json()["items"][0]["outcome"] == "not_now"


def test_a_contact_votes_and_comments_through_our_own_pages(program: Program) -> None:
    idea, contact = make_idea(), make_contact(company=make_company(mrr=100))
    path = f"ideas/{idea.pk}"

    for _time in range(2):
        assert program.put(f"{path}/votes/{contact.pk}", None).status_code == 200
    assert Vote.objects.count() == 1
    assert program.get(path).json()["mrr_minor"] == 10_000
    said = {"contact_id": contact.pk, "words": "We need it in tunnels."}
    comment = program.post(f"{path}/comments", said).json()
    assert Feedback.objects.get(pk=comment["feedback_id"]).words == said["words"]
    assert program.get(f"{path}/comments").json()["items"][0]["words"] == said["words"]
    assert program.ask("DELETE", f"{path}/votes/{contact.pk}").json()["vote_count"] == 0
    assert program.get(f"{path}/evidence").json()["items"][0]["company_id"] == contact.companies.get().pk


def test_evidence_is_withdrawn_with_a_reason_and_reaffirmed(program: Program) -> None:
    idea = make_idea()
    link_feedback(feedback_id=make_feedback(company=make_company()).pk, idea_id=idea.pk, by=None)
    path = f"evidence/{Evidence.objects.get().pk}"

    assert program.patch(path, {"withdrawn_reason": "They left."}).json()["withdrawn_at"]
    assert program.patch(path, {"reaffirmed": True}).json()["withdrawn_at"] is None
    assert program.patch(path, {"withdrawn_reason": ""}).status_code == 422


def test_a_release_ships_its_ideas_and_answers_are_owed(program: Program, run_jobs: object) -> None:
    idea, contact = make_idea(), make_contact()
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    release = program.post("releases", {"title": "Offline", "idea_ids": [idea.pk]}).json()
    path = f"releases/{release['id']}"
    assert program.post(f"{path}/publication", None).status_code == 422

    assert program.patch(path, {"notes": "It works."}).json()["idea_ids"] == [idea.pk]
    assert program.post(f"{path}/publication", None).json()["published_at"]
    run_jobs()  # type: ignore[operator]

    owed = program.get(f"answers?release={release['id']}&standing=outstanding").json()["items"]
    assert [(one["contact_id"], one["occasion"]) for one in owed] == [(contact.pk, "shipped")]
    assert program.post(f"answers/{owed[0]['id']}/told", {"how": "By phone"}).json()["state"] == "told"
    assert Answer.objects.get().told_how == "By phone"
    assert program.post(f"answers/{owed[0]['id']}/told", {"how": "Again"}).status_code == 422


def test_an_import_tells_how_far_it_is(program: Program) -> None:
    run = Import.objects.create(kind="feedback", file_name="x.csv", started_at=clock.now(), new_count=7)

    assert program.get(f"imports/{run.pk}").json()["new_count"] == 7
    assert program.get("imports").json()["items"][0]["id"] == run.pk


def test_the_feed_tells_each_fact_once_in_order(program: Program) -> None:
    for title in ("One", "Two"):
        program.post("ideas", {"title": title})

    first = program.get("facts?limit=1&name=idea.opened").json()
    second = program.get(first["next"][first["next"].index("/api") :]).json()
    third = program.get(second["next"][second["next"].index("/api") :]).json()

    assert len(first["items"]) == 1
    assert first["items"][0]["actor"] == {"type": "api", "id": program.token.pk}
    assert second["items"][0]["id"] > first["items"][0]["id"]
    assert third["items"] == []
    assert third["next"] == second["next"]


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
