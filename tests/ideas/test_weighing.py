"""What stands behind an idea is weighed, withdrawn and taken back on its page."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.ideas.scenes import HOSTILE, ask
from tests.makers import make_company, make_idea, make_staff
from wellheard.decide.commands import withdraw_evidence
from wellheard.decide.models import Evidence, EvidenceItem
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def agent(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


@pytest.fixture
def row() -> Evidence:
    idea = make_idea()
    ask(idea, company=make_company(mrr=100))
    return Evidence.objects.get(idea=idea)


def test_how_much_they_need_it_is_set_with_who_says_so(agent: Client, row: Evidence) -> None:
    response = agent.post(f"/evidence/{row.pk}/importance/", {"importance": "3", "set_by": "customer"})

    row.refresh_from_db()
    assert (row.importance, row.importance_set_by) == (3, "customer")
    assert response["Location"] == f"/ideas/{row.idea_id}/"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"importance": "4", "set_by": "staff"},
        {"importance": "x", "set_by": "staff"},
        {"importance": "2", "set_by": "me"},
    ],
)
def test_what_is_not_on_the_scale_is_said(agent: Client, row: Evidence, fields: dict[str, str]) -> None:
    response = agent.post(f"/evidence/{row.pk}/importance/", fields, follow=True)

    row.refresh_from_db()
    assert row.importance is None
    assert "need it." in response.content.decode()


def test_a_company_that_no_longer_needs_it_stays_with_its_reason(agent: Client, row: Evidence) -> None:
    response = agent.post(f"/evidence/{row.pk}/withdrawal/", {"reason": HOSTILE, "back": "evidence"}, follow=True)

    row.refresh_from_db()
    html = response.content.decode()
    assert row.withdrawn_at is not None
    assert response.redirect_chain[-1][0] == f"/ideas/{row.idea_id}/evidence/"
    assert "<script>alert" not in html
    assert "No longer needed" in html


@pytest.mark.parametrize("reason", ["", "  \u200b", "x" * 1001])
def test_withdrawing_needs_a_reason(agent: Client, row: Evidence, reason: str) -> None:
    response = agent.post(f"/evidence/{row.pk}/withdrawal/", {"reason": reason}, follow=True)

    row.refresh_from_db()
    assert row.withdrawn_at is None
    sentence = "Use at most 1000 characters" if reason.startswith("x") else "Write why they no longer need it"
    assert sentence in response.content.decode().replace(",", "")


def test_a_company_that_needs_it_after_all_counts_again(agent: Client, row: Evidence) -> None:
    withdraw_evidence(evidence_id=row.pk, reason="Thought so.")

    agent.post(f"/evidence/{row.pk}/reaffirmation/")

    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_nothing_stands_again_where_nothing_is_linked(agent: Client, row: Evidence) -> None:
    row.items.all().delete()

    response = agent.post(f"/evidence/{row.pk}/reaffirmation/", follow=True)

    assert "Link what they said instead" in response.content.decode()


def test_a_wrong_link_is_taken_back(agent: Client, row: Evidence) -> None:
    said = EvidenceItem.objects.get().feedback_id

    response = agent.post(f"/ideas/{row.idea_id}/unlinking/{said}/", {"back": "words"})

    assert response["Location"] == f"/ideas/{row.idea_id}/words/"
    assert not EvidenceItem.objects.exists()
    assert agent.post(f"/ideas/{row.idea_id}/unlinking/{said}/").status_code == 404


def test_who_may_only_read_changes_nothing(signed_in: SignIn, client: Client, row: Evidence) -> None:
    viewer, said = signed_in(make_staff(role=Role.VIEWER)), EvidenceItem.objects.get().feedback_id
    addresses = {
        f"/evidence/{row.pk}/importance/": {"importance": "3", "set_by": "staff"},
        f"/evidence/{row.pk}/withdrawal/": {"reason": "No."},
        f"/evidence/{row.pk}/reaffirmation/": {},
        f"/ideas/{row.idea_id}/unlinking/{said}/": {},
    }

    for address, fields in addresses.items():
        assert viewer.post(address, fields).status_code == 403
        assert client.post(address, fields).status_code == 302
    row.refresh_from_db()
    assert (row.importance, row.withdrawn_at, row.reaffirmed_at) == (None, None, None)
    assert EvidenceItem.objects.exists()


@pytest.mark.parametrize("change", ["importance", "withdrawal", "reaffirmation"])
def test_reading_an_address_changes_nothing_and_what_is_gone_is_said(agent: Client, row: Evidence, change: str) -> None:
    assert agent.get(f"/evidence/{row.pk}/{change}/").status_code == 405
    assert agent.post(f"/evidence/{row.pk + 99}/{change}/").status_code == 404
