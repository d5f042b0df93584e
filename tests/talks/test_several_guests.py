"""Of the notes of a talk with several guests each is handed out, and erased, what is their own."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_contact, make_staff
from tests.talks.stories import customer, plan
from wellheard.customers.commands import erase_contact, merge_contacts
from wellheard.customers.erasing import everything_of, person_of
from wellheard.customers.models import Contact
from wellheard.listen.interviews.commands import mark_quote, note_interview
from wellheard.listen.interviews.models import Interview

pytestmark = pytest.mark.django_db

NOTES = (
    "Ada Byron: printing is slow, it takes\na minute a label.\n"
    "Ben wants maps. Write to ben.okri@acme.example (BEN OKRI decides), not to ada@acme.example.\n"
    "Benches are not meant; bend neither. Renewal is in May."
)


@pytest.fixture
def ada() -> Contact:
    return customer("Ada Byron")


@pytest.fixture
def ben(ada: Contact) -> Contact:
    return make_contact(company=ada.companies.get(), name="Ben Okri", email="ben.okri@acme.example")


@pytest.fixture
def talk(ada: Contact, ben: Contact) -> Interview:
    ada.identities.update(value="ada@acme.example")
    talk = plan(ada, ben, days=-2, title="Maps for Ben", place="At Ada's desk")
    talk = note_interview(interview_id=talk.pk, version=talk.version, notes=NOTES)
    said = {ada: "printing is slow, it takes a minute a label.", ben: "wants maps."}
    for contact, words in said.items():
        mark_quote(interview_id=talk.pk, words=words, contact=contact, quotable="no", by=None)
    return talk


def handed_out(contact: Contact) -> dict[str, str]:
    (told,) = everything_of(person_of(contact.pk))["talks"]
    return {name: str(told[name]) for name in ("title", "place", "notes")}


def test_what_is_handed_out_leaves_out_the_others(talk: Interview, ada: Contact, ben: Contact) -> None:
    told = handed_out(ada)
    assert told == {
        "title": "Maps for […]",
        "place": "At Ada's desk",
        "notes": "Ada Byron: printing is slow, it takes\na minute a label.\n"
        "[…] […] Write to […] ([…] decides), not to ada@acme.example.\n"
        "Benches are not meant; bend neither. Renewal is in May.",
    }
    told = handed_out(ben)
    assert told["place"] == "At […]'s desk"
    assert told["notes"].startswith("[…]: […]\nBen wants maps. Write to ben.okri@acme.example")
    assert "not to […]." in told["notes"]
    talk.refresh_from_db()
    assert talk.notes == NOTES


def test_the_page_of_everything_leaves_them_out_too(talk: Interview, ada: Contact, client: Client) -> None:
    client.force_login(make_staff())
    page = client.get(reverse("contact_export", args=[ada.pk])).text
    assert "printing is slow" in page
    assert "Okri" not in page
    assert talk.notes == NOTES


def test_erasing_one_guest_keeps_the_notes_of_the_others(talk: Interview, ada: Contact, ben: Contact) -> None:
    erase_contact(contact_id=ben.pk)
    talk.refresh_from_db()
    assert talk.title == "Maps for (erased)"
    assert talk.notes == (
        "Ada Byron: printing is slow, it takes\na minute a label.\n"
        "(erased) (erased) Write to (erased) ((erased) decides), not to ada@acme.example.\n"
        "Benches are not meant; bend neither. Renewal is in May."
    )
    assert handed_out(ada)["notes"] == talk.notes


def test_with_the_last_guest_the_notes_go_whole(talk: Interview, ada: Contact, ben: Contact) -> None:
    for contact in (ben, ada):
        erase_contact(contact_id=contact.pk)
    talk.refresh_from_db()
    assert (talk.title, talk.place, talk.notes) == ("", "", "(erased)")


def test_who_was_joined_to_somebody_is_that_somebody(talk: Interview, ada: Contact, ben: Contact) -> None:
    benjamin = make_contact(company=ada.companies.get(), name="Benjamin O.")
    merge_contacts(kept_id=benjamin.pk, gone_id=ben.pk, by=make_staff())
    assert "Ben wants maps" in handed_out(benjamin)["notes"]
    erase_contact(contact_id=benjamin.pk)
    talk.refresh_from_db()
    for gone in ("Ben ", "wants maps", "ben.okri", "OKRI"):
        assert gone not in talk.notes
    assert "printing is slow" in talk.notes


@pytest.mark.parametrize(
    ("name", "notes", "left"),
    [
        ("王伟", "我和王伟谈过。", "我和[…]谈过。"),
        ("Li van der Berg", "The van is full; Berg and Li van  der Berg agree.", "The van is full; […] and […] agree."),
        ("Will Mark", "Will he mark it? I asked will mark.", "[…] he mark it? I asked […]."),
        ("Ada King", "Ada and King spoke.", "Ada and […] spoke."),
        ("(", "A smile (", "A smile […]"),
    ],
)
def test_names_are_found_as_words_of_their_own(name: str, notes: str, left: str, ada: Contact) -> None:
    other = make_contact(company=ada.companies.get(), name=name, email="")
    talk = plan(ada, other, days=-1, title="", place="")
    note_interview(interview_id=talk.pk, version=talk.version, notes=notes)
    assert handed_out(ada)["notes"] == left
