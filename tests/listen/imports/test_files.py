"""Files as programs and people really write them, and as nobody should."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from wellheard.listen.imports.columns import Column, match_columns
from wellheard.listen.imports.errors import FileError, RowError
from wellheard.listen.imports.reading import Broken, Row, open_table
from wellheard.listen.imports.values import Habits, day, decimal_number, moment, text, truth, whole_number

PLAIN = Habits()


def read(path: Path) -> tuple[list[str], list[Row | Broken], list[str]]:
    table = open_table(path)
    return table.columns, list(table.rows), table.notes


def cells(path: Path) -> list[dict[str, Any]]:
    return [row.cells for row in read(path)[1] if isinstance(row, Row)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_line_end_and_encoding(tmp_path: Path, separator: str, end: str, encoding: str) -> None:
    path = tmp_path / "file.csv"
    rows = [["id", "name"], ["1", "Zoë — 公司"], ["2", f'a{separator}"b"']]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))

    assert cells(path) == [{"id": "1", "name": "Zoë — 公司"}, {"id": "2", "name": f'a{separator}"b"'}]


def test_latin_letters_without_utf8_are_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("id,name\n1,Café “Zoë”\n".encode("cp1252"))

    assert cells(path) == [{"id": "1", "name": "Café “Zoë”"}]
    assert "not UTF-8" in read(path)[2][0]


def test_cells_over_several_lines_keep_the_number_of_their_first_line(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('id,name\n1,"two\nlines"\n\n2,last\n')

    assert [(row.number, row.cells["name"]) for row in read(path)[1] if isinstance(row, Row)] == [
        (2, "two\nlines"),
        (5, "last"),
    ]


def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('id,name\n1,fine\n2,"never closed\n3,fine\n4,fine\n')

    _columns, rows, _notes = read(path)

    assert [row.number for row in rows if isinstance(row, Broken)] == [3]
    assert [row.cells["id"] for row in rows if isinstance(row, Row)] == ["1", "3", "4"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,a,b,c", "It has 4 cells, but there are 2 columns"),
        ('1,"a"b', "A quote stands in the middle of a cell"),
        (f"1,{'x' * 1_000_001}", "longer than 1 MB"),
        (f"1,{'x' * 10_000_001}", "longer than 10 MB"),
    ],
)
def test_a_line_that_is_broken_is_told_and_the_next_one_is_read(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"id,name\n{line}\n2,fine\n")

    broken, fine = read(path)[1]

    assert isinstance(broken, Broken)
    assert isinstance(fine, Row)
    assert reason in broken.reason
    assert (broken.number, fine.number) == (2, 3)


def test_a_file_full_of_broken_quotes_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("id,name\n" + '1,"a"b\n' * 1000)

    with pytest.raises(FileError, match="not CSV"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("file.csv", b"", "empty"),
        ("file.csv", b"\n\n", "names no columns"),
        ("file.csv", b"PK\x03\x04 no zip", "damaged"),
        ("file.csv", b"\xd0\xcf\x11\xe0 old excel", "save it as .xlsx"),
        ("file.json", b'[{"id": 1}]', "one object a line"),
        ("file.jsonl", b"hello\n", "No line of this file is a JSON object"),
        ("file.csv", ",".join(f"c{n}" for n in range(501)).encode(), "more than 500 columns"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(FileError, match=reason):
        read(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read: No such file"):
        open_table(tmp_path / "nowhere.csv")
    with pytest.raises(FileError, match="Is a directory"):
        open_table(tmp_path)


def test_json_lines_with_objects_inside(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    lines = [{"id": 1, "contact": {"email": "a@x.example"}, "tags": ["a", "b"], "price": 1.5}, {"id": 2, "more": None}]
    path.write_text("\n\n".join(map(json.dumps, lines)) + '\n{"id": NaN}\n{"id": ' + "9" * 5000 + "}\n" + "[" * 9999)

    columns, rows, _notes = read(path)

    assert columns == ["id", "contact.email", "tags", "price", "more"]
    assert isinstance(rows[0], Row)
    assert rows[0].cells == {"id": 1, "contact.email": "a@x.example", "tags": '["a", "b"]', "price": Decimal("1.5")}
    assert [row.number for row in rows if isinstance(row, Broken)] == [4, 5, 6]


def _workbook(path: Path, rows: list[list[Any]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.create_sheet("Other").append(["nothing"])
    book.save(path)


def test_excel_files(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    _workbook(path, [["id", "name", "since", "share"], [7.0, "Acme", date(2024, 3, 1), 0.5], [], [8, None, None, True]])

    columns, rows, notes = read(path)

    assert columns == ["id", "name", "since", "share"]
    assert "first one, “Sheet”, was read" in notes[0]
    first, second = [row for row in rows if isinstance(row, Row)]
    assert (first.number, second.number) == (2, 4)
    assert (text(first.cells["id"]), day(first.cells["since"], PLAIN)) == ("7", date(2024, 3, 1))


def test_a_zip_that_is_no_workbook_and_one_that_would_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(FileError, match="no Excel file"):
        read(path)
    monkeypatch.setattr("wellheard.listen.imports.xlsx_rows._MOST_UNPACKED", 100)
    _workbook(path, [["id"], [1]])
    with pytest.raises(FileError, match="larger than 1 GB when unpacked"):
        read(path)


def test_a_workbook_with_an_xml_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    _workbook(path, [["id"], [1]])
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/workbook.xml"] = bomb.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)

    with pytest.raises(FileError, match="cannot be read as"):
        read(path)


@given(content=st.binary(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_rows_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    try:
        read(path)
    except FileError as problem:
        assert str(problem).endswith((".", "does it).", ")."))  # noqa: PT017 - hypothesis tries both ways


@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2), min_size=1
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_pythons_own_writer_writes_is_read_as_it_was(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "file.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["one", "two"], *rows])

    assert [list(row.values()) for row in cells(path)] == [row for row in rows if any(cell.strip() for cell in row)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234.56", "1234.56"), ("1.234,56", "1234.56"), ("1 234,56", "1234.56"), ("1'234.56", "1234.56"),
        ("$1,234", "1234"), ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("12,5", "12.5"), ("0,125", "0.125"),
        ("USD 12.50", "12.50"), ("12.50 EUR", "12.50"), ("−5", "-5"), ("'-5", "-5"), ("1e3", "1000"), (7, "7"), (0.5, "0.5"),
        ("１２３", "123"), ("1.5", "1.5"), ("1.234", "1.234"), (" 12 ", "12"), ("1\u202f234,5", "1234.5"), ("12 €", "12"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written: Any, number: str) -> None:
    assert decimal_number(written, PLAIN) == Decimal(number)


def test_numbers_that_can_be_read_two_ways_follow_the_files_habit() -> None:
    assert decimal_number("1.234", Habits(decimal="comma")) == 1234
    assert decimal_number("1,234", Habits(decimal="comma")) == Decimal("1.234")
    assert decimal_number("1,234", Habits(decimal="point")) == 1234


@pytest.mark.parametrize("written", ["lots", "1.2.3,4,5x", "NaN", "Infinity", "1e99", "--5", "5-", ".", "0x10", True])
def test_what_is_no_number_is_refused(written: Any) -> None:
    with pytest.raises(RowError, match="number"):
        decimal_number(written, PLAIN)


def test_whole_numbers_have_no_fractions() -> None:
    assert whole_number("1,000", PLAIN) == 1000
    assert whole_number("", PLAIN) is None
    with pytest.raises(RowError, match="not a whole number"):
        whole_number("1.5", PLAIN)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2024-03-01", date(2024, 3, 1)), ("2024-3-1", date(2024, 3, 1)), ("2024/03/01", date(2024, 3, 1)),
        ("01.03.2024", date(2024, 3, 1)), ("31/12/2024", date(2024, 12, 31)), ("12/31/2024 1:05 PM", date(2024, 12, 31)),
        ("4/4/2024", date(2024, 4, 4)), ("Mar 1, 2024", date(2024, 3, 1)), ("1st March 2024", date(2024, 3, 1)),
        ("Fri, 01 Mar 2024 10:00:00 +0000", date(2024, 3, 1)), ("2024-03-01 10:00:00", date(2024, 3, 1)),
        ("2024-03-01T10:00:00.123Z", date(2024, 3, 1)), ("1709287200", date(2024, 3, 1)), ("1709287200000", date(2024, 3, 1)),
        ("2024-03-01 10:00:00 UTC", date(2024, 3, 1)), (datetime(2024, 3, 1, tzinfo=UTC), date(2024, 3, 1)), ("", None),
    ],
)  # fmt: skip
def test_days_as_people_write_them(written: Any, found: date | None) -> None:
    assert day(written, PLAIN) == found


@pytest.mark.parametrize(
    "written", ["03/04/2024", "soon", "2024-13-01", "30/02/2024", "0001-01-01", "9999-12-31", "20240301x"]
)
def test_what_is_no_day_or_two_days_is_refused(written: str) -> None:
    with pytest.raises(RowError):
        day(written, PLAIN)


def test_days_that_can_be_two_follow_the_files_habit() -> None:
    assert day("03/04/2024", Habits(dates="dmy")) == date(2024, 4, 3)
    assert day("03/04/2024", Habits(dates="mdy")) == date(2024, 3, 4)


def test_a_moment_without_a_zone_is_the_installations() -> None:
    assert moment("2024-03-01 10:00", PLAIN) == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert moment("2024-03-01T10:00:00+02:00", PLAIN) == datetime(2024, 3, 1, 8, tzinfo=UTC)


def test_yes_and_no() -> None:
    assert [truth(value) for value in ("True", "yes", "1", 1, True, "X")] == [True] * 6
    assert [truth(value) for value in ("False", "no", "0", 0, False, "", None)] == [False] * 7
    with pytest.raises(RowError, match="neither yes nor no"):
        truth("perhaps")


@given(value=st.text(max_size=40) | st.integers() | st.floats() | st.datetimes() | st.booleans() | st.none())
@settings(max_examples=300, deadline=None)
def test_any_cell_is_read_or_refused(value: Any) -> None:
    for reader in (decimal_number, whole_number, day, moment):
        try:
            reader(value, PLAIN)
        except RowError:
            continue
    try:
        truth(value)
    except RowError:
        return


def test_columns_are_told_apart_by_the_better_name() -> None:
    ours = [Column("words", "text comment title", is_needed=True), Column("title", "subject"), Column("id", "number")]

    matching = match_columns(ours, ["Number", "Subject", "COMMENT", "Mood"], mapped={})

    assert matching.theirs == {"words": "COMMENT", "title": "Subject", "id": "Number"}
    assert matching.others == ["Mood"]
