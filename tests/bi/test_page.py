"""The page of the tables for other tools, and the operator's command."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.cli.commands import wellheard
from tests.makers import make_company, make_staff
from tests.prepared import put_installation
from wellheard.foundation.facts.models import Fact
from wellheard.learn.bi.tables import TABLES
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

SignIn = Callable[[Staff], Client]


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


@pytest.mark.django_db
def test_every_table_stands_on_the_page_with_what_it_means(admin: Client) -> None:
    page = admin.get("/bi/").content.decode()
    for name, table in TABLES.items():
        assert f'action="/bi/{name}.csv"' in page
        assert table.columns[-1].name in page


@pytest.mark.django_db
def test_a_table_is_taken_as_csv_and_that_it_was_is_noted(admin: Client) -> None:
    make_company(name="Brightwell Heating")
    answer = admin.post("/bi/companies.csv", {"mark": "yes"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeffid,external_id,name")
    (company,) = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    assert company["name"] == "Brightwell Heating"
    assert Fact.objects.get(name="list.exported").details == {"list": "bi.companies", "rows": 1}


@pytest.mark.django_db
def test_who_may_not_export_sees_and_takes_nothing(signed_in: SignIn) -> None:
    for role in set(Role) - {Role.ADMIN, Role.PRODUCT}:
        agent = signed_in(make_staff(role=role))
        assert agent.get("/bi/").status_code == 403
        assert agent.post("/bi/companies.csv").status_code == 403
    assert not Fact.objects.filter(name="list.exported").exists()


@pytest.mark.django_db
def test_a_table_that_is_none_and_a_file_by_its_address_alone_are_refused(admin: Client) -> None:
    assert admin.post("/bi/contacts_with_names.csv").status_code == 404
    assert admin.get("/bi/companies.csv").status_code == 405


def test_the_operator_writes_the_tables_as_files(scratch: Path) -> None:
    scratch.chmod(0o755)
    data = scratch / "data"
    put_installation(data)
    done = wellheard(data, "bi", scratch / "out", "--only", "companies", "--only", "deals")
    assert (done.returncode, done.stdout.strip()) == (0, f"2 files are in {scratch / 'out'}."), done.stderr
    assert sorted(file.name for file in (scratch / "out").iterdir()) == ["companies.csv", "deals.csv"]
    done = wellheard(data, "bi", scratch / "out", "--only", "deals", "--format", "parquet")
    assert done.returncode == 0, done.stderr
    assert (scratch / "out" / "deals.parquet").read_bytes()[:4] == b"PAR1"
    done = wellheard(data, "bi", scratch / "out", "--only", "wishes")
    assert (done.returncode, "There is no table wishes. There are: staff, teams" in done.stderr) == (2, True)
    (scratch / "file").write_text("")
    done = wellheard(data, "bi", scratch / "file")
    assert (done.returncode, "choose another place" in done.stderr) == (2, True)
