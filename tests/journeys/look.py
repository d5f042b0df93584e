"""Look at a page as people do: by day, by night, on a phone, by screen reader. Fails on what they would trip over."""

import os
import re
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

# Where WELLHEARD_PICTURES says, else in .cache; none where many tests run at once and nobody looks at any.
PICTURES = Path(
    os.environ.get("WELLHEARD_PICTURES") or Path(__file__).resolve().parent.parent.parent / ".cache" / "pictures"
)
TAKES_PICTURES = "WELLHEARD_PICTURES" in os.environ or "PYTEST_XDIST_WORKER" not in os.environ
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
VARIANTS: tuple[tuple[str, Literal["light", "dark"], ViewportSize], ...] = (
    ("", "light", DESK),
    ("-dark", "dark", DESK),
    ("-phone", "light", PHONE),
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    # Finding out how to name each element takes a quarter of the time, and nobody reads it.
    "selectors": False,
}
# Asked with the rules: what is wrong, and where.
FINDINGS = """rules => axe.run(document, rules).then(results => results.violations.flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 160)}`)))"""

_complaints: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def watch(page: Page) -> Page:
    """Note everything the browser complains of from now on: refused scripts and styles, missing files, errors in scripts."""
    complaints = _complaints[page] = []

    def note(message: ConsoleMessage) -> None:
        # A page that refuses, finds nothing or sends a form back says so in its own status.
        is_refusal = re.search(r"status of 4\d\d", message.text) is not None
        is_its_own = is_refusal and (message.location["url"] == page.url or "status of 422" in message.text)
        if message.type in {"error", "warning"} and not is_its_own:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def look(page: Page, name: str) -> None:
    """Take pictures of the page (name, name-dark, name-phone) and assert that nothing is wrong with it in any of them."""
    for variant, theme, size in VARIANTS:
        # A click waits until the next page has begun, not until it is there.
        page.wait_for_load_state()
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.evaluate("scrollTo(0, 0); document.fonts.ready")
        if TAKES_PICTURES:
            _take_picture(page, f"{name}{variant}")
        assert _sideways(page) <= 0, f"{name}{variant} scrolls sideways by {_sideways(page)} px"
        findings = _findings(page)
        assert findings == [], f"{name}{variant} is not accessible: {findings}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    assert _complaints[page] == [], f"the browser complained on {name}: {_complaints[page]}"


def _take_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=page.locator("dialog:modal").count() == 0)


def _sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _findings(page: Page) -> list[str]:
    # It stays in a page once it is there.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    return [str(found) for found in page.evaluate(FINDINGS, RULES)]
