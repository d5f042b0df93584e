"""Parts that are kept as they were drawn: alike for all, and a visitor's own put in for each."""

from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from pytest_django import Settings

from wellheard.decide.models import Idea
from wellheard.web.portal.queries.board import Listed
from wellheard.web.templatetags.kept import _drawn

LINE = '{% kept "portal/row.html" listed=listed place="" counts_always=counts_always %}'


def listed(**fields: Any) -> Listed:
    alike: dict[str, Any] = {
        "idea_id": 7,
        "title": "Offline <mode>",
        "title_language": "en",
        "status": Idea.Status.HEARD,
        "area": "App",
    }
    counted: dict[str, Any] = {
        "votes": 3,
        "comments": 0,
        "has_voted": False,
        "quote": "",
        "quote_language": "",
        "is_own_quote": False,
    }
    return Listed(**(alike | counted | fields))


def drawn(one: Listed, *, whose: str = "eve", here: str = "/portal/") -> str:
    return Template(LINE).render(Context({"listed": one, "csrf_token": whose, "here": here}))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    _drawn.cache_clear()


def test_what_is_the_same_is_drawn_once() -> None:
    assert drawn(listed()) == drawn(listed())
    assert _drawn.cache_info().misses == 1


@pytest.mark.parametrize(
    "other", [listed(title="Online"), listed(votes=4, has_voted=True), listed(area=""), listed(comments=2)]
)
def test_what_differs_is_drawn_anew(other: Listed) -> None:
    assert drawn(listed()) != drawn(other)


def test_each_visitor_has_their_own_token_and_address_in_it() -> None:
    first, second = drawn(listed(), whose="ada", here="/portal/?a=1&b=<2>"), drawn(listed(), whose="ben")
    assert 'value="ada"' in first
    assert 'name="next" value="/portal/?a=1&amp;b=&lt;2&gt;"' in first
    assert 'value="ben"' in second
    assert "ada" not in second
    assert 'name="next" value="/portal/"' in second


def test_words_stay_words() -> None:
    assert "Offline &lt;mode&gt;" in drawn(listed())
    assert "<mode>" not in drawn(listed())


def test_each_language_has_its_own() -> None:
    with translation.override("en"):
        english = drawn(listed())
    with translation.override("de"):
        assert drawn(listed()) != english


def test_while_developing_nothing_is_kept(settings: Settings) -> None:
    settings.DEBUG = True
    drawn(listed())
    assert _drawn.cache_info().currsize == 0
