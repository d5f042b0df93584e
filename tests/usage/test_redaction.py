"""What must not be kept is taken out before anything is written, and an owner's pattern cannot keep us busy."""

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.makers import make_arrived
from wellheard.foundation import clock
from wellheard.listen.usage import arriving
from wellheard.listen.usage.models import ArrivedEvent, OwnPattern, Redaction
from wellheard.listen.usage.patterns import PatternError, compiled
from wellheard.listen.usage.redaction import Rules, _without_card, is_refused

ALL = Rules()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"to": "write ada@acme.example now"}, {"to": "write [redacted] now"}),
        ({"card": "4111 1111 1111 1111"}, {"card": "[redacted]"}),
        ({"card": 4111111111111111}, {"card": "[redacted]"}),
        ({"order": "4111 1111 1111 1112"}, {"order": "4111 1111 1111 1112"}),
        ({"at": 1700000000000, "version": "1.2.3"}, {"at": 1700000000000, "version": "1.2.3"}),
        ({"ip": "203.0.113.9", "$ip": "203.0.113.9", "tip": 5}, {"tip": 5}),
        ({"password": "hush", "user_token": "t"}, {"password": "[redacted]", "user_token": "[redacted]"}),
        ({"tokens_used": 5}, {"tokens_used": 5}),
        ({"deep": [{"iban": "DE1", "note": ["b@c.example"]}]}, {"deep": [{"iban": "[redacted]", "note": ["[redacted]"]}]}),
        ({"n": 1.5, "yes": True, "none": None}, {"n": 1.5, "yes": True, "none": None}),
    ],
)  # fmt: skip
def test_what_must_not_be_kept_is_taken_out(said: object, kept: object) -> None:
    assert json.loads(ALL.json(json.dumps(said))) == kept


def test_what_is_written_in_another_way_is_found_too() -> None:
    assert json.loads(ALL.json('{"a": "ada\\u0040acme.example"}')) == {"a": "[redacted]"}


@pytest.mark.parametrize(
    "name",
    ["PassPhrase", "x.PASSWD", "paſſword", "API_KEY", "apiKEY", "api\u212aey", "AuthorIzation", "authorızation",
     "AUTHORİZATION", "IBAN", "ıban", "Credit_Card", "cardNumber", "SSN", "ſsn", "Cvv", "cvc", "my-Secret", "TOKEN"],
)  # fmt: skip
def test_a_secret_is_found_however_its_name_is_written(name: str) -> None:
    assert json.loads(ALL.json(json.dumps({"a": "b", name: "hush"}, ensure_ascii=False)))[name] == "[redacted]"


_DIGITS = st.text("3456 -.x01279é_", max_size=40)


@given(before=_DIGITS, after=_DIGITS)
def test_a_card_is_found_wherever_it_stands_and_nothing_else_is_touched(before: str, after: str) -> None:
    written = re.compile(r"(?<![\w.-])[3-6](?:[ -]?[0-9]){13,18}(?![\w-])")
    text = f"{before}4111 1111 1111 1111{after}"
    assert ALL.line(text) == written.sub(_without_card, text)


def test_a_person_s_own_address_is_kept_among_their_traits_but_no_card() -> None:
    kept = json.loads(ALL.json('{"email": "ada@acme.example", "card": "4111111111111111"}', keeps_emails=True))

    assert kept == {"email": "ada@acme.example", "card": "[redacted]"}


def test_a_rule_that_is_off_takes_nothing_out() -> None:
    rules = Rules(frozenset({"emails", "addresses", "cards", "secrets"}))
    text = json.dumps({"a": "ada@acme.example", "ip": "203.0.113.9", "c": "4111111111111111", "password": "x"})

    assert rules.json(text) == text


def test_an_own_pattern_is_taken_out_of_names_too() -> None:
    rules = Rules(own=(compiled("CUST-[0-9]{6}"),))

    assert rules.line("Opened CUST-123456") == "Opened [redacted]"
    assert json.loads(rules.json('{"CUST-123456": "see CUST-654321"}')) == {"[redacted]": "see [redacted]"}


@pytest.mark.parametrize("text", ["[" * 2000, '{"a": "x@y.example"', '["x@y.example"]', '{"ip": 1e999}', "\\u00"])
def test_what_is_no_object_harms_nobody(text: str) -> None:
    assert "@" not in ALL.json(text)


@pytest.mark.parametrize(
    ("context", "refused"),
    [
        ({"consent": False}, True),
        ({"dnt": 1}, True),
        ({"doNotTrack": "1"}, True),
        ({"globalPrivacyControl": True}, True),
        ({"consent": True}, False),
        ({"consent": {"categoryPreferences": {"Analytics": False}}}, False),
        ({"dnt": "0", "page": {"title": "consent"}}, False),
        ({}, False),
    ],
)
def test_whoever_does_not_want_to_be_tracked_is_not(context: object, refused: bool) -> None:  # noqa: FBT001
    assert is_refused(json.dumps(context)) is refused


@pytest.mark.parametrize(
    "written", ["CUST-[0-9]{6}", "[A-Z]{2}[0-9]{2,8}", "(?:ab|cd)x", "secret", "[0-9]{3}-?[0-9]{4}"]
)
def test_a_plain_pattern_is_taken(written: str) -> None:
    assert compiled(written).pattern == written


@pytest.mark.parametrize(
    "written",
    ["(a+)+$", "a*b", "(a|a){1,40}", "[a-z]{1,90}[a-z]{1,90}x", r"(a)\1", "(?=a)a", "(", "",
     "x" * 201, "a{0,5}", "(?:a{1,9}){1,9}"],
)  # fmt: skip
def test_a_pattern_that_could_run_away_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(PatternError, match=r"\.$"):
        compiled(written)


@given(st.text("ab(){}|?[]-0159,^.$\\", max_size=24))
@settings(max_examples=40)
def test_whatever_pattern_is_taken_is_quick_with_a_hostile_text(written: str) -> None:
    try:
        pattern = compiled(written)
    except PatternError:
        return
    began = time.perf_counter()
    for text in ("a" * 5000 + "!", "ab" * 2500, "0" * 5000):
        pattern.sub("", text)
    assert time.perf_counter() - began < 2


@pytest.mark.django_db
def test_nothing_of_it_reaches_the_database() -> None:
    OwnPattern.objects.create(name="Customers", pattern="CUST-[0-9]{6}", made_at=clock.now())
    arriving.keep_now(
        [
            make_arrived(
                name="Saw CUST-123456", properties='{"mail": "ada@acme.example"}', context='{"ip": "203.0.113.9"}'
            ),
            make_arrived(context='{"consent": false}'),
        ]
    )

    kept = ArrivedEvent.objects.get()
    assert (kept.name, kept.properties, kept.context) == ("Saw [redacted]", '{"mail":"[redacted]"}', "{}")


@pytest.mark.django_db
def test_an_owner_may_keep_what_we_would_take_out() -> None:
    Redaction.objects.create(pk=1, switched_off=["addresses"])
    arriving.keep_now([make_arrived(context='{"ip": "203.0.113.9"}')])

    assert "203.0.113.9" in ArrivedEvent.objects.get().context
