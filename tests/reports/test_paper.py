"""The report as PDF: two pages that are read first, then every section; typeset with our own fonts, in light colours."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.template.loader import render_to_string
from django.test import Client

from tests.brand.pictures import picture
from tests.makers import make_company, make_feedback, make_idea, make_staff
from tests.reports.worlds import Quarter, a_quarter, at
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Decision
from wellheard.foundation.pictures import PictureError, draw_anew
from wellheard.learn.reports.commands import make_report, write_point
from wellheard.learn.reports.models import Report
from wellheard.web.reports.pdf import BASE, PdfError, file_of, typeset
from wellheard.web.reports.showing import shown
from wellheard.web.reports.views.edition import context_of
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def a_full_quarter() -> Quarter:
    """Fill the quarter: twelve ideas that are asked for and decided, each with words of somebody."""
    world = a_quarter()
    for number in range(12):
        idea = make_idea(f"An idea with a name that is as long as they are, {number}", is_public=True)
        company = make_company(name=f"Asking {number}", mrr=100 + number, stage="active")
        words = f"We said this {number} times already, and nobody wrote anything back to us. " * 2
        said = make_feedback(words, company=company, heard_at=at(number + 1), quotable="unnamed")
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
        reason = {"reason": "Because.", "public_reason": "We looked twice, and shall do it in spring. " * 4}
        Decision.objects.create(idea=idea, outcome="yes", decided_by=make_staff(), decided_at=at(number + 1), **reason)
    return world


@pytest.fixture
def full() -> Report:
    world = a_full_quarter()
    report = make_report(begins_on=world.begins_on, last_on=world.last_on, by=None)
    owner = make_staff(name="Hana Okafor")
    for point in report.points.all():
        words = (
            "Build it before the winter, because most of those who ask renew in March; say so to each of them by mail."
        )
        write_point(point_id=point.pk, version=point.version, words=words, owner=owner, due_on=world.last_on)
    return report


def page_of(document: Any, anchor: str) -> int:
    return next(number for number, page in enumerate(document.pages, start=1) if anchor in page.anchors)


def paper(report: Report) -> str:
    return render_to_string("reports/print.html", {"report": report, "shown": shown(report)})


def test_two_pages_hold_what_is_read_first_and_the_appendix_what_follows(full: Report) -> None:
    pytest.importorskip("weasyprint")
    document = typeset(paper(full))
    assert page_of(document, "second") == 2
    assert page_of(document, "appendix") == 3
    assert page_of(document, "decisions") > 3
    assert document.write_pdf().startswith(b"%PDF")


def test_the_short_form_holds_findings_decisions_what_was_done_and_figures(full: Report) -> None:
    short = paper(full).split('id="appendix"')[0]
    for words in (
        "Three findings",
        "Three decisions wanted",
        "You said, we did",
        "Top ten requests",
        "Build it before",
    ):
        assert words in short, words
    assert short.count('class="pair"') == 5


def test_every_file_of_the_paper_is_found(full: Report, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("weasyprint")
    logging.getLogger("weasyprint").addHandler(caplog.handler)
    document = typeset(paper(full))
    logging.getLogger("weasyprint").removeHandler(caplog.handler)
    assert [one.getMessage() for one in caplog.records if one.name == "weasyprint"] == []
    assert document.pages[0].width == pytest.approx(793.7, abs=0.1)


def test_letters_of_every_part_of_a_font_come_out_as_they_are(full: Report) -> None:
    """Parts of a font under one family name were mixed up: an “ė” came out as another letter."""
    css = (Path(file_of(f"{BASE}/static/print/paper.css"))).read_text()
    names = [line.split("font-family: ")[1].split(";")[0] for line in css.splitlines() if line.startswith("@font-face")]
    assert len(names) == len(set(names)) == 6


def test_a_cut_off_picture_of_a_customer_is_refused_after_a_page_was_typeset_too() -> None:
    pytest.importorskip("weasyprint")
    typeset("<p>Anything</p>")
    with pytest.raises(PictureError, match="damaged"):
        draw_anew(picture()[:50], longest_side=100)


def test_nothing_but_our_own_files_is_fetched() -> None:
    for address in ("https://elsewhere.example/a.css", "file:///etc/passwd", f"{BASE}/portal/", f"{BASE}/static/../x"):
        with pytest.raises(PdfError):
            file_of(address)


def test_files_are_found_where_they_were_collected_under_names_with_a_hash(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": f"{ManifestStaticFilesStorage.__module__}.ManifestStaticFilesStorage"}
    }
    collected = tmp_path / "print" / "paper.ab4e8877f672.css"
    collected.parent.mkdir()
    collected.write_text("body { color: black }")
    assert file_of(f"{BASE}/static/print/paper.ab4e8877f672.css") == collected


def test_numbers_on_paper_lead_to_their_lists_here(full: Report, settings: Any) -> None:
    pytest.importorskip("weasyprint")
    settings.BASE_URL = "https://voice.example.com/"
    links = [
        address for page in typeset(paper(full)).pages for kind, address, *_box in page.links if kind == "external"
    ]
    assert f"https://voice.example.com/reports/{full.pk}/ideas/asked/" in links
    assert [one for one in links if not one.startswith("https://voice.example.com/")] == []


def test_the_customers_edition_is_typeset_too(full: Report) -> None:
    pytest.importorskip("weasyprint")
    html = render_to_string("reports/edition_print.html", context_of(full))
    assert "Because." not in html
    assert "Hana Okafor" not in html
    assert len(typeset(html).pages) <= 3


def test_only_who_publishes_takes_the_edition_as_pdf(full: Report, signed_in: Any) -> None:
    pytest.importorskip("weasyprint")
    address = f"/reports/{full.pk}/customers/report.pdf"
    assert signed_in(make_staff(role=Role.VIEWER)).get(address).status_code in (403, 404)
    assert signed_in(make_staff(role=Role.PRODUCT)).get(address).headers["Content-Type"] == "application/pdf"
    assert Client().get(address).status_code == 302
