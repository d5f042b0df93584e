"""Ideas as the tab shows them. How many want one is told as on the portal: to everybody, or to who has voted."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.decide.queries import standing_for
from wellheard.web.markdown import rendered
from wellheard.web.portal.queries.board import Row, ideas_page, order_of, rows, similar_rows
from wellheard.web.portal.queries.texts import texts_of
from wellheard.web.widget.nodes import nodes_of
from wellheard.workspace.installation import installation, portal_address
from wellheard.workspace.models import Vendor


def listed(words: str, *, cursor: str, reader: Contact | None) -> dict[str, Any]:
    """Return the ideas most like some words, or a page of all, the most wanted first."""
    if words:
        return {"ideas": [_row(row) for row in similar_rows(words, reader=reader)], "after": None}
    page = ideas_page(order=order_of("wanted"), area=None, status="", cursor=cursor, reader=reader)
    return {"ideas": [_row(row) for row in page.items], "after": page.next or None}


def visible(idea_id: int, reader: Contact | None) -> Idea | None:
    """Return an idea this reader may see, or the one it became part of."""
    return Idea.objects.visible_to(reader).filter(pk=standing_for(idea_id)).first()


def one(idea: Idea, reader: Contact | None) -> dict[str, Any]:
    """Return one idea with what customers read of it."""
    (row,) = rows([idea], reader=reader)
    text = texts_of([idea])[idea.pk]
    return _row(row) | {
        "body": nodes_of(rendered("\n\n".join(part for part in (text.text, text.workaround) if part))),
        "url": portal_address(reverse("portal_idea", args=[idea.pk])),
    }


def wanted(idea: Idea, *, has_voted: bool) -> str:
    """Return how many companies want it, where this reader may know."""
    count = idea.company_count or idea.contact_count
    if not count or not shows_counts(has_voted=has_voted):
        return ""
    if idea.company_count:
        return ngettext("%(n)d company wants it.", "%(n)d companies want it.", count) % {"n": count}
    return ngettext("%(n)d person wants it.", "%(n)d people want it.", count) % {"n": count}


def shows_counts(*, has_voted: bool) -> bool:
    """Tell whether a reader is told how many want an idea."""
    return has_voted or installation().counts == Vendor.Counts.ALWAYS


def _row(row: Row) -> dict[str, Any]:
    voted = row.listed.has_voted
    return {
        "id": row.idea.pk,
        "title": row.listed.title,
        "note": wanted(row.idea, has_voted=voted),
        "votes": row.idea.vote_count if shows_counts(has_voted=voted) else None,
        "voted": voted,
        "status": str(Idea.Status(row.idea.status).label),
    }
