"""Ten thousand real comments of a survey come in by the job that pages start, and stay quick to search and to list."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_staff
from wellheard.listen import commands
from wellheard.listen.imports import uploads
from wellheard.listen.models import Feedback, Import
from wellheard.understand import similar
from wellheard.workspace.models import Staff

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
FOUND = sorted(CHECKOUT.parent.glob("*/data/nhs_fft/text_data.csv"))

pytestmark = [
    pytest.mark.all,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOUND, reason="the real survey (nhs_fft) does not lie beside the checkout"),
]

# The file's own columns; its other columns are kept beside the words.
MEANT: dict[str, Any] = {"mapped": {"words": "feedback", "id": "row_index", "title": "", "category": "label"}}
COLUMNS = ["code", "label", "subcategory", "feedback", "criticality", "organization", "question", "row_index"]


def test_a_survey_of_ten_thousand_comments_comes_in_and_stays_quick(
    run_jobs: Callable[[], None], signed_in: Callable[[Staff], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    staff = make_staff()
    file = uploads.keep_upload([FOUND[0].read_bytes()])
    run = commands.upload_import(kind="feedback", origin="survey", file_name="text_data.csv", file=file, by=staff)
    commands.prepare_import(run_id=run.pk, options=MEANT, columns=COLUMNS)
    run_jobs()
    run.refresh_from_db()
    assert run.state == Import.State.CHECKED, run.problem
    assert run.rows_expected == run.trial["new"] + run.trial["unchanged"] + run.trial["refused"]

    commands.begin_import(run_id=run.pk)
    run_jobs()

    run.refresh_from_db()
    assert (run.state, run.new_count) == (Import.State.DONE, run.trial["new"])
    assert Feedback.objects.count() == run.new_count > 10_000
    browser = signed_in(staff)
    for address in ("/filing/", "/feedback/"):
        browser.get(address)
        assert seconds(lambda address=address: browser.get(address)) < 1  # type: ignore[misc]
    assert seconds(lambda: similar.search("waiting time", kind="feedback", limit=20, language="en")) < 0.5


def seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began
