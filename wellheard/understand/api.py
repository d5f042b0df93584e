"""The public API of filing: what feedback is about, and of what kind it is."""

from django.http import HttpResponse
from ninja import Schema

from wellheard.listen.api.feedback import FeedbackKept, feedback_of, feedback_row
from wellheard.understand.commands import file_feedback
from wellheard.workspace.api import Id, Said, ScopedRouter, TokenRequest, told
from wellheard.workspace.models import Area, Category

router = ScopedRouter("feedback", "feedback")


class Filing(Said):
    """Where feedback belongs. Either may be left out."""

    area_id: Id | None = None
    category_id: Id | None = None


class AreaTold(Schema):
    """A module of a product."""

    id: int
    name: str
    product_id: int
    parent_id: int | None


class CategoryTold(Schema):
    """A kind of thing that is said."""

    id: int
    key: str
    name: str


class Filings(Schema):
    """What feedback can be filed under."""

    areas: list[AreaTold]
    categories: list[CategoryTold]


@router.reads("/filings", Filings, "List areas and categories")
def list_filings(request: TokenRequest) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return the areas and categories under which feedback can be filed."""
    areas = Area.objects.order_by("pk").values("id", "name", "product_id", "parent_id")
    categories = Category.objects.order_by("pk").values("id", "key", "name")
    return told({"areas": list(areas), "categories": list(categories)})


@router.writes("PUT", "/feedback/{feedback_id}/filing", {200: FeedbackKept}, "File it", name="file_feedback")
def put_filing(request: TokenRequest, feedback_id: int, body: Filing) -> HttpResponse:  # noqa: ARG001
    """Say what feedback is about and of what kind it is; filing it the same again changes nothing."""
    feedback_of(feedback_id)
    file_feedback(feedback_id=feedback_id, area_id=body.area_id, category_id=body.category_id, by=None)
    return told(feedback_row(feedback_of(feedback_id)))
