"""People nobody knows leave an address in the tab: tied to what they said once they proved it, and to nothing before."""

import re
import uuid
from collections.abc import Callable

import pytest

from tests.makers import make_contact
from tests.widget.conftest import Answer, Tab
from wellheard.answer.models import Answer as Told
from wellheard.customers.commands import erase_contact, merge_contacts
from wellheard.customers.models import Contact, ContactIdentity, EmailCode
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback, Suspect
from wellheard.web.widget import proving

WORDS = "When someone is ill I drag every job"
ADA = "ada@example.com"


def digits() -> str:
    mail = OutgoingMail.objects.filter(subject__contains="is your code").order_by("-pk")[0]
    found = re.search(r"(\d{3}) (\d{3})", mail.body)
    assert found
    return found[1] + found[2]


def leave(tab: Tab, said: Answer, email: str = ADA) -> Answer:
    step = said["next"]
    return tab.post(str(step["path"]), {"value": email, "about": step["about"]})


def prove(tab: Tab, said: Answer, email: str = ADA) -> Answer:
    step = leave(tab, said, email)["next"]
    return tab.post(str(step["path"]), {"value": digits(), "about": step["about"]})


def owner(email: str = ADA) -> Contact:
    return ContactIdentity.objects.get(kind="email", value=email).contact


def test_who_proves_an_address_hears_back_there_and_goes_on_in_the_tab(tab: Tab) -> None:
    tab.ask("How do I move a day?")
    said = tab.say(WORDS)
    assert said["next"]["label"] == "Where can we answer? (if you like)"

    sent = leave(tab, said)
    assert "We sent six digits to ada@example.com" in sent["text"]
    # Nothing is tied to an address that nobody proved.
    assert not ContactIdentity.objects.filter(kind="email").exists()
    assert owner_of(said).name == ""
    proved = tab.post("email/proof", {"value": f" {digits()[:3]} {digits()[3:]} ", "about": sent["next"]["about"]})

    assert proved["text"] == "You hear back here, and at ada@example.com."
    assert owner_of(said) == owner()
    assert Conversation.objects.get().participants.get().contact == owner()
    # They are told there that they were heard.
    assert Told.objects.get(feedback=Feedback.objects.get()).contact == owner()
    tab.token = proved["token"]
    assert tab.post("hello")["known"] is True
    assert [item["words"] for item in tab.get("mine")["items"]] == [WORDS, "How do I move a day?"]
    assert tab.say("I want it in blue and at once")["next"] is None


def owner_of(said: Answer) -> Contact:
    contact = Feedback.objects.get(pk=int(str(said["key"])[2:])).contact
    assert contact
    return contact


def test_what_somebody_we_know_told_us_is_not_shown_before_the_address_is_proved(tab: Tab) -> None:
    ada = make_contact(name="Ada", email=ADA)
    sent = leave(tab, tab.say(WORDS))
    # Whether we know an address is never told.
    assert sent.said.keys() == leave(tab, tab.say(f"{WORDS}!"), "nobody@example.com").said.keys()
    wrong = tab.post(
        "email/proof", {"value": "000000" if digits() != "000000" else "111111", "about": sent["next"]["about"]}
    )

    assert (wrong.status, wrong.kind) == (422, "invalid")
    assert "more tries" in wrong["detail"]
    assert not Feedback.objects.filter(contact=ada).exists()


def test_an_address_of_somebody_we_know_is_theirs_once_it_is_proved(tab: Tab) -> None:
    ada = make_contact(name="Ada", email=ADA)
    said = tab.say(WORDS)
    assert prove(tab, said).status == 200
    assert owner_of(said) == ada


def test_who_wants_no_number_leaves_an_address_for_what_they_just_said(tab: Tab) -> None:
    tab.device = ""
    said, other = tab.say(WORDS), tab.say("I want it in blue and at once")
    proved = prove(tab, said)
    assert owner_of(said) == owner()
    assert Feedback.objects.get(pk=int(str(other["key"])[2:])).contact is None
    tab.token = proved["token"]
    assert [item["words"] for item in tab.get("mine")["items"]] == [WORDS]


def test_what_looks_like_advertising_is_theirs_too(tab: Tab) -> None:
    said = tab.say("Cheap pills at https://a.example https://b.example https://c.example https://d.example now")
    assert str(said["key"]).startswith("s.")
    assert prove(tab, said).status == 200
    assert Suspect.objects.get().contact == owner()


def test_digits_are_good_once_and_a_double_click_changes_nothing(tab: Tab) -> None:
    said = tab.say(WORDS)
    step = leave(tab, said)["next"]
    typed = {"value": digits(), "about": step["about"]}
    assert tab.post("email/proof", typed).status == 200
    again = tab.post("email/proof", typed)
    assert again.status == 422
    assert "not valid any more" in again["detail"]
    assert Told.objects.count() == 1


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a" * 400 + "@example.com"])
def test_what_is_no_address_is_refused_in_a_sentence(tab: Tab, email: str) -> None:
    answer = leave(tab, tab.say(WORDS), email)
    assert (answer.status, answer["errors"][0]["pointer"]) == (422, "/value")
    assert not EmailCode.objects.exists()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef"])
def test_what_are_no_six_digits_are_refused_and_cost_no_try(tab: Tab, code: str) -> None:
    step = leave(tab, tab.say(WORDS))["next"]
    answer = tab.post("email/proof", {"value": code, "about": step["about"]})
    assert answer.status == 422
    assert "six digits" in answer["detail"]
    assert EmailCode.objects.get().tries == 0


@pytest.mark.parametrize("about", ["", "nonsense", "f.1"])
def test_what_we_did_not_sign_sends_nothing(tab: Tab, about: str) -> None:
    assert tab.post("email", {"value": ADA, "about": about}).status == 422
    assert not OutgoingMail.objects.exists()


def test_nobody_takes_what_somebody_else_said(tab: Tab) -> None:
    said = tab.say(WORDS)
    owner_before = owner_of(said)
    other = Tab(tab.key, device=str(uuid.uuid4()))
    assert prove(other, said, "eve@example.com").status == 200
    assert owner_of(said) == owner_before


def test_who_is_known_is_not_asked_for_an_address(tab: Tab, signed: Callable[..., str]) -> None:
    assert tab.post("hello")["features"]["email"] is True
    tab.token = signed("u-7")
    assert tab.post("hello")["features"]["email"] is False
    assert tab.say(WORDS)["next"] is None


def test_the_token_is_good_on_that_device_only_and_not_for_ever(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    token = prove(tab, tab.say(WORDS))["token"]
    elsewhere = Tab(tab.key, device=str(uuid.uuid4()), token=token)
    assert (elsewhere.post("hello").status, elsewhere.get("mine").kind) == (401, "token")
    tab.token = token
    assert tab.get("mine").status == 200
    monkeypatch.setattr(proving, "VALID_SECONDS", -1)
    assert "long ago" in tab.get("mine")["detail"]
    # Without it, the device of somebody known reads nothing.
    tab.token = ""
    assert tab.get("mine")["items"] == []


def test_who_was_joined_to_somebody_else_proves_their_address_anew(tab: Tab) -> None:
    tab.token = prove(tab, tab.say(WORDS))["token"]
    kept = make_contact(name="Ada Stone", email="ada.stone@example.com")
    merge_contacts(kept_id=kept.pk, gone_id=owner().pk, by=None)
    assert tab.get("mine").status == 401


def test_the_token_ends_with_who_was_erased(tab: Tab) -> None:
    tab.token = prove(tab, tab.say(WORDS))["token"]
    erase_contact(contact_id=owner().pk)
    assert tab.get("mine").status == 401


def test_who_asks_for_digits_again_and_again_is_told_to_wait(tab: Tab) -> None:
    step = tab.say(WORDS)["next"]
    for number in range(5):
        assert tab.post("email", {"value": f"a{number}@example.com", "about": step["about"]}).status == 200
    assert tab.post("email", {"value": ADA, "about": step["about"]}).status == 429
    other = Tab(tab.key, device=str(uuid.uuid4()))
    assert other.post("email", {"value": ADA, "about": step["about"]}).status == 200
    impatient = other.post("email", {"value": ADA, "about": step["about"]})
    assert "half a minute" in impatient["detail"]
