"""Who a visitor is: an address and a code typed in place. Nothing tells whether we know an address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.makers import make_contact, make_idea, make_staff
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.decide.commands import hide_idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.web.portal import limits
from wellheard.workspace.models import Staff, Vendor

FRAGMENT = {"HX-Request": "true"}


def _ask_for_code(client: Client, email: str = "ada@example.com", **fields: str) -> str:
    return client.post("/portal/codes/", {"email": email} | fields, follow=True).text


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_code_signs_in_and_makes_the_address_a_contact(client: Client, mailed_code: Callable[[], str]) -> None:
    Vendor.objects.update_or_create(pk=1, defaults={"name": "Northwind"})
    assert "We sent six digits to <b>ada@example.com</b>" in _ask_for_code(client, name="Ada  Stone")
    assert "Northwind" in OutgoingMail.objects.get().subject

    answer = client.post("/portal/session/", {"code": mailed_code()})

    ada = Contact.objects.get()
    assert answer["Location"] == "/portal/mine/"
    assert ada.name == "Ada Stone"
    assert ada.identities.get().verified_at
    assert client.session["contact_id"] == ada.pk
    assert "Ada Stone" in client.get("/portal/").text


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1}\u200b ", "code {0}{1}"])
def test_the_code_may_be_typed_as_people_copy_it(client: Client, mailed_code: Callable[[], str], typed: str) -> None:
    _ask_for_code(client)
    code = mailed_code()

    assert client.post("/portal/session/", {"code": typed.format(code[:3], code[3:])}).status_code == 302


def test_digits_of_other_scripts_are_digits(client: Client, mailed_code: Callable[[], str]) -> None:
    _ask_for_code(client)
    fullwidth = "".join(chr(0xFF10 + int(digit)) for digit in mailed_code())

    assert client.post("/portal/session/", {"code": fullwidth}).status_code == 302


def test_a_wrong_code_says_how_many_tries_are_left(client: Client, mailed_code: Callable[[], str]) -> None:
    _ask_for_code(client)
    wrong = _wrong(mailed_code())
    first = client.post("/portal/session/", {"code": wrong})
    for _time in range(3):
        client.post("/portal/session/", {"code": wrong})
    last = client.post("/portal/session/", {"code": wrong})
    right = client.post("/portal/session/", {"code": mailed_code()})

    assert first.status_code == 422
    assert "You have 4 more tries." in first.text
    assert "it was the last try" in last.text
    assert "Ask for a new one." in right.text
    assert "contact_id" not in client.session


def test_a_code_ends_after_ten_minutes(client: Client, mailed_code: Callable[[], str]) -> None:
    _ask_for_code(client)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        answer = client.post("/portal/session/", {"code": mailed_code()})

    assert answer.status_code == 422
    assert "not valid any more" in answer.text


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\x00", "²²²²²²", "9" * 5000])
def test_what_is_no_code_is_no_try(client: Client, mailed_code: Callable[[], str], code: str) -> None:
    _ask_for_code(client)

    assert client.post("/portal/session/", {"code": code}).status_code == 422
    wrong = client.post("/portal/session/", {"code": _wrong(mailed_code())})
    assert "4 more tries" in wrong.text


def test_a_code_without_an_address_leads_to_the_beginning(client: Client) -> None:
    assert client.post("/portal/session/", {"code": "123456"})["Location"] == "/portal/sign-in/"


def test_a_code_is_good_only_in_the_browser_that_asked_for_it(client: Client, mailed_code: Callable[[], str]) -> None:
    _ask_for_code(client)
    thief = Client()
    _ask_for_code(thief, "eve@example.com")
    ada_code = OutgoingMail.objects.get(to_address="ada@example.com").body.split("is ")[1][:7]

    assert thief.post("/portal/session/", {"code": ada_code}).status_code == 422
    assert "contact_id" not in thief.session


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.com", "a b@example.com", "\x00", "x" * 400 + "@example.com"]
)
def test_no_code_goes_to_what_is_no_address(client: Client, email: str) -> None:
    answer = client.post("/portal/codes/", {"email": email})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not OutgoingMail.objects.exists()


def test_a_line_break_in_an_address_writes_no_mail_to_others(client: Client) -> None:
    client.post("/portal/codes/", {"email": "ada@example.com\nBcc: all@example.com"})

    assert not OutgoingMail.objects.exists()


def test_known_and_unknown_addresses_read_the_same(client: Client) -> None:
    make_contact(email="known@example.com", name="Known Person")
    make_staff(email="staff@example.com")
    pages = [_ask_for_code(Client(), f"{name}@example.com").replace(name, "…") for name in ("known", "nobody", "staff")]

    without_tokens = {_without_tokens(page) for page in pages}
    assert len(without_tokens) == 1
    assert "Known Person" not in pages[0]


def test_the_session_gets_a_new_key_and_the_old_one_is_worth_nothing(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    client.post("/portal/posts/", {"words": "We need it.", "quotable": "no"})
    planted = client.session.session_key
    prove(client, "ada@example.com")

    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["wellheard_session"] = str(planted)
    assert "contact_id" not in thief.session


def test_signing_out_forgets_the_contact_and_what_was_typed(visiting: Callable[[Contact], Client]) -> None:
    client = visiting(make_contact(name="Ada Stone"))
    before = client.session.session_key

    assert client.post("/portal/session/end/")["Location"] == "/portal/"
    assert "Ada Stone" not in client.get("/portal/").text
    assert client.get("/portal/mine/")["Location"] == "/portal/sign-in/"
    assert client.session.session_key != before


def test_staff_stay_signed_in_beside_the_contact(
    signed_in: Callable[[Staff], Client], prove: Callable[[Client, str], None]
) -> None:
    ines = make_staff()
    client = signed_in(ines)
    prove(client, "ada@example.com")
    client.post("/portal/session/end/")

    assert client.session["_auth_user_id"] == str(ines.pk)


def test_a_contact_is_no_staff(visiting: Callable[[Contact], Client]) -> None:
    answer = visiting(make_contact()).get("/")

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_a_contact_who_is_gone_is_a_stranger(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact(name="Ada Stone")
    client = visiting(ada)
    ada.delete()

    assert client.get("/portal/mine/")["Location"] == "/portal/sign-in/"
    assert client.get("/portal/").status_code == 200


def test_a_contact_without_a_name_is_called_you(visiting: Callable[[Contact], Client]) -> None:
    assert '<span class="name">You</span>' in visiting(make_contact(name="")).get("/portal/").text


def test_a_vote_waits_for_the_code_and_leads_back_to_its_row(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    idea = make_idea("Work offline", is_public=True)
    asked = client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes", "next": "/portal/?order=new"})

    assert asked["Location"] == "/portal/sign-in/"
    assert not idea.votes.exists()
    assert "Your vote for “Work offline” counts" in client.get("/portal/sign-in/").text
    client.post("/portal/codes/", {"email": "ada@example.com"})
    code = OutgoingMail.objects.get().body.split("is ")[1][:7]
    back = client.post("/portal/session/", {"code": code})

    assert back["Location"] == f"/portal/?order=new&voted={idea.pk}#idea-{idea.pk}"
    assert idea.votes.get().contact == Contact.objects.get()
    assert "How much does this block you?" in client.get(back["Location"]).text
    assert Fact.objects.get(name="idea.voted").actor_type == Fact.Actor.CONTACT


def test_a_vote_for_an_idea_that_was_hidden_meanwhile_is_dropped(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    idea = make_idea(is_public=True)
    client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"})
    hide_idea(idea_id=idea.pk)
    prove(client, "ada@example.com")

    assert not idea.votes.exists()


def test_using_another_address_changes_nothing_by_looking(client: Client, mailed_code: Callable[[], str]) -> None:
    _ask_for_code(client)

    assert "Your e-mail address" in client.get("/portal/sign-in/?other").text
    assert client.post("/portal/session/", {"code": mailed_code()}).status_code == 302


def test_asking_again_at_once_says_to_wait(client: Client) -> None:
    _ask_for_code(client)
    answer = client.post("/portal/codes/", {"email": "ada@example.com"})

    assert answer.status_code == 422
    assert "Wait half a minute" in answer.text
    assert OutgoingMail.objects.count() == 1


@time_machine.travel("2026-03-02 10:01", tick=False)
def test_one_visitor_cannot_have_codes_mailed_to_everybody(client: Client) -> None:
    for number in range(limits.CODES.most + 1):
        assert client.post("/portal/codes/", {"email": f"ada{number}@example.com"}).status_code == 302
    answer = client.post("/portal/codes/", {"email": "one.more@example.com"})

    assert answer.status_code == 429
    assert "Wait 10 minutes" in answer.text
    assert not OutgoingMail.objects.filter(to_address="one.more@example.com").exists()


def test_who_is_signed_in_already_is_led_on(visiting: Callable[[Contact], Client]) -> None:
    assert visiting(make_contact()).get("/portal/sign-in/")["Location"] == "/portal/mine/"


def test_a_script_gets_each_step_in_place(client: Client, mailed_code: Callable[[], str]) -> None:
    step = client.post("/portal/codes/", {"email": "ada@example.com"}, headers=FRAGMENT)
    wrong = client.post("/portal/session/", {"code": _wrong(mailed_code())}, headers=FRAGMENT)
    right = client.post("/portal/session/", {"code": mailed_code()}, headers=FRAGMENT)

    assert "one-time-code" in step.text
    assert "<html" not in step.text + wrong.text
    assert wrong.status_code == 422
    assert right["HX-Redirect"] == "/portal/mine/"


@pytest.mark.parametrize("path", ["codes", "session", "session/end"])
def test_signing_in_and_out_only_by_posting_from_our_own_pages(path: str) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.get(f"/portal/{path}/").status_code == 405
    assert client.post(f"/portal/{path}/", {"email": "ada@example.com"}).status_code == 403
    assert client.post("/portal/sign-in/").status_code in {403, 405}
    assert not ContactIdentity.objects.exists()


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken": )[^>]*', "", page)
