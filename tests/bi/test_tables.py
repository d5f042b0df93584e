"""The tables for other tools: what the page says stands in them, nothing of who people are, kept through upgrades."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import Error, ProgrammingError, connection, transaction

from tests.deals.makers import heard
from tests.makers import make_company, make_contact, make_feedback
from wellheard.customers.commands import erase_contact
from wellheard.customers.models import Subscription
from wellheard.foundation import derived
from wellheard.learn.bi import files
from wellheard.learn.bi.page import as_markdown
from wellheard.learn.bi.schema import drop, make
from wellheard.learn.bi.table import SCHEMA
from wellheard.learn.bi.tables import TABLES

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "bi.md"
# Who may read them must not be a superuser, who may read everything.
READER = "bi_reader_of_a_test"

pytestmark = pytest.mark.django_db


def rows(name: str, column: str) -> list[object]:
    """Return one column of a table, as another tool reads it."""
    make()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {SCHEMA}.{name} ORDER BY 1')  # noqa: S608 - names of our own
        return [value for (value,) in cursor.fetchall()]


def may_read(place: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, 'SELECT')", [READER, place])
        return bool(cursor.fetchone()[0])


def test_the_page_of_the_docs_is_what_the_command_writes() -> None:
    assert DOCUMENT.read_text().strip() == as_markdown().strip(), "run: bin/wellheard bi > docs/bi.md"


def test_each_table_has_the_columns_the_page_names_and_no_other() -> None:
    make()
    with connection.cursor() as cursor:
        for table in TABLES.values():
            cursor.execute(f"SELECT * FROM {SCHEMA}.{table.name}")  # noqa: S608 - names of our own
            assert [column.name for column in cursor.description] == [column.name for column in table.columns]


def test_amounts_are_in_whole_units_of_their_own_currency() -> None:
    company = make_company()
    for amount, currency in [(12_345, "EUR"), (12_345, "JPY"), (12_345, "KWD")]:
        Subscription.objects.create(company=company, amount_minor=amount, currency=currency, from_on=date(2026, 1, 1))
    assert rows("subscriptions", "amount") == [Decimal("12.345"), Decimal("123.45"), Decimal(12_345)]


def test_a_deal_without_a_rate_has_no_amount_in_the_reporting_currency() -> None:
    heard(amount=Decimal(900), currency="XAF")
    assert rows("deals", "amount") == [Decimal(900)]
    assert rows("deals", "reporting_amount") == [None]


def test_nobodys_name_or_address_stands_in_any_of_them() -> None:
    contact = make_contact(name="Wilhelmina Vandenberghe", email="wilhelmina@vandenberghe.example")
    make_feedback(contact=contact)
    for table in TABLES.values():
        assert "andenberghe" not in "".join(files.csv_lines(table)), table.name


def test_what_an_erased_person_said_is_gone_in_the_same_moment() -> None:
    feedback = make_feedback(contact=make_contact(), words="I am the only one in Oslo")
    assert "I am the only one in Oslo" in rows("feedback", "words")
    assert feedback.contact_id
    erase_contact(contact_id=feedback.contact_id)
    assert "I am the only one in Oslo" not in rows("feedback", "words")
    assert feedback.contact_id not in rows("contacts", "id")


def test_who_was_let_in_reads_them_after_an_upgrade_too_and_nothing_else() -> None:
    make()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {READER}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {READER}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} GRANT SELECT ON TABLES TO {READER}")
    drop()
    make()
    assert may_read(f"{SCHEMA}.companies")
    assert not may_read("public.customers_contact")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {READER}")
        cursor.execute("SELECT count(*) FROM bi.companies")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM public.customers_contact")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM bi.evidence")
        cursor.execute("RESET ROLE")


def test_a_table_may_change_once_what_stands_on_it_is_taken_away() -> None:
    make()
    change = "ALTER TABLE customers_company ALTER COLUMN plan TYPE varchar(90)"
    with pytest.raises(Error, match="used by a view"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    derived.drop_all()
    derived.drop_all()
    with connection.cursor() as cursor:
        cursor.execute(change)
    derived.make_all(report=pytest.fail)
    assert rows("companies", "id") == []


def test_a_start_makes_them_anew_only_where_another_version_made_them() -> None:
    make()
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW bi.of_the_operator AS SELECT id FROM bi.companies")
    make()
    assert rows("of_the_operator", "id") == []
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS 'another version'")
    make()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s), to_regclass(%s)", [f"{SCHEMA}.of_the_operator", f"{SCHEMA}.companies"])
        assert cursor.fetchone() == (None, f"{SCHEMA}.companies")


def test_a_database_that_lets_us_make_no_schema_is_said_so_and_hinders_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise ProgrammingError("permission denied for database wellheard")

    monkeypatch.setattr(derived, "_registry", {})
    derived.register(derived.Derived("The tables for other tools", refused, drop))
    said: list[str] = []
    derived.make_all(report=said.append)
    (sentence,) = said
    assert sentence.startswith(
        "The tables for other tools could not be made (permission denied for database wellheard)."
    )


def test_a_cell_that_a_spreadsheet_would_run_begins_with_a_quote() -> None:
    make_company(name="=1+1")
    (company,) = csv.DictReader(files.csv_lines(TABLES["companies"]))
    assert company["name"] == "'=1+1"


@pytest.mark.django_db(transaction=True)
def test_parquet_holds_the_same_rows_with_their_types(tmp_path: Path) -> None:
    import duckdb

    company = make_company(name="Brightwell „Heating“, Łódź", mrr=24_050)
    make_contact(company=company)
    try:
        files.write_parquet(list(TABLES.values()), tmp_path)
    finally:
        drop()
    assert {file.stem for file in tmp_path.iterdir()} == set(TABLES)
    with duckdb.connect() as duck:
        read = (
            duck.read_parquet(f"{tmp_path}/companies.parquet").project("id, name, mrr, epoch_us(created_at)").fetchall()
        )
        people = duck.read_parquet(f"{tmp_path}/contacts.parquet").project("company_id").fetchall()
    assert [row[:3] for row in read] == [(company.pk, company.name, Decimal("24050.000"))]
    assert read[0][3] == round(company.created_at.timestamp() * 1_000_000)
    assert people == [(company.pk,)]
