"""What the owner sets for the portal, what it looks like then, and the queue of posts, as people see them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Segment
from wellheard.decide.commands import add_board
from wellheard.listen.commands import hold_suspect
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Staff, Vendor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def branded() -> Vendor:
    vendor, _is_new = Vendor.objects.update_or_create(
        pk=1, defaults={"name": "Fieldwork", "accent": "#ffd400", "languages": ["en", "lt"], "voices": "all"}
    )
    forget()
    return vendor


@pytest.fixture
def posts() -> None:
    harbour = make_company(name="Harbour Plumbing", mrr=42_000)
    petra = make_contact(name="Petra Kovac", company=harbour)
    make_feedback(
        "I take a photo of the sheet before I go down the shaft.", source="portal", quotable="named", contact=petra
    )
    make_feedback("Every council wants its order number in another corner.", source="portal", quotable="unnamed")
    hold_suspect(
        words="Cheap loans at https://a.example https://b.example https://c.example",
        quotable="no",
        origin="portal",
        origin_key="one",
        reason="links",
        contact=None,
    )


@pytest.mark.usefixtures("branded", "posts")
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("settings-portal", "/settings/portal/"),
        ("settings-company", "/settings/company/"),
        ("settings-boards", "/settings/boards/"),
        ("moderation", "/feedback/moderation/"),
        ("moderation-spam", "/feedback/moderation/?shelf=spam"),
    ],
)
def test_pages_of_the_vendors_side(
    name: str, address: str, page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    add_board(name="Shipyards", segment=Segment.objects.create(name="Shipyards", rule={"all": []}))
    browser_signed_in(make_staff())
    page.goto(live_server.url + address)
    look(page, name)


@pytest.mark.usefixtures("branded")
def test_the_portal_in_the_vendors_colour(page: Page, live_server: LiveServer) -> None:
    make_idea("Keep working without a signal", is_public=True, status="building")
    make_idea("Invoice layout per customer", is_public=True)
    page.goto(live_server.url + "/portal/")
    look(page, "portal-branded")


@pytest.mark.usefixtures("posts")
def test_posts_are_read_by_keyboard_alone(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    page.goto(live_server.url + "/feedback/moderation/")
    second = page.locator(".ledger li").nth(1).locator("input[name=ids]").input_value()
    for key in ("j", "j", "x", "p"):
        page.keyboard.press(key)
    expect(page.locator("h1")).to_have_text("One post waits to be read")
    assert str(Feedback.objects.get(published_at__isnull=False).pk) == second
    page.keyboard.press("z")
    expect(page.locator("h1")).to_have_text("2 posts wait to be read")
