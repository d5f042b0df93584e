"""The pages of reports: read, written, published, counted again, sent, and given to customers without what is not for them."""

import re
import sys
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_staff
from tests.reports.worlds import SECRET, Quarter, a_quarter
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.reports.commands import (
    close_edition,
    make_report,
    open_edition,
    publish_report,
    want_reports,
    write_section,
)
from wellheard.learn.reports.links import edition_link
from wellheard.learn.reports.models import Reader, Report
from wellheard.learn.reports.sections import VOICE
from wellheard.web.reports.reactions import mail_report
from wellheard.web.reports.tables import csv_of
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def product(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


@pytest.fixture
def draft(quarter: Quarter) -> Report:
    return make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, by=None)


def published(report: Report) -> Report:
    return publish_report(report_id=report.pk, version=report.version, by=make_staff())


def main_of(page: bytes) -> str:
    return page.decode().split("<main")[1].split("</main>")[0]


def customers_page(client: Client, report: Report) -> str:
    token = edition_link(open_edition(report_id=report.pk)).split("/portal/report/")[1]
    return client.get(f"/portal/report/{token}").content.decode()


def test_a_section_without_a_case_has_no_table_of_figures(product: Client, draft: Report) -> None:
    page = product.get(f"/reports/{draft.pk}/").content.decode()
    support = page.split('id="support"')[1].split("</section>")[0]
    assert "No conversation was begun in these days." in support
    assert "<table" not in support


def test_a_report_shows_its_twelve_sections_with_every_number_leading_on(product: Client, draft: Report) -> None:
    page = product.get(f"/reports/{draft.pk}/").content
    assert re.findall(r'<section class="section" id="(\w+)"', page.decode()) == list(VOICE)
    assert "They said 3 things. We answered 1 of them." in page.decode()
    for address in set(re.findall(r'href="(/[^"#]*)"', main_of(page))):
        if not address.endswith((".pdf", ".csv")):
            assert product.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_number_of_the_meter_is_the_length_of_its_list(product: Client, quarter: Quarter, draft: Report) -> None:
    days = f"{quarter.begins_on}~{quarter.last_on}"
    assert f"/loop/listen/?period={days}" in product.get(f"/reports/{draft.pk}/").content.decode()
    page = product.get(reverse("loop_list", args=["listen"]), {"period": days}).content.decode()
    assert page.count("<blockquote") == 3


def test_a_draft_is_seen_by_those_alone_who_may_publish(viewer: Client, draft: Report) -> None:
    assert viewer.get(f"/reports/{draft.pk}/").status_code == 404
    assert str(draft.pk) not in re.findall(r'href="/reports/(\d+)/"', viewer.get("/reports/").content.decode())
    published(draft)
    assert viewer.get(f"/reports/{draft.pk}/").status_code == 200


@pytest.mark.parametrize(
    "step", ["new/", "{pk}/again/", "{pk}/publishing/", "{pk}/customers/", "{pk}/sections/nps/", "{pk}/summary.csv"]
)
def test_whoever_may_only_read_changes_nothing(viewer: Client, draft: Report, step: str) -> None:
    published(draft)
    assert viewer.get(f"/reports/{step.format(pk=draft.pk)}").status_code == 403


@pytest.mark.parametrize("step", ["rebuilding", "correction", "opening", "closing"])
def test_steps_are_posted_by_those_who_may(viewer: Client, product: Client, draft: Report, step: str) -> None:
    assert product.get(f"/reports/{draft.pk}/{step}/").status_code == 405
    assert viewer.post(f"/reports/{draft.pk}/{step}/").status_code == 403


def test_a_new_report_needs_days_that_have_passed(product: Client) -> None:
    assert product.post("/reports/new/", {"kind": "voice"}).status_code == 422
    refused = product.post("/reports/new/", {"kind": "voice", "begin": "2099-01-01", "end": "2099-02-01"})
    assert refused.status_code == 422
    assert "still to come" in refused.content.decode()


def test_each_section_of_a_draft_is_written_in_where_it_stands(product: Client, viewer: Client, draft: Report) -> None:
    page = main_of(product.get(f"/reports/{draft.pk}/").content)
    forms = dict.fromkeys(re.findall(rf'action="/reports/{draft.pk}/sections/(\w+)/"', page))
    assert list(forms) == list(VOICE)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))

    form = {"version": 1, "commentary": "Said where it stands.", "public_text": ""}
    answer = product.post(f"/reports/{draft.pk}/sections/themes/", form)
    assert answer.headers["Location"] == f"/reports/{draft.pk}/#themes"
    assert "Said where it stands." in product.get(f"/reports/{draft.pk}/").text
    published(draft)
    assert "/sections/" not in product.get(f"/reports/{draft.pk}/").text
    assert "/sections/" not in viewer.get(f"/reports/{draft.pk}/").text


def test_a_second_editor_sees_both_texts(product: Client, draft: Report) -> None:
    write_section(report_id=draft.pk, key="nps", version=1, commentary="Theirs first", public_text="", by=make_staff())
    page = product.post(
        f"/reports/{draft.pk}/sections/nps/", {"version": 1, "commentary": "Mine second", "public_text": ""}
    )
    assert page.status_code == 422
    assert "Theirs first" in page.content.decode()
    assert "Mine second" in page.content.decode()


def test_a_point_is_put_in_words_and_given_to_somebody(product: Client, draft: Report) -> None:
    point, owner = draft.points.get(kind="decision", position=1), make_staff(name="Bo Owner")
    form = {"version": 1, "words": "Build it.", "owner": owner.pk, "due_on": "2027-01-31"}
    assert product.post(f"/reports/{draft.pk}/points/{point.pk}/", form).status_code == 302
    page = product.get(f"/reports/{draft.pk}/").content.decode()
    assert "Build it." in page
    assert "Bo Owner" in page


def test_publishing_what_was_counted_again_meanwhile_is_refused(product: Client, draft: Report) -> None:
    product.post(f"/reports/{draft.pk}/rebuilding/", {"version": 1})
    product.post(f"/reports/{draft.pk}/publishing/", {"version": 1})
    draft.refresh_from_db()
    assert not draft.is_published
    product.post(f"/reports/{draft.pk}/publishing/", {"version": draft.version})
    draft.refresh_from_db()
    assert draft.is_published


def test_customers_read_no_money_no_unagreed_name_and_no_word_of_ours(draft: Report) -> None:
    staff = make_staff()
    write_section(
        report_id=draft.pk, key="requests", version=1, commentary="Milk them", public_text="Thank you!", by=staff
    )
    page = customers_page(Client(), published(draft))

    assert "Work offline" in page
    assert "Thank you!" in page
    assert "a customer in Lifts" in page
    ours = ("$", "Milk them", "Raise the price", "They threatened us", "Greedy", "Ines Calder", "Enterprise", SECRET)
    for secret in (*ours, "Meridian", "Harbour"):
        assert secret not in page, secret


def test_an_idea_that_is_not_public_any_more_is_gone_from_the_edition(quarter: Quarter, draft: Report) -> None:
    report = published(draft)
    assert "Work offline" in customers_page(Client(), report)
    quarter.offline.is_public = False
    quarter.offline.save(update_fields=["is_public"])
    assert "Work offline" not in customers_page(Client(), report)


def test_the_link_is_signed_and_ends_when_it_is_closed(draft: Report) -> None:
    report = open_edition(report_id=published(draft).pk)
    token = edition_link(report).split("/portal/report/")[1]
    assert Client().get(f"/portal/report/{token}").status_code == 200
    assert Client().get(f"/portal/report/{token[:-4]}abc/").status_code == 404
    assert Client().get("/portal/report/1/").status_code == 404

    close_edition(report_id=report.pk)
    open_edition(report_id=report.pk)
    assert Client().get(f"/portal/report/{token}").status_code == 404


def test_a_report_comes_by_mail_to_whoever_wishes_and_once(viewer: Client, draft: Report) -> None:
    reader = make_staff(name="Ada Reader")
    want_reports(staff=reader)
    make_staff(name="Not Asked")
    report = published(draft)
    fact = Fact.objects.get(name="report.published")
    mail_report(fact)
    mail_report(fact)

    mail = OutgoingMail.objects.get(key__startswith="report:")
    assert mail.to_address == reader.email
    assert f"/reports/{report.pk}/" in mail.body
    assert "“Work offline” weighs most" in mail.body


def test_wishing_for_mail_is_a_choice_of_ones_own(viewer: Client) -> None:
    viewer.post("/reports/mail/", {"wants": "yes"})
    viewer.post("/reports/mail/", {"wants": "yes"})
    assert Reader.objects.count() == 1
    viewer.post("/reports/mail/", {"wants": "no"})
    assert not Reader.objects.exists()


def test_a_section_is_a_file_whose_cells_run_nothing(product: Client, quarter: Quarter, draft: Report) -> None:
    answer = product.get(f"/reports/{draft.pk}/requests.csv")
    assert "Work offline" in answer.content.decode()
    assert "'=1+1" in csv_of({"rows": [{"title": "=1+1"}]})
    assert product.get(f"/reports/{draft.pk}/nothing.csv").status_code == 404


def test_without_weasyprint_the_page_says_what_to_do(
    product: Client, draft: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = product.get(f"/reports/{draft.pk}/report.pdf", follow=True)
    assert "Print the page instead" in answer.content.decode()


def test_the_pdf_is_typeset_where_weasyprint_is_there(product: Client, draft: Report) -> None:
    pytest.importorskip("weasyprint")
    answer = product.get(f"/reports/{draft.pk}/report.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_list_asks_the_database_as_often_for_one_report_as_for_many(
    product: Client, quarter: Quarter, draft: Report, queries_of: Callable[[Client, str], int]
) -> None:
    few = queries_of(product, "/reports/")
    for number in range(1, 20):
        Report.objects.create(
            begins_on=f"2020-01-{number:02d}", last_on="2020-02-01", currency="USD", made_at=draft.made_at
        )
    assert queries_of(product, "/reports/") == few


def test_a_briefing_tells_everybody_what_was_released_and_goes_to_no_customer(
    product: Client, quarter: Quarter
) -> None:
    briefing = make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, kind=Report.Kind.BRIEFING, by=None)
    page = product.get(f"/reports/{briefing.pk}/")
    assert "Nothing was released in these days." in page.content.decode()
    assert product.get(f"/reports/{briefing.pk}/customers/").status_code == 404
