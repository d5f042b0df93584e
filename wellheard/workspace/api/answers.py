"""What programs are told: rows, pages of rows, and where something went that was merged."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema
from pydantic_core import to_json

from wellheard.foundation.paging import Page
from wellheard.workspace.api.problems import ProblemError

Item = TypeVar("Item")

SIZE, MOST = 25, 200


class Listing(Schema):
    """Where a list is read from: what `next` of the page before says."""

    cursor: Annotated[str, Field(max_length=1000, description="From `next` of the page before")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST, description="Rows of a page")] = SIZE


Pages = Annotated[Listing, Query()]


class MovedError(ProblemError):
    """Something was merged into another one, where it lives on."""

    def __init__(self, kind: str, merged_into: int, path: str) -> None:
        sentence = _("This %(kind)s was merged into %(id)d; ask for that one.") % {"kind": kind, "id": merged_into}
        super().__init__(307, sentence, kind="merged", merged_into=merged_into)
        self.location = address(path)


def address(path: str) -> str:
    """Return a whole address of the API."""
    return f"{settings.BASE_URL.rstrip('/')}/api/v1/{path}"


def page_address(path: str) -> str:
    """Return a whole address of a page your team reads."""
    return f"{settings.BASE_URL.rstrip('/')}/{path}"


def told(content: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a row. Its `version`, where it has one, is its ETag too."""
    headers = {"ETag": f'"{content["version"]}"'} if "version" in content else {}
    # As our validator writes JSON: UTF-8, moments of UTC with a Z, several times as quick as Python's own.
    return HttpResponse(to_json(content, fallback=str), content_type="application/json", status=status, headers=headers)


def listed(request: HttpRequest, page: Page[Item], as_row: Callable[[Item], Mapping[str, Any]]) -> HttpResponse:
    """Answer with a page of rows and the address of the next one."""
    following = None
    if page.next:
        asked = {**request.GET.dict(), "cursor": page.next}
        following = f"{settings.BASE_URL.rstrip('/')}{request.path}?{urlencode(asked)}"
    return told({"items": [as_row(item) for item in page.items], "next": following})


def missing(what: str) -> ProblemError:
    """Return the problem of an id that nothing has."""
    return ProblemError(404, _("There is no %(what)s with this id; check the number.") % {"what": what})


def kept(row: Item | None, what: str) -> Item:
    """Return the row. Raises ProblemError 404 where there is none."""
    if row is None:
        raise missing(what)
    return row


def at_version(request: HttpRequest, row: Model, said: int | None) -> int:
    """Return the version a change was begun on: what If-Match or the body says, else the present one.

    Raises ProblemError 412 when If-Match names another one than the present, as RFC 9110 13.1.1 has it.
    """
    present: int = row.version  # type: ignore[attr-defined]
    condition = request.headers.get("If-Match", "").strip()
    if condition and condition != "*" and condition.removeprefix("W/").strip('"') != str(present):
        raise ProblemError(
            412,
            _("It was changed since you read it; read it again, then send your change with its new version."),
            kind="changed-meanwhile",
            version=present,
        )
    return present if said is None else said
