"""Names, lists and lengths of time stand as the viewer's language writes them."""

import pytest
from babel import Locale
from django.utils import translation

from wellheard.foundation.text.listing import colon, comma, listed
from wellheard.foundation.text.units import measured


@pytest.mark.parametrize(
    ("language", "written"), [("en", "Owner: Ada, Bo, since May"), ("zh-hans", "Owner：Ada、Bo，since May")]
)
def test_signs_between_words_are_the_languages_own(language: str, written: str) -> None:
    with translation.override(language):
        assert f"Owner{colon()}{listed(['Ada', 'Bo'])}{comma()}since May" == written


@pytest.mark.parametrize(("locale", "written"), [("en", "70 hours"), ("ru", "70 часов"), ("zh_Hans", "70 小时")])
def test_a_length_of_time_has_its_unit_in_every_language(locale: str, written: str) -> None:
    assert measured(70, "duration-hour", Locale.parse(locale)) == written
