"""Go through a page by keyboard alone, as who has no mouse does; what is not reached in so many keys cannot be reached."""

from playwright.sync_api import Page, expect

MOST_KEYS = 120
SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


def tab_to(page: Page, place: str, *, key: str = "Tab") -> None:
    """Press the key until something that matches has the focus, and see that the focus is shown."""
    for _press in range(MOST_KEYS):
        page.keyboard.press(key)
        if page.evaluate("place => document.activeElement.matches(place)", place):
            assert page.evaluate(SEEN), f"nobody sees the focus on {place}"
            return
    raise AssertionError(f"the keyboard does not reach {place}")


def press_on(page: Page, selector: str) -> None:
    """Go to a link or button and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def write(page: Page, selector: str, words: str) -> None:
    """Go to a field and write."""
    tab_to(page, selector)
    page.keyboard.type(words)


def choose(page: Page, name: str, value: int) -> None:
    """Go to a group of choices and choose one by the arrow keys."""
    tab_to(page, f"input[name='{name}']")
    for _step in range(value - 1):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"input[name='{name}'][value='{value}']")).to_be_checked()
