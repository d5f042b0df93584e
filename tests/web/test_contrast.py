"""Every pair of colours that meet on a page can be read by day and by night (WCAG 2.2 AA; body text AAA)."""

import math
import re
from pathlib import Path
from typing import NamedTuple

import pytest

import wellheard.web

CSS = Path(wellheard.web.__file__).parent / "static" / "css"
COLOUR = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
PAIR = re.compile(rf"--([\w-]+):\s*light-dark\({COLOUR},\s*{COLOUR}\)")

BODY, TEXT, EDGE = 7, 4.5, 3


class Colour(NamedTuple):
    """A colour in OKLab."""

    lightness: float
    a: float
    b: float


def _colour(lightness: str, chroma: str, hue: str) -> Colour:
    turn = math.radians(float(hue))
    return Colour(float(lightness) / 100, float(chroma) * math.cos(turn), float(chroma) * math.sin(turn))


TOKENS = {
    name: (_colour(*parts[:3]), _colour(*parts[3:])) for name, *parts in PAIR.findall((CSS / "tokens.css").read_text())
}

GROUNDS = ("canvas", "surface", "sunken")
PAIRS = [
    *((tone, ground, BODY if tone == "ink" else TEXT)
      for tone in ("ink", "muted", "accent", "good", "warn", "bad") for ground in GROUNDS),
    *((mark, ground, EDGE)
      for mark in ("control", "data", "data-2", "data-3", "accent", "bad") for ground in ("canvas", "surface")),
    ("on-accent", "accent", TEXT), ("accent", "accent-wash", TEXT), ("muted", "accent-wash", TEXT),
    ("on-heat-deep", "heat-deep", TEXT), ("on-toast", "toast", TEXT), ("on-bad", "bad", TEXT), ("canvas", "ink", TEXT),
    ("muted", "paper", TEXT), ("ink", "paper", BODY),
]  # fmt: skip
# A tint lays a share of one colour over another, as color-mix() does.
TINTS = [
    *((tone, ("surface", tone, 0.11), TEXT) for tone in ("muted", "ink", "good", "warn", "bad")),
    *(("ink", ("surface", tone, 0.09), BODY) for tone in ("muted", "good", "warn", "bad")),
    ("bad", ("surface", "bad", 0.09), TEXT),
    ("muted", ("surface", "heat", 0.03), TEXT),
    *(("ink", ("surface", "heat", depth), TEXT) for depth in (0.10, 0.20, 0.32, 0.46)),
]
themes = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])


@themes
@pytest.mark.parametrize(("tone", "ground", "needed"), PAIRS)
def test_what_stands_on_a_ground_can_be_read(tone: str, ground: str, needed: float, theme: int) -> None:
    assert _ratio(TOKENS[tone][theme], TOKENS[ground][theme]) >= needed


@themes
@pytest.mark.parametrize(("tone", "tint", "needed"), TINTS)
def test_what_stands_on_a_tint_can_be_read(tone: str, tint: tuple[str, str, float], needed: float, theme: int) -> None:
    base, over, share = tint
    assert _ratio(TOKENS[tone][theme], _mixed(TOKENS[over][theme], share, TOKENS[base][theme])) >= needed


@themes
@pytest.mark.parametrize("name", TOKENS)
def test_a_colour_lies_within_what_every_screen_shows(name: str, theme: int) -> None:
    assert all(-0.004 <= part <= 1.004 for part in _linear(TOKENS[name][theme]))


def test_black_on_white_has_the_known_contrast() -> None:
    assert _ratio(_colour("0", "0", "0"), _colour("100", "0", "0")) == pytest.approx(21, abs=0.01)


def test_no_colour_stands_outside_the_tokens() -> None:
    """White paper in print is the one exception."""
    stray = {
        path.name: found
        for path in CSS.glob("*.css")
        if path.name != "tokens.css"
        and (found := re.findall(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch)\(", path.read_text()))
    }
    assert stray == {}


def _linear(colour: Colour) -> tuple[float, float, float]:
    """Return linear sRGB."""
    lightness, a, b = colour
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _luminance(colour: Colour) -> float:
    red, green, blue = (min(1.0, max(0.0, part)) for part in _linear(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: Colour, other: Colour) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _mixed(over: Colour, share: float, base: Colour) -> Colour:
    return Colour(*(top * share + bottom * (1 - share) for top, bottom in zip(over, base, strict=True)))
