"""Lists as files: every row, of whom may, noted, harmless in a spreadsheet, and as flat in memory as one part."""

import csv
import gc
import io
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.deals.makers import heard
from tests.makers import (
    make_area,
    make_attribute,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_survey,
    make_survey_answer,
)
from tests.talks.stories import plan
from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import SaidReason
from wellheard.listen.departures.models import Departure
from wellheard.listen.models import Feedback, Import, ImportedRow
from wellheard.understand.trends.commands.counting import count_day
from wellheard.web.exports.lists import TABLES
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import GRANTS, Permission, Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff(name="Ines Calder"))


def file_of(admin: Client, url: str) -> list[dict[str, str]]:
    response = admin.post(url, {"mark": "yes"})
    assert response.status_code == 200, url
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def one_of_each() -> str:
    """Make a row of everything that can be exported; return the keys of the idea, the import and the survey."""
    company = make_company(mrr=100)
    contact = make_contact(company=company)
    idea = make_idea("Work offline")
    said = make_feedback(contact=contact)
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    count_day(day=said.heard_at.astimezone(clock.zone()).date())
    moment = clock.now()
    Answer.objects.create(contact=contact, idea=idea, occasion="shipped", waiting_since=moment, owed_at=moment)
    Task.objects.create(kind="call", title="Call them", made_at=moment)
    Segment.objects.create(name="Everybody", rule={})
    run = Import.objects.create(kind="companies", file_name="a.csv", started_at=moment)
    ImportedRow.objects.create(run=run, kind="customers.company", object_id=company.pk, fingerprint="x")
    survey = make_survey()
    make_survey_answer(survey, 9, contact=contact)
    Departure.objects.create(company=company, left_on=clock.today(), reported_by="billing", recorded_at=moment)
    plan(contact)
    heard()
    return f"idea={idea.pk}&run={run.pk}&survey={survey.pk}"


ADDRESSES = {
    "evidence": "/exports/evidence/?of={idea}",
    "import-rows": "/exports/import-rows/?of={run}",
    "figure": "/exports/figure/?of=importance-known&period=year",
    "survey-answers": "/exports/survey-answers/?of={survey}",
    "tasks": "/exports/tasks/?view=all",
}


def address(name: str, made: str) -> str:
    keys = dict(pair.split("=") for pair in made.split("&"))
    return ADDRESSES.get(name, f"/exports/{name}/").format(**keys)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "releases"])
def test_every_list_leaves_row_by_row_and_that_is_noted(admin: Client, name: str) -> None:
    url = address(name, one_of_each())
    asked = admin.get(url)
    assert asked.status_code == 200
    assert not Fact.objects.filter(name="list.exported").exists()
    before = Fact.objects.count()
    rows = file_of(admin, url)
    noted = Fact.objects.get(name="list.exported")
    assert (noted.details["list"], noted.actor_type) == (name, "staff")
    # The note itself is a row of the history.
    assert len(rows) == (before + 1 if name == "facts" else noted.details["rows"]) > 0


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.SUCCESS, Role.SALES])
def test_who_may_not_export_gets_no_row_and_sees_no_button(signed_in: SignIn, name: str, role: Role) -> None:
    refused = signed_in(make_staff(role=role))
    assert refused.get(f"/exports/{name}/").status_code == 403
    assert refused.post(f"/exports/{name}/").status_code == 403
    assert not Fact.objects.filter(name="list.exported").exists()


def test_a_list_that_one_may_not_read_cannot_be_exported(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, Permission.ANSWER, frozenset())
    assert admin.post("/exports/tasks/").status_code == 403


@pytest.mark.parametrize(
    "url",
    ["/exports/nonsense/", "/exports/evidence/", "/exports/evidence/?of=x", "/exports/evidence/?of=99999999999999999999",
     "/exports/figure/?of=nonsense", "/exports/answers/?view=nonsense", "/exports/tasks/?view=x", "/exports/ideas/?segment=9",
     "/exports/import-rows/?of=0"],
)  # fmt: skip
def test_what_is_not_there_is_not_exported(admin: Client, url: str) -> None:
    assert admin.get(url).status_code == 404
    assert admin.post(url).status_code == 404
    assert not Fact.objects.filter(name="list.exported").exists()


@pytest.mark.parametrize("words", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", " =cmd|'/c calc'!A0"])
def test_no_cell_is_run_by_a_spreadsheet(admin: Client, words: str) -> None:
    make_company(name=words, industry=words, tags=[words])
    make_feedback(words, contact=make_contact(name=words))
    row = file_of(admin, "/exports/companies/")[0]
    said = file_of(admin, "/exports/feedback/")[0]
    for cell in (row["name"], row["industry"], row["tags"], said["words"], said["contact_name"]):
        assert cell.startswith("'"), cell


def test_the_filter_of_the_list_applies(admin: Client) -> None:
    area, other = make_area(), make_company(name="Other")
    inside = make_company(name="Inside")
    segment = Segment.objects.create(name="S", rule={})
    SegmentMember.objects.create(segment=segment, company=inside)
    make_feedback(company=inside, area=area)
    make_feedback(company=other)
    assert [row["name"] for row in file_of(admin, f"/exports/companies/?segment={segment.pk}")] == ["Inside"]
    assert [row["company"] for row in file_of(admin, f"/exports/feedback/?segment={segment.pk}")] == ["Inside"]
    assert [row["company"] for row in file_of(admin, f"/exports/triage/?area={area.pk}")] == ["Inside"]
    assert admin.get(f"/filing/?area={area.pk}", follow=True).status_code == 200
    assert file_of(admin, "/exports/companies/?view=risk") == []
    assert [row["name"] for row in file_of(admin, f"/exports/facts/?company={inside.pk}")] == []
    assert file_of(admin, "/exports/facts/?company=x") == []


def test_the_button_carries_the_filter(admin: Client) -> None:
    make_company()
    page = admin.get("/companies/?stage=active&after=x").content.decode()
    assert 'href="/exports/companies/?stage=active"' in page


def test_custom_attributes_have_columns_of_their_own(admin: Client) -> None:
    make_attribute(key="region")
    make_attribute(key="name")
    make_company(name="North", attributes={"region": "=North", "name": "not this"})
    row = file_of(admin, "/exports/companies/")[0]
    assert (row["region"], row["name"]) == ("'=North", "North")


def test_the_mark_is_a_choice(admin: Client) -> None:
    def first_bytes(fields: dict[str, str]) -> bytes:
        return b"".join(admin.post("/exports/companies/", fields).streaming_content)[:3]  # type: ignore[attr-defined]

    assert first_bytes({"mark": "yes"}) == b"\xef\xbb\xbf"
    assert first_bytes({}) == b"id,"


def test_the_file_is_named_and_not_kept_on_the_way(admin: Client) -> None:
    response = admin.post("/exports/companies/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="companies-2')
    assert response["Cache-Control"] == "no-store"


@pytest.fixture
def many_voices() -> int:
    company = make_company()
    contact = make_contact(company=company)
    moment = clock.now()
    Feedback.objects.bulk_create(
        Feedback(
            words=f"Voice {number} " + "x" * 500,
            source="portal",
            contact=contact,
            company=company,
            heard_at=moment - timedelta(minutes=number // 3),
            recorded_at=moment,
        )
        for number in range(4_000)
    )
    return 4_000


def test_thousands_of_rows_leave_in_parts_of_as_many_queries_and_flat_memory(admin: Client, many_voices: int) -> None:
    response = admin.post("/exports/feedback/")
    stream = iter(response.streaming_content)  # type: ignore[attr-defined]
    next(stream)
    next(stream)
    counts, rows = [], 500
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            rows += next(stream).count(b"\n")
        counts.append(len(queries))
    # What was captured is ours, and no part of what an export holds.
    connection.queries_log.clear()
    tracemalloc.start()
    rows += next(stream).count(b"\n")
    gc.collect()
    settled = tracemalloc.get_traced_memory()[0]
    rows += sum(next(stream).count(b"\n") for _ in range(many_voices // 500 - 5))
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - settled
    tracemalloc.stop()
    assert next(stream, None) is None
    assert rows == many_voices
    assert len(set(counts)) == 1
    assert counts[0] <= 4
    # A part holds 500 rows of half a kilobyte; nothing of the parts before is left.
    assert grown < 700_000


def test_a_file_of_companies_can_be_imported_again(admin: Client) -> None:
    make_company(name="North", external_id="n1", country="DE")
    row = file_of(admin, "/exports/companies/")[0]
    assert {"id": "n1", "name": "North", "country": "DE"}.items() <= row.items()
    assert Company.objects.count() == 1


def test_departures_and_talks_leave_as_their_lists_show_them(admin: Client) -> None:
    moment, away, back = clock.now(), make_company(name="Away"), make_company(name="Back")
    for company, returned_on in ((away, None), (back, clock.today())):
        Departure.objects.create(
            company=company, left_on=clock.today(), reported_by="billing", recorded_at=moment, returned_on=returned_on
        )
    assert {row["company"] for row in file_of(admin, "/exports/departures/")} == {"Away", "Back"}
    assert [row["company"] for row in file_of(admin, "/exports/departures/?view=returned")] == ["Back"]
    held, coming = plan(make_contact(company=away), days=-2), plan(make_contact(company=back))
    assert [row["talk"] for row in file_of(admin, "/exports/talks/")] == [str(coming.pk)]
    assert [row["talk"] for row in file_of(admin, "/exports/talks/?list=held")] == [str(held.pk)]
    assert admin.get("/exports/talks/?list=nonsense").status_code == 404
    assert 'href="/exports/departures/?view=returned"' in admin.get("/departures/?view=returned").content.decode()
    assert 'href="/exports/talks/?list=held"' in admin.get("/talks/?list=held").content.decode()


def test_all_talks_of_a_company_or_of_a_person_are_handed_out(admin: Client) -> None:
    acme = make_company(name="Acme")
    ada, ben = make_contact(company=acme), make_contact(company=acme)
    both, coming = plan(ada, ben, days=-2), plan(ben)
    plan(make_contact(company=make_company()))

    def handed_out(of: str) -> list[str]:
        return [row["talk"] for row in file_of(admin, f"/exports/talks/?{of}")]

    assert handed_out(f"company={acme.pk}") == [str(coming.pk), str(both.pk)]
    assert handed_out(f"contact={ada.pk}") == [str(both.pk)]
    assert handed_out("company=x") == handed_out("contact=0") == []
    assert f'href="/exports/talks/?company={acme.pk}"' in admin.get(f"/companies/{acme.pk}/").content.decode()


def test_deals_leave_as_their_list_shows_them_and_could_come_in_again(admin: Client) -> None:
    make_company(name="Acme", external_id="a1")
    said = {"reasons": (SaidReason("Too dear", "buyer"),), "missing": ("Maps",), "competitor": "Fieldly"}
    heard(title="Lost one", external_id="d7", company_name="Acme", outcome="lost", industry="Farming", **said)
    heard(title="Nobody's", company_name="Birch", outcome="won", amount=None)
    rows = file_of(admin, "/exports/deals/")
    assert {row["title"] for row in rows} == {"Lost one", "Nobody's"}
    (lost,) = file_of(admin, "/exports/deals/?view=lost&industry=Farming&q=acme")
    assert {
        "id": "d7", "company": "Acme", "company_id": "a1", "is_placed": "yes", "outcome": "lost_competitor",
        "deal_amount": "1200.00", "currency": "USD", "deal_competitor": "Fieldly", "deal_reason": "Too dear (buyer)",
        "missing": "Maps",
    }.items() <= lost.items()  # fmt: skip
    (won,) = file_of(admin, "/exports/deals/?view=won")
    assert (won["company"], won["is_placed"], won["deal_amount"]) == ("Birch", "no", "")
    assert file_of(admin, "/exports/deals/?view=lost&q=birch") == []
    assert 'href="/exports/deals/?view=lost"' in admin.get("/deals/?view=lost").content.decode()
