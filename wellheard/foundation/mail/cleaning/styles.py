"""Which styles of strangers are kept: how letters, boxes and tables look; nothing that moves, covers, loads or runs."""

import re

_SIDES = ("", "-top", "-right", "-bottom", "-left")
_KEPT = frozenset(
    [
        *("color", "background-color", "font", "font-family", "font-size", "font-style", "font-weight", "font-variant"),
        *("text-align", "text-decoration", "text-decoration-line", "text-indent", "text-transform", "line-height"),
        *(
            "letter-spacing",
            "word-spacing",
            "white-space",
            "word-break",
            "word-wrap",
            "overflow-wrap",
            "vertical-align",
        ),
        *("width", "height", "max-width", "max-height", "min-width", "list-style-type", "direction", "unicode-bidi"),
        *(
            "table-layout",
            "border-collapse",
            "border-spacing",
            "caption-side",
            "empty-cells",
            "border-radius",
            "box-sizing",
        ),
        *(f"margin{side}" for side in _SIDES),
        *(f"padding{side}" for side in _SIDES),
        *(f"border{side}{what}" for side in _SIDES for what in ("", "-color", "-style", "-width")),
    ]
)
_DISPLAYS = {"none", "block", "inline", "inline-block", "table", "table-row", "table-cell", "list-item"}
# Letters, numbers, colours, lengths; brackets only around the numbers of a colour, a minus only inside words.
_VALUE = re.compile(r"(?:[A-Za-z0-9#%.,'\"! ]|(?<=[A-Za-z])-|(?:rgb|rgba|hsl|hsla)\([0-9.,%/ ]{1,40}\)){1,200}")
_LONGEST = 2_000


def harmless_style(style: str) -> str:
    """Return the declarations that are kept; empty when none is."""
    kept = [declaration for piece in style[:_LONGEST].split(";") if (declaration := _declaration(piece))]
    return ";".join(kept)


def _declaration(piece: str) -> str:
    name, _colon, value = piece.partition(":")
    name, value = name.strip().lower(), value.strip()
    # Most write a colour this way; pictures are refused by the value.
    name = "background-color" if name == "background" else name
    if name == "display":
        return f"display:{value.lower()}" if value.lower() in _DISPLAYS else ""
    return f"{name}:{value}" if name in _KEPT and _VALUE.fullmatch(value) else ""
