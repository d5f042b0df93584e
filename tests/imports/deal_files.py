"""Files of deals, brought in by hand as somebody would."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from wellheard.listen.deals.models import Deal
from wellheard.listen.models import Import
from wellheard.workspace.models import Staff

SignIn = Callable[[Staff], Client]
RunJobs = Callable[[], None]

HEAD = "Deal ID,Deal Name,Account Name,Amount,Currency,Stage,Loss Reason\n"


def bring_in(
    desk: Client, run_jobs: RunJobs, content: str, *, name: str = "deals.csv", origin: str = "", **fields: str
) -> Import:
    """Upload a file by hand, say how it is meant, try it and bring it in."""
    run = prepared(desk, run_jobs, content, name=name, origin=origin, **fields)
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()
    run.refresh_from_db()
    return run


def prepared(
    desk: Client, run_jobs: RunJobs, content: str, *, name: str = "deals.csv", origin: str = "", **fields: str
) -> Import:
    """Upload a file by hand, say how it is meant, and try it."""
    run = upload(desk, content, name=name, origin=origin)
    page = desk.get(f"/imports/{run.pk}/columns/")
    initial = {bound.name: bound.value() or "" for bound in page.context["form"]}
    assert desk.post(f"/imports/{run.pk}/columns/", {**initial, "try": "1", **fields}).status_code == 302
    before = Deal.objects.count()
    run_jobs()
    assert Deal.objects.count() == before
    run.refresh_from_db()
    return run


def upload(desk: Client, content: str, *, name: str = "deals.csv", origin: str = "") -> Import:
    file = SimpleUploadedFile(name, content.encode())
    response = desk.post("/imports/new/", {"kind": "deals", "origin": origin, "file": file})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.latest("pk")


def body(response: Any) -> str:
    return str(response.content.decode())
