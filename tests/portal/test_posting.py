"""Telling us something: the words are stored before anything else is asked."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.makers import make_company, make_contact, make_idea
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import place_feedback
from wellheard.listen.models import Feedback, Suspect
from wellheard.web.portal import limits

WORDS = "I lose my work when the signal goes."


def _post(client: Client, words: str = WORDS, **fields: str) -> Any:
    return client.post("/portal/posts/", {"words": words, "quotable": "no"} | fields)


def _post_by_script(client: Client, words: str = WORDS) -> Any:
    return client.post("/portal/posts/", {"words": words, "quotable": "no"}, headers={"HX-Request": "true"})


def test_words_are_stored_before_we_know_who_says_them(client: Client) -> None:
    answer = _post(client, quotable="unnamed")

    said = Feedback.objects.get()
    assert (said.words, said.source, said.quotable, said.contact) == (WORDS, "portal", "unnamed", None)
    assert answer["Location"] == "/portal/sign-in/"
    page = client.get("/portal/sign-in/").text
    assert "Where may we answer you?" in page
    assert WORDS in page


def test_whoever_never_types_the_code_is_heard_all_the_same(client: Client, run_jobs: Callable[[], None]) -> None:
    _post(client)
    client.post("/portal/codes/", {"email": "ada@example.com"})
    run_jobs()

    assert Feedback.objects.get().words == WORDS
    page = client.get("/portal/thanks/").text
    assert "You left no address" in page
    assert WORDS in page


def test_the_code_gives_the_words_to_their_author_who_is_told_once_that_we_have_them(
    client: Client, prove: Callable[[Client, str], None], run_jobs: Callable[[], None]
) -> None:
    acme = make_company()
    ada = make_contact(email="ada@example.com", company=acme)
    _post(client)
    run_jobs()
    prove(client, "Ada@Example.com")
    run_jobs()

    said = Feedback.objects.get()
    assert (said.contact, said.company) == (ada, acme)
    told = Answer.objects.get()
    assert (told.contact, told.occasion, told.state) == (ada, "acknowledged", "sent")
    assert WORDS in OutgoingMail.objects.get(key=f"answer:{told.pk}").body
    page = client.get("/portal/thanks/").text
    assert "We have heard you" in page
    assert "within 24 hours" in page
    assert WORDS in page


def test_several_posts_and_a_vote_wait_for_the_same_code(client: Client, prove: Callable[[Client, str], None]) -> None:
    idea = make_idea("Work offline", is_public=True)
    _post(client)
    _post(client, "And the map is blank.")
    client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"})
    prove(client, "ada@example.com")

    ada = Contact.objects.get()
    assert list(Feedback.objects.values_list("contact", flat=True)) == [ada.pk, ada.pk]
    assert idea.votes.get().contact == ada


def test_who_is_signed_in_is_not_asked_again(
    visiting: Callable[[Contact], Client], run_jobs: Callable[[], None]
) -> None:
    ada = make_contact(company=make_company())
    client = visiting(ada)
    answer = _post(client, quotable="named")
    run_jobs()

    assert answer["Location"] == "/portal/thanks/"
    said = Feedback.objects.get()
    assert (said.contact, said.company, said.quotable) == (ada, ada.companies.get(), "named")
    assert Answer.objects.get().state == "sent"


def test_a_double_click_is_heard_once(client: Client) -> None:
    once = client.get("/portal/").context["form"]["once"].value()
    _post(client, once=once)
    _post(client, once=once)

    assert Feedback.objects.count() == 1


def test_going_back_and_saying_something_else_is_heard_too(client: Client) -> None:
    once = client.get("/portal/").context["form"]["once"].value()
    _post(client, once=once)
    _post(client, "Something else.", once=once)

    assert Feedback.objects.count() == 2


def test_every_form_has_a_token_of_its_own(client: Client) -> None:
    tokens = {client.get("/portal/").context["form"]["once"].value() for _time in range(3)}

    assert len(tokens) == 3


def test_a_form_without_token_or_with_a_strange_one_is_heard(client: Client) -> None:
    for once in ("", "\x00", "<b>", "x" * 5000):
        assert _post(client, once=once).status_code == 302

    assert Feedback.objects.count() == 4


def test_nobody_takes_over_what_somebody_else_said_by_sending_their_form_again(
    client: Client, visiting: Callable[[Contact], Client], prove: Callable[[Client, str], None]
) -> None:
    ada = make_contact()
    _post(visiting(ada), once="known")
    _post(client, once="known")
    prove(client, "eve@example.com")

    assert Feedback.objects.get().contact == ada


def test_what_one_of_us_found_an_author_for_meanwhile_keeps_it(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    bob = make_contact()
    _post(client)
    place_feedback(feedback_id=Feedback.objects.get().pk, contact=bob)
    prove(client, "ada@example.com")

    assert Feedback.objects.get().contact == bob


@pytest.mark.parametrize("words", ["", "   \n ", "\x00\x01", "\u200b\u200e\u2066", "\ufeff"])
def test_nothing_is_stored_without_words(client: Client, words: str) -> None:
    answer = _post(client, words)

    assert answer.status_code == 422
    assert "There are no words in this yet." in answer.text
    assert not Feedback.objects.exists()


def test_words_beyond_twenty_thousand_characters_are_not_cut_but_sent_back(client: Client) -> None:
    assert _post(client, "ж" * 20_000).status_code == 302
    answer = _post(client, "ж" * 20_001)

    assert answer.status_code == 422
    assert "This is 20001 characters long, the most is 20000." in answer.text
    assert "ж" * 20_001 in answer.text
    assert Feedback.objects.count() == 1


def test_a_body_of_ten_megabytes_is_refused(client: Client) -> None:
    answer = _post(client, "x" * 10_000_000)

    assert answer.status_code in {400, 413}
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("{{ settings.SECRET_KEY }} {% debug %}", "{{ settings.SECRET_KEY }} {% debug %}"),
        ("invoice \u202efdp.exe", "invoice fdp.exe"),
        ("zero\u200bwidth", "zero\u200bwidth"),
        ("**bold** [x](javascript:alert(1))", "**bold** [x](javascript:alert(1))"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_hostile_words_are_kept_and_shown_as_words(client: Client, typed: str, kept: str) -> None:
    _post(client, typed)

    assert Feedback.objects.get().words == kept
    page = client.get("/portal/sign-in/").text
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert 'dir="auto"' in page


def test_a_lone_surrogate_in_the_form_stops_nothing(client: Client) -> None:
    body = b"words=bad+%ED%A0%80+end&quotable=no"
    answer = client.post("/portal/posts/", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 302
    assert Feedback.objects.get().words.startswith("bad")


def test_an_unknown_choice_of_readers_is_said_and_nothing_is_lost(client: Client) -> None:
    answer = _post(client, quotable="everyone")

    assert answer.status_code == 422
    assert "Choose who may read it." in answer.text
    assert WORDS in answer.text
    assert not Feedback.objects.exists()


def test_a_field_people_do_not_see_gives_a_machine_away_and_a_persons_words_are_kept(client: Client) -> None:
    answer = _post(client, website="https://spam.example")

    assert answer.status_code == 302
    assert "one of us reads it first" in client.get("/portal/").text
    assert not Feedback.objects.exists()
    assert (Suspect.objects.get().words, Suspect.objects.get().reason) == (WORDS, "trap")


@time_machine.travel("2026-03-02 10:01", tick=False)
def test_a_flood_is_stopped_with_the_words_still_in_the_form(client: Client) -> None:
    _post(client, "The first opens the session.")
    for number in range(limits.POSTS.most):
        assert _post(client, f"Number {number}").status_code == 302
    answer = _post(client, "One too many.")

    assert answer.status_code == 429
    assert "That is a lot at once." in answer.text
    assert "One too many." in answer.text
    assert not Feedback.objects.filter(words="One too many.").exists()
    assert _post(Client(), "Somebody else.").status_code == 302


@time_machine.travel("2026-03-02 10:01", tick=False)
def test_one_address_cannot_drown_us_by_forgetting_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "POSTS", limits.Limit("posts", most=10, most_from_address=3))
    for _number in range(3):
        assert _post(Client()).status_code == 302

    assert _post(Client()).status_code == 429


def test_a_post_from_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)

    assert _post(client).status_code == 403
    assert not Feedback.objects.exists()


def test_reading_posts_is_no_page(client: Client) -> None:
    assert client.get("/portal/posts/").status_code == 405
    assert client.post("/portal/thanks/").status_code == 405
    assert client.get("/portal/thanks/")["Location"] == "/portal/"


def test_a_script_gets_the_next_step_in_place(client: Client, visiting: Callable[[Contact], Client]) -> None:
    wrong = _post_by_script(client, "")
    asked = _post_by_script(client)
    known = _post_by_script(visiting(make_contact()))

    assert wrong.status_code == 422
    assert 'id="ask"' in wrong.text
    assert "<html" not in wrong.text
    assert "Where may we answer you?" in asked.text
    assert "<html" not in asked.text
    assert known["HX-Redirect"] == "/portal/thanks/"


def test_words_that_were_not_sent_are_still_there_after_voting_instead(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    idea = make_idea(is_public=True)
    client.post(
        f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes", "words": "Half a thou"}, headers={"HX-Request": "true"}
    )
    assert "Half a thou</textarea>" in client.get("/portal/").text
    prove(client, "ada@example.com")
    assert "Half a thou</textarea>" in client.get("/portal/").text

    _post(client, "Half a thought.")
    assert "Half a thou" not in client.get("/portal/").text
