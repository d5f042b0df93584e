"""Two companies that turn out to be one are joined, and parted again without losing anything."""

from collections.abc import Callable

import pytest

from tests.customers.merged_rows import everything
from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.customers.commands import (
    import_companies,
    join_company,
    merge_companies,
    save_company,
    undo_merge,
)
from wellheard.customers.models import (
    Company,
    Segment,
)
from wellheard.customers.queries import companies_named
from wellheard.decide.commands import link_feedback, set_importance, vote, withdraw_evidence
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


def scene_of_two_companies() -> tuple[Company, Company]:
    """Return two companies that collide in everything that may be there once."""
    acme = make_company(name="Acme", external_id="c-1", mrr=100)
    inc = make_company(name="Acme Inc", external_id="c-2", mrr=30, domain="acme.example", tags=["eu"])
    ada, bob, eve = make_contact(company=acme), make_contact(company=inc), make_contact(company=inc)
    join_company(contact=ada, company=inc)
    both, theirs = make_idea("Both"), make_idea("Theirs")
    for contact in (ada, bob):
        link_feedback(
            feedback_id=make_feedback(contact=contact, company=contact.companies.earliest("pk")).pk,
            idea_id=both.pk,
            by=None,
        )
    vote(idea_id=theirs.pk, contact=eve)
    evidence = Evidence.objects.get(idea=both, company=inc)
    set_importance(evidence_id=evidence.pk, importance=3, set_by="staff")
    Task.objects.create(kind="call", subject_type="company", subject_id=inc.pk, made_at=clock.now())
    return acme, inc


def test_a_company_follows_with_people_money_and_evidence(run_jobs: Callable[[], None]) -> None:
    acme, inc = scene_of_two_companies()

    merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)
    run_jobs()

    acme.refresh_from_db()
    assert (acme.mrr_minor, acme.domain, acme.tags) == (13_000, "acme.example", ["eu"])
    assert acme.memberships.count() == 3
    assert not Feedback.objects.filter(company=inc).exists()
    both = Idea.objects.get(title="Both")
    assert (both.company_count, both.contact_count, both.mrr_minor) == (1, 2, 13_000)
    assert Evidence.objects.standing().get(idea=both).importance == 3
    assert Company.with_merged.get(pk=inc.pk).mrr_minor == 0


def test_undo_puts_every_row_of_a_company_back_as_it_was(run_jobs: Callable[[], None]) -> None:
    acme, inc = scene_of_two_companies()
    run_jobs()
    before = everything()

    merge = merge_companies(kept_id=acme.pk, gone_id=inc.pk, theirs=["name"], by=None)
    run_jobs()
    assert Company.objects.get(pk=acme.pk).name == "Acme Inc"
    undo_merge(merge_id=merge.pk, by=None)
    run_jobs()

    assert everything() == before


def test_new_evidence_stays_when_companies_are_parted() -> None:
    acme, inc = scene_of_two_companies()
    merge = merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)
    theirs = Idea.objects.get(title="Theirs")
    new = make_feedback(company=Company.objects.get(pk=acme.pk))
    link_feedback(feedback_id=new.pk, idea_id=theirs.pk, by=None)

    undo_merge(merge_id=merge.pk, by=None)

    assert EvidenceItem.objects.get(feedback=new).evidence.company_id == acme.pk
    assert set(Evidence.objects.standing().filter(idea=theirs).values_list("company_id", flat=True)) == {
        acme.pk,
        inc.pk,
    }


def test_what_was_changed_since_is_not_undone() -> None:
    acme, inc = make_company(name="Acme"), make_company(name="Acme Inc", domain="acme.example", industry="Rail")
    merge = merge_companies(kept_id=acme.pk, gone_id=inc.pk, theirs=["name"], by=None)
    save_company(company_id=acme.pk, name="Acme Group")

    undo_merge(merge_id=merge.pk, by=None)

    acme.refresh_from_db()
    assert (acme.name, acme.domain, acme.industry) == ("Acme Group", "", "")


def test_the_billing_systems_id_leads_on() -> None:
    acme = make_company(name="Acme", external_id="c-1")
    inc = make_company(name="Acme Inc", external_id="c-2")
    merge = merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)

    assert save_company(external_id="c-2", industry="Rail") == acme
    assert import_companies(drafts=[{"external_id": "c-2", "name": "Acme", "plan": "Pro"}]) == ["updated"]
    assert companies_named(["c-2"]) == {"c-2": acme}
    acme.refresh_from_db()
    assert (acme.external_id, acme.industry, acme.plan) == ("c-1", "Rail", "Pro")
    undo_merge(merge_id=merge.pk, by=None)
    assert companies_named(["c-2"]) == {"c-2": inc}


def test_a_withdrawn_need_is_withdrawn_again_after_undo() -> None:
    acme, inc, idea = make_company(), make_company(), make_idea()
    for company in (acme, inc):
        link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=idea.pk, by=None)
    withdraw_evidence(evidence_id=Evidence.objects.get(company=acme).pk, reason="They built it themselves.")

    merge = merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)
    assert Evidence.objects.standing().get().company_id == acme.pk
    undo_merge(merge_id=merge.pk, by=None)

    assert Evidence.objects.standing().get().company_id == inc.pk
    assert Evidence.objects.get(company=acme).withdrawn_reason == "They built it themselves."


def test_segments_follow(run_jobs: Callable[[], None]) -> None:
    acme, inc = make_company(mrr=100), make_company(mrr=200)
    segment = Segment.objects.create(name="All", rule={"all": []}, refreshed_at=clock.now())
    segment.members.create(company=inc)

    merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)

    assert not segment.members.filter(company=inc).exists()
