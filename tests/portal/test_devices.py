"""Writing and voting under no name, where the owner allows it: kept as of one browser, joined to whoever it turns out to be."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.decide.commands import record_decision, vote
from wellheard.decide.models import Evidence, EvidenceItem, Follower, Idea, Vote
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Vendor

pytestmark = pytest.mark.django_db
WORDS = "I lose my work when the signal goes."


@pytest.fixture
def anybody() -> Iterator[Callable[[str], None]]:
    """Let anybody write, or write and vote."""

    def allow(voices: str) -> None:
        Vendor.objects.update_or_create(pk=1, defaults={"voices": voices})
        forget()

    yield allow
    forget()


@pytest.fixture
def idea() -> Idea:
    return make_idea("Work offline", is_public=True)


def _post(client: Client, words: str = WORDS) -> Any:
    return client.post("/portal/posts/", {"words": words, "quotable": "named"})


def _vote(client: Client, idea: Idea, wish: str = "yes") -> Any:
    return client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": wish})


def test_nobody_votes_under_no_name_unless_the_owner_says_so(client: Client, idea: Idea) -> None:
    assert _vote(client, idea)["Location"] == "/portal/sign-in/"
    assert _post(client)["Location"] == "/portal/sign-in/"
    assert not Contact.objects.exists()


def test_words_under_no_name_are_kept_and_nothing_is_promised_that_cannot_be_kept(
    client: Client, anybody: Callable[[str], None], run_jobs: Callable[[], None]
) -> None:
    anybody("posts")
    assert _post(client)["Location"] == "/portal/thanks/"
    _post(client, "And the map is blank.")
    run_jobs()

    device = Contact.objects.get()
    assert device.identities.get().kind == "device"
    assert set(Feedback.objects.values_list("contact", flat=True)) == {device.pk}
    assert "Everybody who writes and leaves an address hears back" in client.get("/portal/").text
    page = client.get("/portal/thanks/").text
    assert "You left no address, so we cannot write to you." in page
    assert "Leave an address after all" in page
    assert not OutgoingMail.objects.exists()
    assert WORDS in client.get("/portal/mine/").text


def test_who_may_write_may_not_vote_unless_the_owner_says_that_too(
    client: Client, anybody: Callable[[str], None], idea: Idea
) -> None:
    anybody("posts")
    _post(client)

    assert _vote(client, idea)["Location"] == "/portal/sign-in/"
    assert not Vote.objects.exists()


def test_a_browser_votes_once_and_takes_it_back(client: Client, anybody: Callable[[str], None], idea: Idea) -> None:
    anybody("all")
    _vote(client, idea)
    _vote(client, idea)
    _vote(Client(), idea)
    assert Vote.objects.count() == 2
    _vote(client, idea, "no")

    assert Vote.objects.count() == 1


def test_nothing_is_owed_to_a_browser(
    client: Client, anybody: Callable[[str], None], idea: Idea, run_jobs: Callable[[], None]
) -> None:
    anybody("all")
    _vote(client, idea)
    idea.refresh_from_db()
    record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome="yes",
        reason="Many need it.",
        public_reason="Many need it.",
        by=make_staff(),
    )
    run_jobs()

    assert not Answer.objects.exists()


def test_the_code_joins_words_and_votes_to_the_person_without_doubling_any(
    client: Client,
    anybody: Callable[[str], None],
    idea: Idea,
    prove: Callable[[Client, str], None],
    run_jobs: Callable[[], None],
) -> None:
    anybody("all")
    acme, other = make_company(), make_idea("Dark mode", is_public=True)
    ada = make_contact(email="ada@example.com", company=acme)
    vote(idea_id=idea.pk, contact=ada)
    client.post(f"/portal/ideas/{idea.pk}/comments/", {"words": WORDS, "quotable": "no"})
    _vote(client, idea)
    _vote(client, other)
    client.post(f"/portal/ideas/{other.pk}/importance/", {"importance": 3, "needed_by": "2030-01-31"})
    prove(client, "ada@example.com")
    run_jobs()

    said = Feedback.objects.get()
    assert (said.contact, said.company) == (ada, acme)
    assert list(Vote.objects.order_by("idea").values_list("contact", "idea")) == [(ada.pk, idea.pk), (ada.pk, other.pk)]
    standing = Evidence.objects.standing()
    assert {row.company for row in standing} == {acme}
    assert standing.count() == 2
    row = EvidenceItem.objects.get(vote__idea=other).evidence
    assert (row.importance, row.importance_set_by, str(row.needed_by)) == (3, "customer", "2030-01-31")
    idea.refresh_from_db()
    assert (idea.vote_count, idea.company_count, idea.contact_count) == (1, 1, 1)
    assert [answer.occasion for answer in Answer.objects.all()] == ["acknowledged"]
    assert Contact.objects.get() == ada
    assert set(Follower.objects.following().values_list("contact", flat=True)) == {ada.pk}


def test_after_signing_out_the_browser_is_somebody_new(
    client: Client, anybody: Callable[[str], None], prove: Callable[[Client, str], None]
) -> None:
    anybody("posts")
    _post(client)
    prove(client, "ada@example.com")
    client.post("/portal/session/end/")
    _post(client, "Said by the next one at this desk.")

    ada = Contact.objects.get(identities__kind="email")
    assert Feedback.objects.get(words=WORDS).contact == ada
    assert Feedback.objects.exclude(words=WORDS).get().contact != ada


def test_a_device_that_is_a_persons_speaks_for_nobody(client: Client, anybody: Callable[[str], None]) -> None:
    anybody("posts")
    _post(client)
    ContactIdentity.objects.create(contact=Contact.objects.get(), kind="email", value="ada@example.com")

    assert client.get("/portal/mine/")["Location"] == "/portal/sign-in/"
    _post(client, "Something else")
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("address", ["/portal/ideas/{}/following/", "/portal/changelog/subscription/"])
def test_mail_is_for_who_has_an_address(
    client: Client, anybody: Callable[[str], None], idea: Idea, address: str
) -> None:
    anybody("all")
    _post(client)

    assert client.post(address.format(idea.pk), {"wish": "yes"})["Location"] == "/portal/sign-in/"
    assert client.get("/portal/sign-in/").status_code == 200


def test_a_wish_keeps_its_day_when_it_turns_out_whose_it_is(
    client: Client, anybody: Callable[[str], None], idea: Idea, prove: Callable[[Client, str], None]
) -> None:
    anybody("all")
    _vote(client, idea)
    day = clock.now() - timedelta(days=40)
    Vote.objects.update(voted_at=day)

    prove(client, "ada@work.example")

    assert Vote.objects.get().voted_at == day
    assert Evidence.objects.standing().get().first_at == day
