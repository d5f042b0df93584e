"""The small pieces of the kit say what they mean, in any language, and never let a customer's text become markup."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.web.templatetags.figures import ago, money, number, price
from wellheard.web.templatetags.kit import STATUS_LOOKS, avatar, chip, icon, prose, quoted, status_chip


def draw(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context))


def test_an_icon_beside_a_word_is_silent_and_one_alone_speaks() -> None:
    assert 'aria-hidden="true"' in icon("ear")
    assert 'role="img" aria-label="Private &lt;note&gt;"' in icon("lock", "Private <note>")


def test_an_icon_that_does_not_exist_is_an_error_for_whoever_wrote_the_page() -> None:
    with pytest.raises(LookupError, match="There is no icon called"):
        icon("../../settings")


@pytest.mark.parametrize("status", [*Idea.Status, *Answer.State, *Company.Stage])
def test_every_status_has_a_word_an_icon_and_a_tone(status: Idea.Status | Answer.State | Company.Stage) -> None:
    drawn = status_chip(status.value)
    assert "<svg" in drawn
    assert str(status.label) in drawn


def test_no_status_of_one_kind_is_taken_for_one_of_another() -> None:
    assert len(STATUS_LOOKS) == len(Idea.Status) + len(Answer.State) + len(Company.Stage)


def test_a_status_speaks_the_viewers_language() -> None:
    with translation.override("de"):
        assert "<script" not in chip("<script>", "good", "check")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ines Calder", "IC"),
        ("Vincent van Gogh", "VG"),
        ("Madonna", "M"),
        ("李小龙", "李"),
        ("", "–"),
        ("“Q” <b>", "–"),
    ],
)
def test_a_person_is_drawn_by_initials(name: str, initials: str) -> None:
    assert f">{initials}</span>" in avatar(name)


@pytest.mark.parametrize(
    ("language", "marks"),
    [("en", "“”"), ("de", "„“"), ("ru", "«»"), ("zh-hans", "“”"), ("zh-hant", "「」"), ("fr-ca", "«»")],
)
def test_words_stand_in_the_quotation_marks_of_the_viewer(language: str, marks: str) -> None:
    with translation.override(language):
        said = quoted(" Hello ")
    assert (said[0], said[-1]) == (marks[0], marks[1])
    assert said[1:-1].strip("\u202f") == "Hello"


def test_quoted_words_are_never_markup() -> None:
    assert draw("{{ words|quoted }}", words="<b>loud</b>") == "“&lt;b&gt;loud&lt;/b&gt;”"


def test_written_text_becomes_paragraphs_with_links_and_nothing_else() -> None:
    drawn = draw("{{ text|prose }}", text="See https://example.com/a?b=1&c=2\nand\n\n<img src=x onerror=alert(1)>")
    assert '<a href="https://example.com/a?b=1&amp;c=2" rel="nofollow">' in drawn
    assert drawn.count("<p>") == 2
    assert "<img" not in drawn


def test_a_link_that_runs_a_script_stays_text() -> None:
    assert "<a" not in prose("javascript:alert(1)")


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (248_000, "USD", "en", "$2,480"),
        (248_050, "USD", "en", "$2,480"),
        (9_950, "USD", "en", "$99.50"),
        (248_000, "", "en", "$2,480"),
        (500, "JPY", "en", "¥500"),
        (9_950, "EUR", "de", "99,50\xa0€"),
        (248_000, "EUR", "ru", "2\xa0480\xa0€"),
        (-9_900, "USD", "en", "-$99"),
    ],
)
def test_money_is_written_as_the_viewer_reads_it(minor: int, currency: str, language: str, text: str) -> None:
    with translation.override(language):
        assert money(minor, currency) == text


def test_a_currency_with_three_decimals_keeps_them() -> None:
    assert price(1_234_567, "KWD").endswith("1,234.567")


def test_a_price_is_written_to_the_cent() -> None:
    assert (price(248_050, "USD"), price(248_000, "USD")) == ("$2,480.50", "$2,480")


def test_numbers_have_the_viewers_separators() -> None:
    assert number(41_200) == "41,200"
    with translation.override("de"):
        assert number(41_200) == "41.200"


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=23), "23 hours"),
        (timedelta(days=1, hours=23), "1 day"),
        (timedelta(days=14), "14 days"),
    ],
)
def test_what_was_a_moment_ago_is_told_as_people_count(passed: timedelta, text: str) -> None:
    assert f">{text}</time>" in ago(clock.now() - passed)


def test_what_was_long_ago_or_is_to_come_is_told_by_its_date() -> None:
    assert ago(date(2019, 3, 5)) == '<time datetime="2019-03-05">Mar 5, 2019</time>'
    this_year = clock.today().replace(month=1, day=1)
    assert ">Jan 1</time>" in ago(this_year)
    assert "days</time>" not in ago(clock.now() - timedelta(days=15))
    assert "days</time>" not in ago(clock.now() + timedelta(days=3))


def test_a_time_carries_its_exact_moment() -> None:
    moment = clock.now() - timedelta(days=3)
    assert f'datetime="{moment.isoformat()}"' in ago(moment)
