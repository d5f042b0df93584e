"""How the portal looks: the addresses of the vendor's style sheet and logo, which change with what they show."""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

from wellheard.web.brand.colours import accent_of, css_of
from wellheard.workspace.installation import installation


@dataclass(frozen=True)
class Look:
    """What portal pages link to; empty where the vendor has set nothing."""

    css_url: str
    logo_url: str


def look() -> Look:
    """Return the present look."""
    now = installation()
    return Look(
        css_url=reverse("brand_css", args=[_digest(now.accent)]) if now.accent else "",
        logo_url=reverse("brand_logo", args=[now.logo.rpartition("/")[2]]) if now.logo else "",
    )


def css(digest: str) -> str | None:
    """Return the style sheet of this address; None when the vendor's colour is another one by now."""
    accent = installation().accent
    return css_of(accent_of(accent)) if accent and _digest(accent) == digest else None


def logo(name: str) -> str | None:
    """Return the file of the logo of this address; None when the vendor has another one by now."""
    kept = installation().logo
    return kept if kept and kept.rpartition("/")[2] == name else None


def _digest(accent: str) -> str:
    return hashlib.sha256(css_of(accent_of(accent)).encode()).hexdigest()[:16]
