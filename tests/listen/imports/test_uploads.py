"""An uploaded file is tried, comes in part by part, goes on after a crash, can be stopped, and can be taken back."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.decide.commands import link_feedback
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen import commands
from wellheard.listen.commands import ImportRunError
from wellheard.listen.imports import parts, uploads
from wellheard.listen.imports.running import go_on
from wellheard.listen.models import Feedback, Import, ImportedRow, RefusedRow
from wellheard.understand import similar

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
FEEDBACK = "id,comment,email,company\n" + "".join(f"{n},Word {n},p{n % 7}@acme.example,Acme\n" for n in range(40))

RunJobs = Callable[[], None]


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def upload(content: str, *, kind: str = "feedback", origin: str = "desk", **options: Any) -> Import:
    file = uploads.keep_upload([content.encode()])
    run = commands.upload_import(kind=kind, origin=origin, file_name="file.csv", file=file, by=make_staff())
    columns = content.splitlines()[0].split(",")
    return commands.prepare_import(run_id=run.pk, options=options, columns=columns)


def brought(content: str, run_jobs: RunJobs, *, kind: str = "feedback", **options: Any) -> Import:
    run = upload(content, kind=kind, **options)
    run_jobs()
    commands.begin_import(run_id=run.pk)
    run_jobs()
    run.refresh_from_db()
    return run


@pytest.mark.django_db
def test_a_trial_tells_what_would_happen_and_leaves_everything_as_it_was(run_jobs: RunJobs) -> None:
    run = upload(FEEDBACK + ",,,\n41,,nobody@acme.example,\n")

    run_jobs()

    run.refresh_from_db()
    assert (run.state, run.rows_expected) == ("checked", 41)
    assert (run.trial["new"], run.trial["refused"]) == (40, 1)
    assert run.trial["reasons"] == [[43, "There are no words in it."]]
    assert not Feedback.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_says_why_and_waits(run_jobs: RunJobs) -> None:
    run = upload("a,b\n1,2\n")

    run_jobs()

    run.refresh_from_db()
    assert run.state == "uploaded"
    assert "No column was recognised as words" in run.problem
    with pytest.raises(ImportRunError, match="try it first"):
        commands.begin_import(run_id=run.pk)


@pytest.mark.django_db
def test_an_uploaded_file_comes_in_once_and_is_deleted_then(run_jobs: RunJobs) -> None:
    make_company(name="Acme")
    run = upload(FEEDBACK)
    run_jobs()
    path = uploads.path_of(run)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700

    for _twice in range(2):
        commands.begin_import(run_id=run.pk)
    run_jobs()

    run.refresh_from_db()
    assert (run.state, run.new_count, run.row_count) == ("done", 40, 40)
    assert Feedback.objects.count() == 40
    assert not path.exists()
    assert not OutgoingMail.objects.exists()
    assert Fact.objects.filter(name="import.begun").count() == 1
    assert len(similar.search("word 7", kind="feedback", limit=5, language="en")) == 1


@pytest.mark.django_db
def test_it_goes_on_after_the_last_part_and_tells_rows_of_before_apart(
    run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", 6)
    content = FEEDBACK + "3,Word 3,p3@acme.example,Acme\n4,Other words,p4@acme.example,Acme\n50,,x@acme.example,\n"
    run = upload(content)
    run_jobs()
    commands.begin_import(run_id=run.pk)
    crash_after(3, monkeypatch)

    with pytest.raises(KeyboardInterrupt):
        go_on(run=run, path=uploads.path_of(run), options=uploads.options_of(run))

    run.refresh_from_db()
    assert (run.state, run.row_count, run.new_count, Feedback.objects.count()) == ("running", 18, 18, 18)
    monkeypatch.undo()
    monkeypatch.setattr(settings, "MEDIA_ROOT", uploads.folder().parent)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.row_count, run.counts) == ("done", 43, {"new": 40, "updated": 0, "unchanged": 1})
    assert (run.refused_count, Feedback.objects.count()) == (2, 40)
    assert list(RefusedRow.objects.order_by("pk").values_list("number", flat=True)) == [43, 44]


def crash_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = parts.save_part
    left = iter(range(count))

    def save(*arguments: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        saved(*arguments)

    monkeypatch.setattr("wellheard.listen.imports.running.save_part", save)


@pytest.mark.django_db
def test_a_repeated_job_brings_nothing_in_twice(run_jobs: RunJobs) -> None:
    run = brought(FEEDBACK, run_jobs)
    again = Import.objects.get(pk=run.pk)
    again.state, again.file = Import.State.RUNNING, uploads.keep_upload([FEEDBACK.encode()])
    again.save(update_fields=["state", "file"])

    go_on(run=again, path=uploads.path_of(again), options=uploads.options_of(again))

    assert Feedback.objects.count() == 40
    assert Import.objects.get(pk=run.pk).new_count == 40


@pytest.mark.django_db
def test_a_stopped_import_keeps_what_came_in_and_goes_on_later(
    run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", 10)
    run = upload(FEEDBACK)
    run_jobs()
    commands.begin_import(run_id=run.pk)
    monkeypatch.setattr("wellheard.listen.imports.running.save_part", stopping_after_two(run))
    run_jobs()

    run.refresh_from_db()
    assert (run.state, run.row_count, Feedback.objects.count()) == ("stopped", 20, 20)
    monkeypatch.setattr("wellheard.listen.imports.running.save_part", parts.save_part)
    commands.begin_import(run_id=run.pk)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.new_count, Feedback.objects.count()) == ("done", 40, 40)


def stopping_after_two(run: Import) -> Callable[..., None]:
    left = iter(range(2))

    def save(*arguments: Any) -> None:
        if next(left, None) is None:
            commands.stop_import(run_id=run.pk)
        parts.save_part(*arguments)

    return save


@pytest.mark.django_db
def test_nothing_can_be_meant_otherwise_once_rows_came_in(run_jobs: RunJobs) -> None:
    run = brought(FEEDBACK, run_jobs)

    with pytest.raises(ImportRunError, match="coming in already"):
        commands.prepare_import(run_id=run.pk, options={"dates": "dmy"}, columns=[])
    with pytest.raises(ImportRunError, match="take the import back"):
        commands.discard_import(run_id=run.pk)


@pytest.mark.django_db
def test_what_was_said_of_a_systems_file_is_offered_for_its_next(run_jobs: RunJobs) -> None:
    upload("Id,Was\n1,Slow\n", mapped={"words": "Was"}, dates="dmy")
    other = uploads.keep_upload([b"Id,Was\n2,Good\n"])

    again = commands.upload_import(kind="feedback", origin="desk", file_name="b.csv", file=other, by=make_staff())

    assert again.options == {"mapped": {"words": "Was"}, "dates": "dmy"}


@pytest.mark.django_db
def test_taking_back_removes_what_was_added_with_its_people(run_jobs: RunJobs) -> None:
    make_company(name="Acme")
    run = brought(FEEDBACK, run_jobs)
    assert (Feedback.objects.count(), Contact.objects.count()) == (40, 7)

    for _twice in range(2):
        commands.begin_undo(run_id=run.pk)
    run_jobs()
    run.refresh_from_db()

    assert (run.state, run.undone_count) == ("undone", 40 + 7 * 3)
    assert not Feedback.objects.exists()
    assert not Contact.objects.exists()
    assert not ContactIdentity.objects.exists()
    assert Company.objects.count() == 1
    assert similar.search("word 7", kind="feedback", limit=5, language="en") == []
    commands.begin_undo(run_id=run.pk)
    run_jobs()
    assert Fact.objects.filter(name="import.undone").count() == 1


@pytest.mark.django_db
def test_taking_back_restores_what_was_changed_but_not_over_a_later_change(run_jobs: RunJobs) -> None:
    header = "id,name,industry,plan\n"
    brought(header + "A,Acme,Mills,Basic\nB,Birch,Wood,Basic\n", run_jobs, kind="companies")
    run = brought(header + "A,Acme Ltd,Mills,Pro\nB,Birch,Wood,Pro\nC,Cone,,Pro\n", run_jobs, kind="companies")
    Company.objects.filter(external_id="B").update(plan="Enterprise")

    commands.begin_undo(run_id=run.pk)
    run_jobs()

    assert list(Company.objects.order_by("external_id").values_list("name", "plan")) == [
        ("Acme", "Basic"),
        ("Birch", "Enterprise"),
    ]
    left = ImportedRow.objects.get(run=run)
    assert (left.object_id, left.kept) == (Company.objects.get(external_id="B").pk, "changed")


@pytest.mark.django_db
def test_what_something_else_rests_on_stays_and_says_so(run_jobs: RunJobs) -> None:
    run = brought(FEEDBACK, run_jobs)
    linked = Feedback.objects.get(origin_key="5")
    link_feedback(feedback_id=linked.pk, idea_id=make_idea().pk, by=None)
    make_feedback(contact=Contact.objects.get(identities__value="p1@acme.example"))

    commands.begin_undo(run_id=run.pk)
    run_jobs()

    assert list(Feedback.objects.filter(origin="desk")) == [linked]
    assert Contact.objects.filter(identities__value="p1@acme.example").exists()
    stays = ImportedRow.objects.filter(run=run)
    assert {(one.kind, one.kept) for one in stays} == {
        ("listen.feedback", "used"),
        ("customers.contact", "used"),
        ("customers.contactidentity", "used"),
    }


@pytest.mark.django_db
def test_a_running_import_cannot_be_taken_back(run_jobs: RunJobs) -> None:
    run = upload(FEEDBACK)

    with pytest.raises(ImportRunError, match="not over"):
        commands.begin_undo(run_id=run.pk)


@pytest.mark.django_db
def test_contacts_known_before_keep_what_was_known(run_jobs: RunJobs) -> None:
    ada = make_contact(email="ada@acme.example", name="")
    run = brought("email,name\nada@acme.example,Ada Byron\n", run_jobs, kind="contacts")
    ada.refresh_from_db()
    assert ada.name == "Ada Byron"

    commands.begin_undo(run_id=run.pk)
    run_jobs()

    ada.refresh_from_db()
    assert ada.name == ""
    assert ada.identities.count() == 1


def start_worker() -> subprocess.Popen[bytes]:
    base = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}",
        "WELLHEARD_SECRET_KEY": settings.SECRET_KEY,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "wellheard", "work"],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.all
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(settings: Any) -> None:
    # The workers are processes of their own: they look where the data folder is.
    settings.MEDIA_ROOT = Path(os.environ["WELLHEARD_DATA"]) / "files"
    rows = 12_000
    content = "id,comment,email\n" + "".join(f"{n},Word {n},p{n % 500}@acme.example\n" for n in range(rows))
    run = upload(content)
    Import.objects.filter(pk=run.pk).update(state=Import.State.CHECKED)
    commands.begin_import(run_id=run.pk)

    worker = start_worker()
    for kill_at in (1_000, 6_000):
        wait_until(lambda at=kill_at: Import.objects.get(pk=run.pk).row_count >= at)  # type: ignore[misc]
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        worker = start_worker()
    wait_until(lambda: Import.objects.get(pk=run.pk).state == Import.State.DONE)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()

    run.refresh_from_db()
    assert (run.new_count, run.unchanged_count, run.refused_count) == (rows, 0, 0)
    assert Feedback.objects.count() == rows
    assert Contact.objects.count() == 500
    assert ImportedRow.objects.filter(kind="listen.feedback").count() == rows


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
