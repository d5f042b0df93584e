"""Spam is kept apart and never lost: nobody counts it, files it or answers it until one of us lets it in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.models import Comment, EvidenceItem
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.queries import waiting_counts
from wellheard.listen.models import Feedback, Suspect
from wellheard.web.portal import commands
from wellheard.web.portal.suspicion import MOST_ALIKE
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Vendor

pytestmark = pytest.mark.django_db
LINKS = "Buy at https://a.example and www.b.example and HTTP://c.example now"


@pytest.fixture
def owner_sets() -> Any:
    """Set what the owner may set; forgotten afterwards."""

    def set_it(**wanted: object) -> None:
        Vendor.objects.update_or_create(pk=1, defaults=wanted)
        forget()

    yield set_it
    forget()


def _post(client: Client, words: str, **fields: str) -> Any:
    return client.post("/portal/posts/", {"words": words, "quotable": "named"} | fields)


def test_a_post_with_many_links_is_set_aside_and_counts_nowhere(
    client: Client, run_jobs: Callable[[], None], visiting: Callable[[Contact], Client]
) -> None:
    browser = visiting(make_contact(email="ada@example.com"))
    answer = _post(browser, LINKS)
    _post(browser, LINKS)
    run_jobs()

    assert answer["Location"] == "/portal/"
    assert "one of us reads it first" in browser.get("/portal/").text
    assert [suspect.reason for suspect in Suspect.objects.all()] == ["links", "links"]
    assert not Feedback.objects.exists()
    assert not Answer.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert waiting_counts()["unfiled"] == 0


def test_a_double_click_is_set_aside_once(client: Client) -> None:
    _post(client, LINKS, once="same")
    _post(client, LINKS, once="same")

    assert Suspect.objects.count() == 1


@pytest.mark.parametrize(("most", "kept"), [(2, 0), (3, 1)])
def test_the_owner_says_how_many_links_are_many(client: Client, owner_sets: Any, most: int, kept: int) -> None:
    owner_sets(most_links=most)
    _post(client, LINKS)

    assert Feedback.objects.count() == kept


def test_the_same_long_text_again_and_again_is_set_aside_and_short_wishes_are_not() -> None:
    for _time in range(MOST_ALIKE + 1):
        _post(Client(), "Earn  MONEY at home, it is so easy.")
        _post(Client(), "Dark mode")

    assert Suspect.objects.get().reason == "repeated"
    assert Feedback.objects.filter(words="Dark mode").count() == MOST_ALIKE + 1


def test_let_in_it_is_feedback_of_its_author_and_is_acknowledged_once(
    run_jobs: Callable[[], None], visiting: Callable[[Contact], Client]
) -> None:
    ada, idea = make_contact(email="ada@example.com"), make_idea("Work offline", is_public=True)
    visiting(ada).post(f"/portal/ideas/{idea.pk}/comments/", {"words": LINKS, "quotable": "no"})
    suspect = Suspect.objects.get()
    commands.let_in(suspect_id=suspect.pk)
    commands.let_in(suspect_id=suspect.pk)
    run_jobs()

    said = Feedback.objects.get()
    assert (said.words, said.contact, said.heard_at) == (LINKS, ada, suspect.held_at)
    assert Comment.objects.get().feedback == said
    assert EvidenceItem.objects.get().idea == idea
    assert Answer.objects.get().occasion == "acknowledged"


def test_who_proves_an_address_is_known_to_have_said_what_was_set_aside(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    _post(client, LINKS)
    prove(client, "ada@example.com")

    assert Suspect.objects.get().contact == Contact.objects.get()


def test_a_trusted_author_is_read_at_once_and_a_newcomer_waits(
    owner_sets: Any, visiting: Callable[[Contact], Client]
) -> None:
    owner_sets(trusted_after=2)
    ada, ben = make_contact(), make_contact()
    for author, count in ((ada, 2), (ben, 1)):
        for _time in range(count):
            make_feedback(contact=author, source="portal", quotable="named", published_at=clock.now())
    _post(visiting(ada), "Adas third post")
    _post(visiting(ada), "For the team alone", quotable="no")
    _post(visiting(ben), "Bens second post")

    assert Feedback.objects.get(words="Adas third post").published_at
    assert not Feedback.objects.get(words="For the team alone").published_at
    assert not Feedback.objects.get(words="Bens second post").published_at


def test_nobody_is_trusted_unless_the_owner_says_so(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    for _time in range(5):
        make_feedback(contact=ada, source="portal", quotable="named", published_at=clock.now())
    _post(visiting(ada), "Another one")

    assert not Feedback.objects.get(words="Another one").published_at


def test_spam_that_staff_found_counts_nowhere() -> None:
    make_feedback("Buy", source="portal", set_aside_at=clock.now(), set_aside_reason="spam", set_aside_by=make_staff())

    assert not Feedback.objects.counted().exists()
