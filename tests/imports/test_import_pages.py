"""Pages of imports: upload, say what is meant, try, bring in, correct what was refused, take back."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from tests.makers import make_area, make_category, make_company, make_staff
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback, Import, ImportHabit
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Reason, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]
RunJobs = Callable[[], None]
COMPANIES = "Account Name,Lage,Seats\nAcme,VIP,9\nBirch,vip,3\nCone,Old friend,many\n"


def upload(desk: Client, content: str | bytes, *, kind: str = "companies", name: str = "a.csv") -> Import:
    raw = content if isinstance(content, bytes) else content.encode()
    response = desk.post("/imports/new/", {"kind": kind, "origin": "Desk", "file": SimpleUploadedFile(name, raw)})
    assert response.status_code == 302, response.content
    return Import.objects.latest("pk")


def meant(desk: Client, run: Import, **fields: str) -> Any:
    page = desk.get(f"/imports/{run.pk}/columns/")
    initial = {field.name: field.value() or "" for field in page.context["form"]}
    return desk.post(f"/imports/{run.pk}/columns/", {**initial, "try": "1", **fields})


def body(response: Any) -> str:
    return str(response.content.decode())


def test_a_file_goes_the_whole_way(desk: Client, run_jobs: RunJobs) -> None:
    run = upload(desk, COMPANIES)
    page = body(desk.get(f"/imports/{run.pk}/columns/"))
    assert "Seats" in page
    assert "is not a number" in page
    assert not Company.objects.exists()

    choose = {"column-stage": "Lage"}
    again = body(desk.post(f"/imports/{run.pk}/columns/", {"column-name": "Account Name", **choose, "look": "1"}))
    assert "Old friend (1)" in again
    assert "VIP (2)" in again
    response = meant(desk, run, **choose)
    assert response["Location"] == f"/imports/{run.pk}/"
    assert "being tried" in body(desk.get(f"/imports/{run.pk}/"))
    run_jobs()
    tried = body(desk.get(f"/imports/{run.pk}/"))
    assert "2 rows would be new" in tried
    assert "1 refused" in tried
    assert not Company.objects.exists()

    for _double_click in range(2):
        desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()
    done = body(desk.get(f"/imports/{run.pk}/"))
    assert "2 new rows came in" in done
    assert Company.objects.count() == 2


def test_values_are_translated_and_remembered_for_the_next_file(desk: Client, run_jobs: RunJobs) -> None:
    run = upload(desk, COMPANIES.replace("Lage", "Stage"))
    assert "VIP (2)" in body(desk.get(f"/imports/{run.pk}/columns/"))
    meant(desk, run, **{"value-stage-0": "at_risk"})
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()

    assert set(Company.objects.values_list("stage", flat=True)) == {"at_risk"}
    assert ImportHabit.objects.get().options["values"] == {"stage": {"vip": "at_risk"}}
    assert upload(desk, "Account Name,Stage\nDune,VIP\n").options["values"] == {"stage": {"vip": "at_risk"}}


def test_tags_of_conversations_are_given_an_area_and_a_category(desk: Client, run_jobs: RunJobs) -> None:
    area, category = make_area(name="Printing"), make_category(name="Bug", key="bug")
    said = {
        "id": 1,
        "subject": "Printer",
        "tags": ["sheets", "vip", "Bug"],
        "messages": [{"words": "Nothing", "at": "2025-03-03"}],
    }
    run = upload(desk, json.dumps(said) + "\n", kind="conversations", name="talks.jsonl")
    page = body(desk.get(f"/imports/{run.pk}/columns/"))
    assert "What their tags mean here" in page
    assert "one in a list" in page
    assert "As it is called: Bug" in page

    meant(desk, run, **{"value-tag_area-0": str(area.pk), "value-tag_area-1": "-"})
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()

    row = Conversation.objects.get()
    assert [(tag.area, tag.category) for tag in row.tags.all()] == [(area, category)]
    assert "tags" not in row.imported_stats
    assert "See the conversations" in body(desk.get(f"/imports/{run.pk}/"))
    assert desk.get(f"/inbox/{row.pk}/").status_code == 200
    assert "As Desk had it" in body(desk.get(f"/inbox/{row.pk}/beside/"))


def test_words_of_a_file_are_shown_as_it_writes_them_and_what_they_are_taken_for_by_our_names(desk: Client) -> None:
    add_standard_reasons()
    row = "2026-03-0{0},Acme,{1}\n"
    words = ["Too_Expensive", "too_expensive", "Unknown", "Moved to Mars"]
    run = upload(
        desk, "Left on,Company,Reason\n" + "".join(row.format(*one) for one in enumerate(words, 1)), kind="departures"
    )

    page = body(desk.get(f"/imports/{run.pk}/columns/"))
    assert "Too_Expensive (2)" in page
    assert "Moved to Mars (1)" in page
    price = Reason.objects.get(kind="departure", key="price")
    assert f"As it is called: {price.full_label}" in page
    assert "As it is called: Nobody knows" in page

    remembered = meant(desk, run, **{"value-reason-2": "price"})
    assert remembered.status_code == 302
    assert Import.objects.get(pk=run.pk).options["values"] == {"reason": {"moved to mars": "price"}}


def test_reasons_are_offered_ours_for_theirs(desk: Client, run_jobs: RunJobs) -> None:
    run = upload(desk, "id,text,Closed reason\n1,Thanks,Kudos\n", kind="feedback")
    page = body(desk.get(f"/imports/{run.pk}/columns/"))
    assert "Kudos (1)" in page
    assert "Thanks or praise, nothing to do" in page
    meant(desk, run, **{"value-set_aside_reason-0": "thanks"})
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()

    assert Feedback.objects.get().set_aside_reason == "thanks"


def test_refused_rows_are_downloaded_put_right_and_imported(desk: Client, run_jobs: RunJobs) -> None:
    run = upload(desk, COMPANIES.replace("Cone", "=Cone"))
    meant(desk, run)
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()

    response = desk.get(f"/imports/{run.pk}/refused.csv")
    assert response["Cache-Control"] == "no-store"
    sheet = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [(row["line"], row["Account Name"], row["Seats"]) for row in rows] == [("4", "'=Cone", "many")]
    assert "is not a number" in rows[0]["refused because"]

    again = upload(desk, sheet.replace("many", "4"))
    meant(desk, again)
    run_jobs()
    desk.post(f"/imports/{again.pk}/beginning/")
    run_jobs()
    cone = Company.objects.get(name="=Cone")
    assert cone.seats == 4


def test_an_import_is_taken_back_and_says_what_stays(desk: Client, run_jobs: RunJobs) -> None:
    run = upload(desk, COMPANIES.replace("many", "2"))
    meant(desk, run)
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()
    Company.objects.filter(name="Acme").update(seats=10)

    for _double_click in range(2):
        desk.post(f"/imports/{run.pk}/undoing/")
    run_jobs()

    page = body(desk.get(f"/imports/{run.pk}/"))
    assert "taken back, but for what others built on" in page
    assert "Companies: 1, somebody changed it since" in page
    assert list(Company.objects.values_list("name", flat=True)) == ["Acme"]


@pytest.mark.parametrize(
    ("encoding", "chosen", "text"),
    [
        ("utf-8-sig", "", "Naïve, 很好"),
        ("utf-16", "", "Naïve, 很好"),
        ("gb18030", "", "导出很慢，我们每个月都要等一个上午，请尽快改进，谢谢大家的努力"),
        ("cp1251", "", "Выгрузка отчёта занимает целое утро, сделайте, пожалуйста, быстрее"),
        ("cp1251", "cp1251", "Да"),
        ("latin-1", "latin-1", "Café"),
    ],
)
def test_old_encodings_are_told_or_chosen(
    desk: Client, run_jobs: RunJobs, encoding: str, chosen: str, text: str
) -> None:
    run = upload(desk, f"comment;id\n{text};1\n".encode(encoding), kind="feedback")
    page = desk.get(f"/imports/{run.pk}/columns/")
    if not chosen:
        assert text in body(page)
    meant(desk, run, encoding=chosen, separator=";")
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()

    assert Feedback.objects.get().words == text


def test_another_sheet_is_chosen(desk: Client, run_jobs: RunJobs) -> None:
    book = Workbook()
    assert book.active
    book.active.append(["Nothing"])
    second = book.create_sheet("Accounts")
    second.append(["Name"])
    second.append(["Acme"])
    raw = io.BytesIO()
    book.save(raw)
    run = upload(desk, raw.getvalue(), name="a.xlsx")

    page = desk.get(f"/imports/{run.pk}/columns/")
    assert "Say which column" not in body(page)
    looked = desk.post(f"/imports/{run.pk}/columns/", {"sheet": "Accounts", "column-name": "Name", "look": "1"})
    assert looked.context["form"].errors == {}
    assert "Acme" in body(looked)
    desk.post(f"/imports/{run.pk}/columns/", {"sheet": "Accounts", "column-name": "Name", "try": "1"})
    run_jobs()
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()
    assert Company.objects.get().name == "Acme"


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02", b'"', b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0", b"{]", b"a," * 1_000_000, b"\xff\xfe\x00"],
)
def test_hostile_files_get_a_sentence_and_can_be_thrown_away(desk: Client, content: bytes) -> None:
    run = upload(desk, content)

    page = desk.get(f"/imports/{run.pk}/columns/")

    assert page.status_code == 200
    assert desk.post(f"/imports/{run.pk}/columns/", {"try": "1"}).status_code == 422
    desk.post(f"/imports/{run.pk}/discarding/")
    assert not Import.objects.exists()


def test_what_is_no_import_is_refused(desk: Client) -> None:
    empty = desk.post("/imports/new/", {"kind": "companies", "file": SimpleUploadedFile("a.csv", b"")})
    unknown = desk.post("/imports/new/", {"kind": "people", "file": SimpleUploadedFile("a.csv", b"a")})
    nothing = desk.post("/imports/new/", {"kind": "companies"})

    assert [one.status_code for one in (empty, unknown, nothing)] == [422] * 3
    assert "The file is empty" in body(empty)
    assert "Choose a file" in body(nothing)
    assert desk.get("/imports/0/").status_code == 404
    assert desk.post("/imports/0/beginning/").status_code == 404
    assert desk.get("/imports/1/beginning/").status_code == 405


def test_too_large_a_file_says_where_else_to_bring_it_in(desk: Client, settings: Any) -> None:
    settings.IMPORT_MEGABYTES = 0

    response = desk.post("/imports/new/", {"kind": "companies", "file": SimpleUploadedFile("a.csv", b"name\n")})

    assert response.status_code == 422
    assert "wellheard import" in body(response)


@pytest.mark.parametrize("role", [Role.AGENT, Role.VIEWER, Role.SALES])
def test_who_may_not_import_is_told_so(signed_in: SignIn, role: Role) -> None:
    assert signed_in(make_staff(role=role)).get("/imports/").status_code == 403


def test_a_running_import_tells_how_far_it_is_piece_by_piece(desk: Client) -> None:
    run = Import.objects.create(
        kind="feedback", state="running", file="x", file_name="a.csv", started_at=clock.now(), row_count=500,
        rows_expected=2000,
    )  # fmt: skip

    part = desk.get(f"/imports/{run.pk}/", headers={"HX-Request": "true"})
    assert "500 of 2,000 rows" in body(part)
    assert "<html" not in body(part)
    desk.post(f"/imports/{run.pk}/stop/")
    assert desk.get(f"/imports/{run.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    run.refresh_from_db()
    assert run.state == "stopped"


def test_the_list_asks_as_little_for_twenty_as_for_one(desk: Client) -> None:
    make_company()
    runs = [
        Import(kind="feedback", file_name=f"{n}.csv", started_at=clock.now(), by=make_staff(), state="done")
        for n in range(20)
    ]
    Import.objects.bulk_create(runs[:1])
    desk.get("/imports/")

    asked = []
    for more in ([], runs[1:]):
        Import.objects.bulk_create(more)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/imports/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
