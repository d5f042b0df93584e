"""The examples of docs/deals.md: a CRM without a connection, by lines of a Singer tap and by the API, tells of the same deal."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_staff
from wellheard.cli import import_rows
from wellheard.listen.deals.models import Deal
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.running import import_file
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[2] / "docs" / "deals.md").read_text(encoding="utf-8")


def test_lines_of_a_tap_and_a_call_of_the_api_speak_of_the_same_deal(client: Client, tmp_path: Path) -> None:
    make_company(name="Acme", external_id="A-1")
    file = tmp_path / "deals.jsonl"
    file.write_text("\n".join(re.findall(r'^\{"type".*$', PAGE, re.MULTILINE)), encoding="utf-8")
    command = re.search(r"^wellheard import deals deals.jsonl --source (\S+)$", PAGE, re.MULTILINE)
    assert command
    options = Options(source=command[1])
    report = import_file(kind="deals", path=file, options=options, progress=lambda _rows: None)
    assert (report.kind in import_rows.KINDS, report.refusals.count) == (True, 0)
    deal = Deal.objects.get()
    assert (deal.source, deal.external_id, deal.amount_minor, deal.currency) == ("our-crm", "7", 1_200_000, "EUR")

    said = re.search(r"put_deals\(\s*deals=(\[.*?\])\s*\)\nfor", PAGE, re.DOTALL)
    assert said
    body: dict[str, Any] = {"deals": ast.literal_eval(said[1])}
    _token, secret = make_token(name="CRM", by=make_staff(), scopes=["deals:write"])
    told = client.post(
        "/api/v1/deals/batch", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    ).json()
    assert [(one["deal_id"], one["news"], one["problem"]) for one in told["items"]] == [(deal.pk, "changed", "")]
    assert Deal.objects.get().missing.get().feedback.words == "Offline maps"
