"""Conversations are found by words, rare or common, and never all rows are read."""

import pytest

from tests.makers import make_conversation
from wellheard.web.conversations.queries import searching
from wellheard.web.conversations.queries.searching import conversations_with

pytestmark = pytest.mark.django_db


def test_rare_words_are_found_however_long_ago_they_were_written() -> None:
    old = make_conversation("The invoice printer is broken", subject="")
    make_conversation("Something else", subject="")
    named = make_conversation("Look at this", subject="Broken invoices of the printer")
    assert set(conversations_with("invoice printer")) == {old.pk, named.pk}
    assert conversations_with("…") == []


def test_where_every_word_is_common_the_latest_are_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    make_conversation("The invoice printer is broken", subject="")
    latest = make_conversation("发票 invoice printer", subject="")
    monkeypatch.setattr(searching, "COMMON", 0)
    monkeypatch.setattr(searching, "LATEST", 1)
    assert conversations_with("printer invoice") == [latest.pk]
    assert conversations_with("发票") == [latest.pk]
    assert conversations_with("broken") == []


def test_a_common_word_picks_among_what_a_rare_one_found(monkeypatch: pytest.MonkeyPatch) -> None:
    both = make_conversation("The invoice printer is broken", subject="")
    make_conversation("The printer is broken", subject="")
    monkeypatch.setattr(searching, "estimates", lambda _several: [searching.COMMON + 1, 1] * 2)
    assert conversations_with("printer invoice") == [both.pk]


def test_of_words_that_many_hold_the_newest_count(monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        newest = make_conversation("The printer is broken", subject="")
    monkeypatch.setattr(searching, "MOST", 1)
    monkeypatch.setattr(searching, "estimates", lambda several: [3 for _each in several])
    assert conversations_with("printer") == [newest.pk]
