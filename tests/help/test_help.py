"""The documents are help in the product."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from wellheard.web.help.pages import PAGES, HelpPage, every_page, page_of_place, pages_with, rendered
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

SignedIn = Callable[[Staff], Client]


def test_every_page_is_there() -> None:
    assert [page.name for page in every_page()] == list(PAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_and_its_own_links_lead_somewhere(name: str, signed_in: SignedIn) -> None:
    browser = signed_in(make_staff(role=Role.VIEWER))

    page = browser.get(f"/help/{name}/").content.decode()

    for address in set(re.findall(r'(?:href|src)="(/help/[^"#]*)', page)):
        assert browser.get(address).status_code == 200, address


def test_markup_of_a_document_stays_text() -> None:
    assert "<script" not in rendered(HelpPage("x", "X", "# X\n\n<script>alert(1)</script>"))


def test_links_between_documents_lead_to_help() -> None:
    html = rendered(
        HelpPage(
            "y", "Y", "# Y\n\n[a](triage.md#keys) [b](nginx.conf) [c](https://example.com) ![d](pictures/home.png)"
        )
    )

    assert 'href="/help/triage/#keys"' in html
    assert 'href="/help/"' in html
    assert 'href="https://example.com"' in html
    assert 'src="/help/pictures/home.png"' in html


def test_words_find_pages_with_a_line() -> None:
    assert "operating" in [page.name for page, line in pages_with("Nightly BACKUPS") if line]
    assert pages_with("qqqq") == []


def test_a_place_has_its_page() -> None:
    assert [
        page.name if (page := page_of_place(place)) else "" for place in ("decide.ideas", "settings.tokens", "no")
    ] == [
        "ideas",
        "api",
        "",
    ]


@pytest.mark.django_db
def test_the_rail_leads_to_the_page_about_this_page(signed_in: SignedIn) -> None:
    assert 'href="/help/ideas/"' in signed_in(make_staff()).get("/ideas/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/help/architecture/", "/help/nothing/", "/help/pictures/..%2Ftriage.md", "/help/pictures/no.png"]
)
def test_there_is_nothing_else(path: str, signed_in: SignedIn) -> None:
    assert signed_in(make_staff()).get(f"/help/{path}").status_code == 404
