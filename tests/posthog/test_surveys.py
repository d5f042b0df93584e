"""Our surveys in the hands of PostHog's clients: offered, decided for each person, shown, answered."""

import re
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest

from tests.makers import make_company, make_contact, make_source, make_survey
from wellheard.connect.posthog import offers
from wellheard.connect.posthog.hearing import hear, hear_all, is_of_survey
from wellheard.connect.posthog.offering import as_script, with_pairs_drawn
from wellheard.connect.posthog.people import Person
from wellheard.connect.posthog.places import url_of
from wellheard.connect.posthog.whom import whom_of
from wellheard.customers.commands import erase_contact
from wellheard.customers.commands.identity_keys import make_identity_secret
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.listen.sources.queries import KnownSource, known
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Display, PairVote, Response, Survey

pytestmark = pytest.mark.django_db

DEVICE = "0199a3c2-7a51-7b1e-8f4a-5c1d2e3f4a5b"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    offers.forget()


@pytest.fixture
def source() -> KnownSource:
    return known(make_source(kind="browser")[0])


def somebody(external_id: str = "user-7") -> Contact:
    contact = make_contact(company=make_company(), created_at=clock.now() - timedelta(days=90))
    ContactIdentity.objects.create(contact=contact, kind=ContactIdentity.Kind.EXTERNAL, value=external_id)
    return contact


@pytest.fixture
def server() -> KnownSource:
    return known(make_source(kind="server")[0])


def token_of(external_id: str, *, minutes: int = 10) -> str:
    """Return what the vendor's server signs for somebody."""
    key, secret = make_identity_secret(name="Product", audience="wellheard", by=None)
    claims = {"sub": external_id, "aud": "wellheard", "exp": int(time.time()) + 60 * minutes}
    return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": key.key_id})


def flags(source: KnownSource, person: Person, token: str = "") -> dict[str, bool]:
    return offers.flags_for(whom_of(source, person, token=token).asked)


def said(name: str, survey: Survey, distinct_id: str = "user-7", /, **properties: Any) -> dict[str, Any]:
    fixed = {"$survey_id": str(survey.pk), "$device_id": DEVICE, "$is_identified": True, "$survey_iteration": 1}
    return {"event": name, "properties": {"distinct_id": distinct_id} | fixed | properties}


def offered(survey: Survey) -> dict[str, Any]:
    offers.forget()
    [found] = [one for one in offers.offered() if one["id"] == str(survey.pk)]
    return with_pairs_drawn(found)


def test_a_survey_is_offered_behind_a_flag_of_its_own_and_without_its_name() -> None:
    survey = make_survey("nps", name="Churn risk", percent=100)
    make_survey("nps", is_running=False)
    make_survey("nps", channels=["email"])

    [found] = offers.offered()

    assert found["internal_targeting_flag_key"] == f"survey-targeting-{survey.pk}"
    assert (found["schedule"], found["current_iteration"]) == ("recurring", 1)
    assert "Churn" not in str(found)
    assert [(one["id"], one["type"], one.get("scale")) for one in found["questions"]] == [
        ("q-nps", "rating", 10),
        ("q-why", "open", None),
    ]
    assert found["questions"][1]["optional"]


def test_only_who_is_chosen_may_be_shown_it(server: KnownSource) -> None:
    survey = make_survey("nps", audience=Survey.Audience.KNOWN)
    somebody("user-7")
    flag = f"survey-targeting-{survey.pk}"

    assert flags(server, Person("user-7", DEVICE)) == {flag: True}
    assert flags(server, Person("user-8", DEVICE)) == {flag: False}
    assert flags(server, Person("", DEVICE)) == {flag: False}


def test_who_was_shown_it_may_not_be_shown_it_again(server: KnownSource) -> None:
    survey = make_survey("nps", audience=Survey.Audience.KNOWN)
    somebody()
    hear(server, said("survey dismissed", survey))

    assert list(flags(server, Person("user-7", "another device")).values()) == [False]


def test_a_showing_an_answer_and_its_end_are_one_response(server: KnownSource) -> None:
    survey, contact = make_survey("nps"), somebody()
    first = {"$survey_submission_id": "s-1", "$survey_completed": False, "$survey_response_q-nps": 3}
    whole = first | {"$survey_completed": True, "$survey_response_q-nps": 4, "$survey_response_q-why": "Too slow."}

    for event in (
        said("survey shown", survey),
        said("survey sent", survey, **first),
        said("survey sent", survey, **whole),
        said("survey sent", survey, **whole),
        said("survey sent", survey, **first),
        said("survey shown", survey),
    ):
        hear(server, event)

    display, response = Display.objects.get(), Response.objects.get()
    assert (display.state, display.contact, response.display) == ("completed", contact, display)
    assert (response.score, response.is_complete, response.contact) == (4, True, contact)
    assert response.items.get(question__key="why").words == "Too slow."
    assert response.company is not None


def test_a_page_that_says_who_it_is_tells_nothing_of_them_and_answers_as_nobody(source: KnownSource) -> None:
    survey = make_survey("nps", audience=Survey.Audience.KNOWN)
    everybodys = make_survey("nps", audience=Survey.Audience.ANYBODY)
    contact = somebody("user-7")
    ContactIdentity.objects.create(contact=contact, kind=ContactIdentity.Kind.DEVICE, value=DEVICE)

    for person in (Person("user-7", DEVICE), Person("user-8", DEVICE), Person("", DEVICE)):
        asked = flags(source, person)
        assert (asked[f"survey-targeting-{survey.pk}"], asked[f"survey-targeting-{everybodys.pk}"]) == (False, True)
    hear(source, said("survey sent", everybodys, **{"$survey_response_q-nps": 0}))

    response = Response.objects.get()
    assert (response.score, response.contact, response.company, response.device) == (0, None, None, DEVICE)


def test_a_signed_token_is_who_is_asked_and_who_answers(source: KnownSource) -> None:
    survey, contact = make_survey("nps", audience=Survey.Audience.KNOWN), somebody("user-7")
    token = token_of("user-7")

    # The token counts, not what else the page says.
    assert list(flags(source, Person("user-8", DEVICE), token).values()) == [True]
    answer = {"$survey_response_q-nps": 9, "$set": {"wellheard_token": token}}
    hear(source, said("survey sent", survey, "user-8", **answer))

    response = Response.objects.get()
    assert (response.score, response.contact, response.company) == (9, contact, contact.memberships.get().company)
    assert token not in str(response.attributes)


@pytest.mark.parametrize("wrong", ["expired", "forged", "nonsense", ""])
def test_a_token_that_is_not_good_is_nobodys_and_says_why(source: KnownSource, wrong: str) -> None:
    survey, good = make_survey("nps", audience=Survey.Audience.KNOWN), token_of("user-7")
    somebody("user-7")
    token = {
        "expired": token_of("user-7", minutes=-10),
        "forged": good[:-6] + ("AAAAAA" if good[-6:] != "AAAAAA" else "BBBBBB"),
        "nonsense": "wb_1",
    }.get(wrong, "")

    assert list(flags(source, Person("user-7", DEVICE), token).values()) == [False]
    assert "nobody knows" in whom_of(source, Person("user-7", DEVICE), token=token).doubt
    hear(source, said("survey sent", survey, **{"$survey_response_q-nps": 9, "wellheard_token": token}))
    assert Response.objects.get().contact is None


def test_who_was_erased_is_nobody_however_well_their_token_is_signed(source: KnownSource) -> None:
    make_survey("nps", audience=Survey.Audience.KNOWN)
    erase_contact(contact_id=somebody("user-7").pk)

    assert list(flags(source, Person("user-7", DEVICE), token_of("user-7")).values()) == [False]


def test_a_token_is_not_kept_with_what_waits(source: KnownSource) -> None:
    event = said("survey shown", make_survey("nps"), **{"$survey_id": "999999", "wellheard_token": "t0ken"})

    [(body, _reason)] = hear_all(source, [event | {"$set": {"wellheard_token": "t0ken"}}])

    assert b"t0ken" not in body


def test_an_answer_without_its_showing_is_one_too(source: KnownSource) -> None:
    survey = make_survey("nps")

    hear(source, said("survey sent", survey, DEVICE, **{"$survey_response": "9", "$is_identified": False}))
    hear(source, said("survey shown", survey, DEVICE, **{"$is_identified": False}))

    response = Response.objects.get()
    assert (response.score, response.contact, response.device) == (9, None, DEVICE)
    assert Display.objects.get().state == "completed"


def test_who_closes_it_or_leaves_half_way_is_noted(source: KnownSource) -> None:
    closed, left = make_survey("nps"), make_survey("nps")

    hear(source, said("survey dismissed", closed))
    hear(source, said("survey abandoned", left, **{"$survey_response_q-nps": 2, "$survey_submission_id": "s-1"}))

    assert Display.objects.get(survey=closed).state == "dismissed"
    assert Display.objects.get(survey=left).state == "abandoned"
    assert (Response.objects.get().score, Response.objects.get().is_complete) == (2, False)


def test_the_next_iteration_is_another_showing(source: KnownSource) -> None:
    survey = make_survey("nps")

    for iteration in (1, 1, 2):
        hear(source, said("survey shown", survey, **{"$survey_iteration": iteration}))

    assert Display.objects.count() == 2


def test_what_is_no_answer_of_ours_waits_with_its_reason(source: KnownSource) -> None:
    gone = {"event": "survey sent", "properties": {"$survey_id": "999999", "distinct_id": "u", "$survey_response": 1}}

    [(_body, reason)] = hear_all(source, [gone | {"event": "survey shown"}])

    assert "does not exist" in reason
    assert not is_of_survey(
        {"event": "survey sent", "properties": {"$survey_id": "0199a3c2-7a51-7b1e-8f4a-5c1d2e3f4a5b"}}
    )
    assert not is_of_survey({"event": "Invoice sent", "properties": {"$survey_id": "4"}})


def choices(kind: str) -> list[QuestionDraft]:
    texts = {
        "en": {"question": "Which?", "options": {"red": "Red", "blue": "Blue", "green": "Green"}},
        "de": {"question": "Welche?", "options": {"red": "Rot", "blue": "Blau", "green": "Grün"}},
    }
    options = [{"key": "red"}, {"key": "blue"}, {"key": "green"}]
    return [QuestionDraft(key="colour", kind=kind, texts=texts, options=options)]


@pytest.mark.parametrize(
    ("kind", "answer", "options", "words"),
    [
        ("choice", "Blau", ["blue"], ""),
        ("choice", "blue", ["blue"], ""),
        ("choice", "Mauve", [], "Mauve"),
        ("choices", ["Green", "Rot", "Mauve"], ["red", "green"], "Mauve"),
    ],
)
def test_a_choice_is_known_by_its_text_in_any_language(
    source: KnownSource, kind: str, answer: Any, options: list[str], words: str
) -> None:
    survey = make_survey(kind, questions=choices(kind), languages=["en", "de"])

    assert offered(survey)["questions"][0]["translations"]["de"]["choices"] == ["Rot", "Blau", "Grün"]
    hear(source, said("survey sent", survey, **{"$survey_response_q-colour": answer, "$survey_language": "de"}))

    item = Response.objects.get().items.get()
    assert (item.options, item.words) == (options, words)
    assert Response.objects.get().language == "de"


def test_of_a_pair_two_are_drawn_and_the_vote_says_which(source: KnownSource) -> None:
    survey = make_survey("pair", questions=choices("pair"), languages=["en", "de"])
    question = offered(survey)["questions"][0]

    hear(source, said("survey sent", survey, **{f"$survey_response_{question['id']}": question["choices"][1]}))

    vote = PairVote.objects.get()
    assert [vote.left, vote.right] == [f"option:{key}" for key in question["id"].split("|")[1:]]
    assert vote.chosen == "right"
    assert len(question["translations"]["de"]["choices"]) == 2


def test_answers_lead_where_they_lead_with_us() -> None:
    nps = QuestionDraft(
        "nps",
        "nps",
        {"en": {"question": "?"}},
        branches=[
            {"at_least": 9, "at_most": 10, "go": "praise"},
            {"at_most": 6, "go": "why"},
            {"go": "", "at_least": 7},
        ],
    )
    others = [QuestionDraft(key, "text", {"en": {"question": "?"}}) for key in ("why", "praise")]
    colour = choices("choice")[0]
    ending = QuestionDraft("end", "text", {"en": {"question": "?"}}, branches=[{"go": ""}])
    chosen = QuestionDraft(
        colour.key, colour.kind, colour.texts, colour.options, branches=[{"any_of": ["blue"], "go": ""}]
    )

    by_score = offered(make_survey("nps", questions=[nps, *others]))["questions"]
    by_choice = offered(make_survey("choice", questions=[chosen, ending]))["questions"]

    assert by_score[0]["branching"]["responseValues"] == {"detractors": 1, "passives": "end", "promoters": 2}
    assert by_choice[0]["branching"]["responseValues"] == {"1": "end"}
    assert by_choice[1]["branching"] == {"type": "end"}


@pytest.mark.parametrize(
    ("page", "fits", "fits_not"),
    [
        ("/billing", "https://app.example/billing/?x=1", "https://app.example/billing/new"),
        ("/billing*", "https://app.example/billing/new#top", "https://app.example/a/billing"),
        ("*/settings/*", "https://app.example/a/settings/b", "https://app.example/settings"),
        ("app.example/*", "https://app.example/x", "https://other.example/x"),
        ("https://app.example/", "https://app.example?x=1", "https://app.example/x"),
        ("/a.b", "https://app.example/a.b", "https://app.example/aXb"),
    ],
)
def test_pages_are_the_same_pages(page: str, fits: str, fits_not: str) -> None:
    condition = url_of([page])

    assert condition["urlMatchType"] == "regex"
    assert re.search(condition["url"], fits)
    assert not re.search(condition["url"], fits_not)
    assert url_of([]) == {}


def test_the_script_ends_no_page_early() -> None:
    assert "</script>" not in as_script({"surveys": "</script>"}, "wb_1")
