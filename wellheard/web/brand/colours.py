"""The vendor's colour, made readable: a colour that would fail WCAG AA is darkened or lightened until it does not.

Hue and chroma stay as far as a screen can show them. Formulas: OKLab (Björn Ottosson, 2020); contrast: WCAG 2.2, 1.4.3.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

# Text on a ground, and text on a filled button, need this much.
READABLE = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")
_TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
_COLOUR = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
_PAIR = re.compile(rf"--([\w-]+):\s*light-dark\({_COLOUR},\s*{_COLOUR}\)")
_GROUNDS = ("canvas", "surface", "sunken")
# The chosen row lies on a breath of the accent: lightness and most chroma, by day and by night.
_WASHES = ((0.945, 0.022), (0.29, 0.05))
_STEP = 0.002


class Lab(NamedTuple):
    """A colour in OKLab."""

    lightness: float
    a: float
    b: float


class Rgb(NamedTuple):
    """A colour in linear sRGB, parts from 0 to 1."""

    red: float
    green: float
    blue: float


@dataclass(frozen=True)
class Tone:
    """The accent in one theme, as #rrggbb: for text and buttons, for text on it, and behind a chosen row."""

    accent: str
    on_accent: str
    wash: str
    contrast: float
    wished_contrast: float

    @property
    def is_as_wished(self) -> bool:
        return self.wished_contrast >= READABLE


@dataclass(frozen=True)
class Accent:
    """The vendor's colour by day and by night."""

    wished: str
    light: Tone
    dark: Tone


def is_colour(text: str) -> bool:
    """Tell whether this is a colour as #rrggbb."""
    return _HEX.fullmatch(text) is not None


@lru_cache(maxsize=32)
def accent_of(wished: str) -> Accent:
    """Return the nearest colours to a wished one that can be read everywhere we use the accent."""
    lab = _lab(_rgb(wished))
    return Accent(wished, _tone(lab, theme=0), _tone(lab, theme=1))


def css_of(accent: Accent) -> str:
    """Return the style sheet that puts the vendor's colour in the place of ours."""
    light, dark = accent.light, accent.dark
    return (
        "@layer tokens {\n  :root {\n"
        f"    --accent: light-dark({light.accent}, {dark.accent});\n"
        f"    --on-accent: light-dark({light.on_accent}, {dark.on_accent});\n"
        f"    --accent-wash: light-dark({light.wash}, {dark.wash});\n"
        "  }\n}\n"
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    return _ratio(_luminance(_rgb(one)), _luminance(_rgb(other)))


def grounds(theme: int) -> tuple[str, ...]:
    """Return what the accent stands on, as the style sheet has it: 0 by day, 1 by night."""
    return tuple(_hex(_shown(_tokens()[name][theme])) for name in _GROUNDS)


def _tone(wished: Lab, *, theme: int) -> Tone:
    wash = _hex(_shown(_wash(wished, theme)))
    behind = (*grounds(theme), wash)
    lab, step = wished, (-_STEP if theme == 0 else _STEP)
    while _least(_hex(_shown(lab)), behind) < READABLE and 0 <= lab.lightness + step <= 1:
        lab = Lab(lab.lightness + step, lab.a, lab.b)
    accent = _hex(_shown(lab))
    white, black = "#ffffff", "#111318"
    on_accent = white if contrast(white, accent) >= contrast(black, accent) else black
    return Tone(accent, on_accent, wash, _least(accent, behind), _least(_hex(_shown(wished)), behind))


def _least(colour: str, behind: tuple[str, ...]) -> float:
    return min(contrast(colour, ground) for ground in behind)


def _wash(lab: Lab, theme: int) -> Lab:
    lightness, most = _WASHES[theme]
    chroma = math.hypot(lab.a, lab.b)
    share = min(1.0, most / chroma) if chroma else 0.0
    return Lab(lightness, lab.a * share, lab.b * share)


@lru_cache(maxsize=1)
def _tokens() -> dict[str, tuple[Lab, Lab]]:
    return {name: (_polar(*parts[:3]), _polar(*parts[3:])) for name, *parts in _PAIR.findall(_TOKENS.read_text())}


def _polar(lightness: str, chroma: str, hue: str) -> Lab:
    turn = math.radians(float(hue))
    return Lab(float(lightness) / 100, float(chroma) * math.cos(turn), float(chroma) * math.sin(turn))


def _shown(lab: Lab) -> Rgb:
    """Return the colour as a screen shows it; one beyond every screen loses chroma until it fits."""
    chroma = 1.0
    while chroma > 0:
        rgb = _linear(Lab(lab.lightness, lab.a * chroma, lab.b * chroma))
        if all(-0.0005 <= part <= 1.0005 for part in rgb):  # noqa: PLR2004 - what rounding leaves
            break
        chroma -= 0.02
    return Rgb(*(min(1.0, max(0.0, part)) for part in rgb))


def _linear(lab: Lab) -> Rgb:
    long = (lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b) ** 3
    middle = (lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b) ** 3
    short = (lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b) ** 3
    return Rgb(
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _lab(rgb: Rgb) -> Lab:
    red, green, blue = rgb
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return Lab(
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _rgb(colour: str) -> Rgb:
    return Rgb(*(_to_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)))


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(_from_linear(part) * 255):02x}" for part in rgb)


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB, IEC 61966-2-1


def _from_linear(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004


def _luminance(rgb: Rgb) -> float:
    return 0.2126 * rgb.red + 0.7152 * rgb.green + 0.0722 * rgb.blue


def _ratio(one: float, other: float) -> float:
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)
