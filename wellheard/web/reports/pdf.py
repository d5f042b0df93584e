"""A report as PDF, typeset by WeasyPrint where the owner installed it; everybody else prints the page."""

import mimetypes
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join
from django.utils.translation import gettext as _

BASE = "https://report.invalid"
# The colours of drawings on paper.
DRAWN = (
    "path,circle,rect,polyline,line{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
    "path.flow-body{fill:#cdd8e6;stroke:none}path.flow-core{fill:#aebfd4;stroke:none}path.flow-cut{stroke:#fff}"
    "rect.track{fill:#eceae4;stroke:none}rect.bar,circle.dot{fill:#4f6b8f;stroke:none}"
    "rect.usual,path.area{fill:#cdd8e6;stroke:none}path.line{stroke:#4f6b8f;stroke-width:1.5}"
    "line.grid{stroke:#d9d6d0;stroke-width:1}path.spike{fill:#b02a25;stroke:none}"
    "text{font:11px Inter,InterExt,InterCyr,sans-serif;fill:#5b6070}text.strong-text{fill:#1e212c;font-weight:600}"
    "text.end{text-anchor:end}text.middle{text-anchor:middle}"
)


class PdfError(RuntimeError):
    """There is no PDF; the text says what to do instead."""


def is_there() -> bool:
    """Tell whether PDFs can be made here."""
    return find_spec("weasyprint") is not None


def written(html: str) -> bytes:
    """Return a page as PDF. Raises PdfError where WeasyPrint is not installed, or lacks the system's Pango."""
    made: bytes = typeset(html).write_pdf()
    return made


def typeset(html: str) -> Any:
    """Return a page as WeasyPrint's document, laid out in pages. Raises PdfError as `written` does."""
    try:
        from PIL import ImageFile
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as problem:
        raise PdfError(
            _("PDFs need WeasyPrint and Pango, which are not installed here. Print the page instead.")
        ) from problem
    # Loading WeasyPrint lets Pillow take pictures that are cut off, everywhere in this process. Customers' are still refused.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class Ours(URLFetcher):  # type: ignore[misc]
        """Our own style sheets and fonts; nothing is fetched from anywhere else."""

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 - theirs
            path = file_of(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": kind})

    return HTML(string=_with_addresses(_with_styles(html)), base_url=BASE, url_fetcher=Ours()).render()


def _with_styles(html: str) -> str:
    """Return the page with rules inside each drawing: WeasyPrint does not look for them in the page's own style sheets."""
    return re.sub(r"<svg\b[^>]*>", lambda found: f"{found[0]}<style>{DRAWN}</style>", html)


def _with_addresses(html: str) -> str:
    """Return the page with links that lead here from wherever the paper is read."""
    return re.sub(r'(<a\b[^>]*?\bhref=")/(?!/)', rf"\g<1>{settings.BASE_URL.rstrip('/')}/", html)


def file_of(url: str) -> Path:
    """Return the static file an address of ours means. Raises PdfError for every other address."""
    address, prefix = urlsplit(url), settings.STATIC_URL
    ours = url.startswith(BASE) and address.path.startswith(prefix)
    name = address.path.removeprefix(prefix)
    found = _found(name) if ours else None
    if not isinstance(found, str):
        raise PdfError(f"Not one of our own files: {url}")
    return Path(found)


def _found(name: str) -> object:
    """Return where a file is: under the name that has its hash in it where files were collected, else beside the code."""
    try:
        collected = safe_join(settings.STATIC_ROOT, name)
        return collected if Path(collected).is_file() else finders.find(name)
    except SuspiciousFileOperation:
        return None
