"""Whatever colour a vendor has, what can be acted on can be read, by day and by night."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wellheard.web.brand.colours import READABLE, accent_of, contrast, css_of, grounds, is_colour

colours = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_colour_becomes_readable_on_every_ground(wished: str) -> None:
    accent = accent_of(wished)
    for theme, tone in enumerate((accent.light, accent.dark)):
        assert min(contrast(tone.accent, ground) for ground in (*grounds(theme), tone.wash)) >= READABLE
        assert contrast(tone.accent, tone.on_accent) >= READABLE


@given(colours)
def test_a_colour_that_can_be_read_stays_as_it_is(wished: str) -> None:
    for tone in (accent_of(wished).light, accent_of(wished).dark):
        if tone.is_as_wished:
            # Rounding through OKLab may turn a part by one.
            assert all(abs(int(tone.accent[at : at + 2], 16) - int(wished[at : at + 2], 16)) <= 1 for at in (1, 3, 5))


def test_a_pale_yellow_is_darkened_by_day_only() -> None:
    accent = accent_of("#ffe14d")
    assert not accent.light.is_as_wished
    assert accent.dark.is_as_wished


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    assert contrast(grounds(0)[0], "#000000") > 15
    assert contrast(grounds(1)[0], "#ffffff") > 15
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_nothing_but_colours_comes_into_the_style_sheet() -> None:
    assert is_colour("#12ab9f")
    assert not any(map(is_colour, ["#12AB9", "red", "#12ab9f;}", "url(x)", "#12ab9f\n"]))
    assert css_of(accent_of("#12ab9f")).count("light-dark(#") == 3
