"""Webhooks that arrive: only Wellheard's own are taken, fresh, and whatever a stranger sends is one kind of error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wellheard_client import SignatureError, verify

from wellheard.connect.webhooks.signing import make_secret, signed

# The example of the standard's own documentation.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
MOMENT = 1_614_265_330
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(MOMENT),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def test_the_standards_own_example_is_taken() -> None:
    message = verify(BODY, HEADERS, secret=SECRET, now=MOMENT + 299)

    assert dict(message) == {"test": 2432232314}


def test_headers_are_found_however_they_are_written() -> None:
    loud = {name.title(): value for name, value in HEADERS.items()}

    assert verify(BODY, loud, secret=SECRET, now=MOMENT)


@pytest.mark.parametrize("which", [0, 1], ids=["the new secret", "the old one"])
def test_while_a_secret_changes_either_one_is_enough(which: int) -> None:
    both = [make_secret(), make_secret()]
    headers = signed(BODY, message_id="msg_1", moment=MOMENT, with_secrets=both)

    assert verify(BODY, headers, secret=both[which], now=MOMENT)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"webhook-timestamp": str(MOMENT - 301)}, "five minutes"),
        ({"webhook-timestamp": str(MOMENT + 301)}, "five minutes"),
        ({"webhook-timestamp": "9" * 5000}, "no webhook-timestamp"),
        ({"webhook-timestamp": str(MOMENT - 1)}, "not by this secret"),
        ({"webhook-id": "msg_other"}, "not by this secret"),
        ({"webhook-signature": "v1"}, "not by this secret"),
        ({"webhook-signature": "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}, "not by this secret"),
    ],
)
def test_what_is_old_or_changed_is_refused(change: dict[str, str], why: str) -> None:
    with pytest.raises(SignatureError, match=why):
        verify(BODY, {**HEADERS, **change}, secret=SECRET, now=MOMENT)


def test_a_secret_that_is_none_is_told_of() -> None:
    with pytest.raises(SignatureError, match="whsec_"):
        verify(BODY, HEADERS, secret="whsec_é", now=MOMENT)


@given(body=st.binary(), said=st.dictionaries(st.sampled_from(sorted(HEADERS)), st.text()))
def test_strangers_get_nothing_but_refusals(body: bytes, said: dict[str, str]) -> None:
    with pytest.raises(SignatureError):
        verify(body, said, secret=SECRET, now=MOMENT)
