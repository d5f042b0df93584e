"""A report as PDF, typeset by WeasyPrint where the owner installed it; everybody else prints the page."""

import mimetypes
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.templatetags.static import static
from django.utils._os import safe_join
from django.utils.translation import gettext as _

BASE = "https://report.invalid"


class PdfError(RuntimeError):
    """There is no PDF; the text says what to do instead."""


def is_there() -> bool:
    """Tell whether PDFs can be made here."""
    return find_spec("weasyprint") is not None


def written(html: str) -> bytes:
    """Return a page as PDF. Raises PdfError where WeasyPrint is not installed, or lacks the system's Pango."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as problem:
        raise PdfError(
            _("PDFs need WeasyPrint and Pango, which are not installed here. Print the page instead.")
        ) from problem

    class Ours(URLFetcher):  # type: ignore[misc]
        """Our own style sheets and fonts; nothing is fetched from anywhere else."""

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 - theirs
            path = _file_of(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": kind})

    made: bytes = HTML(string=html, base_url=BASE, url_fetcher=Ours()).write_pdf()
    return made


def _file_of(url: str) -> Path:
    """Return the static file an address of ours means. Raises PdfError for every other address."""
    address, prefix = urlsplit(url), static("")
    ours = url.startswith(BASE) and address.path.startswith(prefix)
    name = address.path.removeprefix(prefix)
    found = (_collected(name) or finders.find(name)) if ours else None
    if not isinstance(found, str):
        raise PdfError(f"Not one of our own files: {url}")
    return Path(found)


def _collected(name: str) -> str | None:
    """Return a file under the name that has its hash in it, where files were collected."""
    try:
        path = safe_join(settings.STATIC_ROOT, name)
    except SuspiciousFileOperation:
        return None
    return path if Path(path).is_file() else None
