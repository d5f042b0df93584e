"""Imports: how far they are."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from wellheard.foundation.paging import page_of
from wellheard.listen.models import Import
from wellheard.workspace.api import Listing, ScopedRouter, TokenRequest, kept, listed, told

router = ScopedRouter("imports", "imports")


class ImportTold(Schema):
    """An import of a file, and how far it is."""

    id: int
    kind: str
    state: str
    origin: str
    started_at: datetime
    finished_at: datetime | None
    row_count: int
    rows_expected: int | None
    new_count: int
    updated_count: int
    unchanged_count: int
    refused_count: int
    problem: str


class Imports(Schema):
    """A page of imports."""

    items: list[ImportTold]
    next: str | None


@router.reads("/imports", Imports, "List imports")
def list_imports(request: TokenRequest, listing: Query[Listing]) -> HttpResponse:
    """Return imports, the newest first."""
    page = page_of(Import.objects.all(), order=("-started_at", "-pk"), cursor=listing.cursor, size=listing.limit)
    return listed(request, page, _row)


@router.reads("/imports/{import_id}", ImportTold, "Read how far an import is")
def read_import(request: TokenRequest, import_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one import."""
    return told(_row(kept(Import.objects.filter(pk=import_id).first(), "import")))


def _row(run: Import) -> dict[str, Any]:
    return {name: getattr(run, name) for name in ImportTold.model_fields}
