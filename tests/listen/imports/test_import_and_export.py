"""`wellheard import` and `wellheard export`, as an operator types them."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_category, make_company, make_contact, make_feedback, make_idea
from wellheard.cli import export_rows
from wellheard.customers.models import Company
from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.sheets import safe_cell
from wellheard.listen.imports.values import text
from wellheard.listen.models import Feedback

Wellheard = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def wellheard(tmp_path: Path) -> Wellheard:
    """Run the operator's command as a process of its own, on the database of this test."""
    known = connection.get_connection_params()
    host, port = known.get("host") or "", known.get("port") or ""
    name = connection.settings_dict["NAME"]
    address = f"postgresql://{known['user']}@{'' if host.startswith('/') else host}:{port}/{name}"
    environment = os.environ | {"DATABASE_URL": address, "WELLHEARD_LOG_LEVEL": "ERROR"}
    if host.startswith("/"):
        environment |= {"DATABASE_URL": f"postgresql://{known['user']}@/{name}", "PGHOST": host, "PGPORT": str(port)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "wellheard", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)

    return run


@pytest.mark.django_db(transaction=True)
def test_rows_go_in_and_come_out_by_two_commands(wellheard: Wellheard, tmp_path: Path) -> None:
    file = tmp_path / "companies.csv"
    file.write_text("id,Firma,seats\nA-1,Acme,5\nA-2,=HYPERLINK(1),x\nA-3,=cmd|' /C calc'!A0,7\n")

    done = wellheard("import", "companies", str(file), "--map", "name=Firma")
    assert done.returncode == 1
    assert "Line 3 refused: seats: “x” is not a number." in done.stderr
    assert "name from “Firma”" in done.stdout
    assert "3 rows in" in done.stdout
    assert "2 new, 0 updated, 0 unchanged, 1 refused." in done.stdout

    out = tmp_path / "out.csv"
    assert wellheard("export", "companies", str(out)).returncode == 0
    assert out.stat().st_mode & 0o077 == 0
    exported = out.read_text(encoding="utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in exported

    again = wellheard("import", "companies", str(out))
    assert "0 new, 0 updated, 2 unchanged, 0 refused." in again.stdout
    assert set(Company.objects.values_list("name", flat=True)) == {"Acme", "=cmd|' /C calc'!A0"}


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_wrong_is_said_in_a_sentence(wellheard: Wellheard, tmp_path: Path) -> None:
    missing = wellheard("import", "feedback", str(tmp_path / "nowhere.csv"))
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "cannot be read: No such file or directory." in missing.stderr

    strange = wellheard("import", "feedback", "x.csv", "--map", "words")
    assert "--map words: write our name, an equals sign and the file's column" in strange.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["companies", "contacts", "feedback", "ideas"])
def test_every_table_can_be_written(kind: str) -> None:
    company = make_company(name="Acme", mrr=100)
    ada = make_contact(company=company, name="@Ada", email="ada@acme.example")
    make_feedback("+1 for dark mode\nplease", contact=ada, category=make_category(key="wish"))
    make_feedback("Nobody said this")
    make_idea("-Dark mode", mrr_minor=10_050)
    file = io.StringIO()

    rows, columns = export_rows.TABLES[kind]()
    count = export_rows.write_rows(file, rows, columns)

    written = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert len(written) == count > 0
    expected = {
        "companies": ("mrr", "100.00"),
        "contacts": ("name", "'@Ada"),
        "feedback": ("words", "'+1 for dark mode\nplease"),
        "ideas": ("title", "'-Dark mode"),
    }
    column, value = expected[kind]
    assert written[0][column] == value


@pytest.mark.django_db
def test_a_long_table_takes_a_query_per_thousand_rows_not_per_row(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    company = make_company()
    for _number in range(20):
        make_feedback(contact=make_contact(company=company))
    rows, columns = export_rows.TABLES["feedback"]()

    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        export_rows.write_rows(io.StringIO(), rows, columns)
    assert Feedback.objects.count() == 20


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'=1"), ("\r=1", "'=1"),
        (" =1", "'=1"), ("\x00=1", "'=1"), ("fine", "fine"), (-5, "-5"), (None, ""), (True, "yes"), ("a=1", "a=1"),
    ],
)  # fmt: skip
def test_a_cell_never_becomes_a_formula(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(st.text(max_size=30))
def test_whatever_a_customer_wrote_comes_back_as_it_was(words: str) -> None:
    cell = safe_cell(words)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert text(cell) == text(words) or clean_words(words).startswith("'")
