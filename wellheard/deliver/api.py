"""The public API of releases."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.deliver.commands import draft_release, edit_release, publish_release
from wellheard.deliver.models import Release
from wellheard.foundation.paging import page_of
from wellheard.workspace.api import (
    ChangeSaid,
    Id,
    Listing,
    Said,
    ScopedRouter,
    TokenRequest,
    at_version,
    kept,
    listed,
    named,
    page_address,
    told,
)
from wellheard.workspace.models import Product

router = ScopedRouter("releases", "releases")

_Title = Annotated[str, Field(max_length=200)]
_Notes = Annotated[str, Field(max_length=20_000, description="What customers read: Markdown without HTML")]
_Ideas = Annotated[list[Id], Field(max_length=500, description="The ideas it ships")]
_Version = Annotated[str, Field(max_length=40, description="Of your product, such as 4.2")]


class NewRelease(Said):
    """What is about to go live. Nobody is told before it is published."""

    title: _Title
    notes: _Notes = ""
    idea_ids: _Ideas = []
    version_name: _Version = ""
    product_id: Id | None = None


class ReleaseChange(ChangeSaid):
    """What is different about a release now. After publication its ideas stay as they are."""

    title: _Title | None = None
    notes: _Notes | None = None
    idea_ids: _Ideas | None = None
    version_name: _Version | None = None
    product_id: Id | None = None


class ReleaseTold(Schema):
    """A release; a draft until it is published."""

    id: int
    title: str
    notes: str
    version_name: str
    product_id: int | None
    idea_ids: list[int]
    created_at: datetime
    published_at: datetime | None
    version: int
    page: str = Field(description="Where your team reads it")


class Releases(Schema):
    """A page of releases."""

    items: list[ReleaseTold]
    next: str | None


class ReleasesAsked(Listing):
    """Which releases are wanted."""

    state: Literal["draft", "published"] | None = None


@router.reads("/releases", Releases, "List releases")
def list_releases(request: TokenRequest, asked: Query[ReleasesAsked]) -> HttpResponse:
    """Return releases, the newest first."""
    rows = Release.objects.prefetch_related("shipments")
    if asked.state:
        rows = rows.filter(published_at__isnull=asked.state == "draft")
    return listed(request, page_of(rows, order=("-pk",), cursor=asked.cursor, size=asked.limit), _row)


@router.reads("/releases/{release_id}", ReleaseTold, "Read a release")
def read_release(request: TokenRequest, release_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one release."""
    return told(_row(_release(release_id)))


@router.writes("POST", "/releases", {201: ReleaseTold}, "Draft a release")
def create_release(request: TokenRequest, body: NewRelease) -> HttpResponse:  # noqa: ARG001
    """Draft a release; nobody outside sees it and nobody is told."""
    said = body.model_dump(exclude={"product_id"})
    product = named(Product.objects.all(), body.product_id, "product_id")
    return told(_row(draft_release(by=None, product=product, **said)), status=201)


@router.writes("PATCH", "/releases/{release_id}", {200: ReleaseTold}, "Change a release")
def change_release(request: TokenRequest, release_id: int, body: ReleaseChange) -> HttpResponse:
    """Change what you name; the rest stays."""
    release = _release(release_id)
    changes = body.model_fields_set
    present: dict[str, Any] = {
        "title": release.title,
        "notes": release.notes,
        "version_name": release.version_name,
        "idea_ids": _idea_ids(release),
    }
    said = {name: getattr(body, name) for name in changes & present.keys()}
    edited = edit_release(
        release_id=release.pk,
        version=at_version(request, release, body.version),
        product=named(Product.objects.all(), body.product_id, "product_id")
        if "product_id" in changes
        else release.product,
        **{**present, **{name: "" if value is None else value for name, value in said.items()}},
    )
    return told(_row(_release(edited.pk)))


@router.writes(
    "POST", "/releases/{release_id}/publication", {200: ReleaseTold}, "Publish a release", name="publish_release"
)
def create_publication(request: TokenRequest, release_id: int) -> HttpResponse:
    """Publish a release: its ideas are shipped and everyone who asked is owed an answer. Once more changes nothing."""
    release = _release(release_id)
    publish_release(release_id=release.pk, version=at_version(request, release, None))
    return told(_row(_release(release_id)))


def _release(release_id: int) -> Release:
    return kept(Release.objects.prefetch_related("shipments").filter(pk=release_id).first(), "release")


def _idea_ids(release: Release) -> list[int]:
    return sorted(shipment.idea_id for shipment in release.shipments.all())


def _row(release: Release) -> dict[str, Any]:
    same = {name: getattr(release, name) for name in ReleaseTold.model_fields if name not in {"idea_ids", "page"}}
    return {**same, "idea_ids": _idea_ids(release), "page": page_address(f"releases/{release.pk}/")}
