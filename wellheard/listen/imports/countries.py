"""Tell a country by its code or by its English name."""

from functools import cache

from babel import Locale

from wellheard.foundation.text.clean import clean_line

# Codes people write that ISO 3166 has otherwise.
_OTHERWISE = {
    "uk": "GB", "england": "GB", "great britain": "GB", "el": "GR", "usa": "US", "united states of america": "US",
    "u.s.": "US", "u.s.a.": "US", "russian federation": "RU", "korea": "KR", "south korea": "KR", "czech republic": "CZ",
    "holland": "NL", "the netherlands": "NL", "uae": "AE", "hong kong": "HK", "taiwan": "TW", "turkey": "TR", "viet nam": "VN",
}  # fmt: skip


def country_code(written: str) -> str:
    """Return the ISO 3166 code of a country; empty when it is not known."""
    plain = clean_line(written).casefold()
    return _OTHERWISE.get(plain) or _names().get(plain, "")


@cache
def _names() -> dict[str, str]:
    territories = Locale.parse("en").territories
    codes = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}  # noqa: PLR2004
    return {name.casefold(): code for code, name in codes.items()} | {code.casefold(): code for code in codes}
