"""Text from outside: safe to store and show, and still what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellheard.foundation.text.clean import clean_email, clean_line, clean_words, shorten


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  \u200b\u200d ", ""),
        ("\u3164", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("离线", "离线"),
    ],
)
def test_what_no_screen_can_show_falls_away_and_words_stay(raw: str, kept: str) -> None:
    assert clean_words(raw) == kept


def test_a_name_is_one_line() -> None:
    assert clean_line(" Ada\n\tLovelace\u200b ") == "Ada Lovelace"


def test_addresses_are_compared_in_one_form() -> None:
    assert clean_email(" Ｉnes@Example.COM ") == "ines@example.com"


@given(st.text(st.characters(), max_size=300))
def test_clean_text_can_always_be_stored_and_stays_clean(raw: str) -> None:
    once = clean_words(raw)
    assert "\x00" not in once
    once.encode()
    assert clean_words(once) == once


@given(st.text(max_size=300), st.integers(5, 80))
def test_shortened_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(shorten(text, limit=limit)) <= limit
