"""Every number of a report leads to its list: exactly its rows, or, for a share, the rows it is a share of."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client

from tests.makers import make_staff
from tests.reports.full import a_full_quarter
from wellheard.learn.figures import FIGURES
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import SECTIONS_OF
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
EVERY = [(kind, key) for kind, sections in SECTIONS_OF.items() for key in sections]

# What leads to the list it is a share of, by its section and its words; everything else leads to exactly its rows.
SHARES = {
    "coverage": r"%|^Surveys were shown",
    "nps": r"who spoke of it|^\d+ of \d+$",
    "said_did": r"that asked use it",
    "released": r"that asked use it",
    "leaving": r"it is not known|is not known in our currency",
    "signals": r"took it back",
}
FIGURE_NAMES = {str(figure.name) for figure in FIGURES.values()}


@dataclass(frozen=True)
class Link:
    """A link of a section: where it leads, and what is written on it."""

    address: str
    words: str

    @property
    def number(self) -> int | None:
        """The number it shows; None where it names one thing."""
        # A name, or a request under its rank, is no count.
        if self.words in FIGURE_NAMES or re.match(r"\d+\. ", self.words):
            return None
        if re.match(r"(New; )?one\b", self.words, re.IGNORECASE):
            return 1
        found = re.search(r"\d[\d,]*", re.sub(r"^\d+% of ", "", self.words))
        return int(found[0].replace(",", "")) if found else None

    def is_share(self, key: str) -> bool:
        return key in SHARES and re.search(SHARES[key], self.words) is not None


def links_of(html: str, key: str) -> Iterator[Link]:
    """Yield the links of a section, without those that make a file of it or stay on the page."""
    (section,) = [part for part in html.split('<section class="section" id="') if part.startswith(f'{key}"')]
    for address, inner in re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', section, re.DOTALL):
        words = unescape(re.sub(r"<[^>]+>", "", inner)).strip()
        if not address.startswith("#") and ".csv" not in address and "/points/" not in address:
            yield Link(unescape(address), words)


def rows_of(client: Client, address: str) -> int:
    """Count the rows of a list on all its pages."""
    many, after = 0, ""
    while True:
        answer = client.get(address + (f"{'&' if '?' in address else '?'}after={after}" if after else ""))
        assert answer.status_code == 200, address
        page = answer.context["page"]
        many += len(page.items)
        if not page.next:
            return many
        after = page.next


def report_of(kind: str) -> Report:
    world = a_full_quarter()
    return make_report(begins_on=world.begins_on, last_on=world.last_on, by=None, kind=kind)


@pytest.mark.parametrize(("kind", "key"), EVERY)
def test_every_number_of_a_section_leads_to_exactly_its_rows(signed_in: SignIn, kind: str, key: str) -> None:
    report, client = report_of(kind), signed_in(make_staff(role=Role.PRODUCT))
    links = list(links_of(client.get(f"/reports/{report.pk}/").text, key))
    assert links
    wrong = []
    for link in links:
        if link.number is None:
            assert client.get(link.address).status_code == 200, link
        elif (rows := rows_of(client, link.address)) != link.number and not (link.is_share(key) and rows):
            wrong.append((link, rows))
    assert not wrong


@pytest.mark.parametrize("days", ["since=2026-01-01&until=9999-12-31", "since=0001-01-01&until=2026-01-01"])
@pytest.mark.parametrize(
    "address",
    ["/companies/?heard=yes", "/companies/?joined_by=9999-12-31", "/contacts/?heard=yes", "/releases/?all=yes"],
)
def test_days_that_nobody_can_count_from_narrow_nothing(signed_in: SignIn, address: str, days: str) -> None:
    assert signed_in(make_staff(role=Role.PRODUCT)).get(f"{address}&{days}").status_code == 200
