"""What customers said, and what waits in triage, as files."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import ContactIdentity
from wellheard.listen.models import Feedback
from wellheard.web.exports.lists.customers import identity
from wellheard.web.exports.table import Asked, Columns, Rows, Table, by_key
from wellheard.web.feedback import triage_queries
from wellheard.web.feedback.forms.lists import FeedbackFilter
from wellheard.web.feedback.forms.triage import TriageFilter
from wellheard.web.feedback.queries import NEWEST, matching
from wellheard.workspace.permissions import Permission


def _said(asked: Asked) -> Rows:
    form = FeedbackFilter(asked.query)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return by_key(matching(chosen).with_people().prefetch_related("contact__identities", "pictures"), NEWEST)


def _waiting(asked: Asked) -> Rows:
    narrowed = TriageFilter(asked.query, languages=triage_queries.languages_waiting()).narrowed
    rows = triage_queries.waiting(narrowed, by=asked.staff).with_people().select_related("assignee")
    return by_key(rows.prefetch_related("contact__identities", "pictures"), triage_queries.order_of(narrowed))


def _columns() -> Columns:
    return {
        "id": lambda said: said.pk,
        "words": lambda said: said.words,
        "contact_name": lambda said: said.contact.name if said.contact else "",
        "contact_email": _email,
        "company": lambda said: said.company.name if said.company else "",
        "heard_at": lambda said: said.heard_at,
        "source": lambda said: said.source,
        "voice": lambda said: said.voice,
        "quotable": lambda said: said.quotable,
        "language": lambda said: said.language,
        "area": lambda said: said.area.name if said.area else "",
        "category": lambda said: said.category.key if said.category else "",
        "filed_at": lambda said: said.filed_at,
        "set_aside_at": lambda said: said.set_aside_at,
        "set_aside_reason": lambda said: said.set_aside_reason,
        "url": lambda said: said.url,
        "version": lambda said: said.version,
        "pictures": lambda said: len(said.pictures.all()),
        "origin": lambda said: said.origin,
        "origin_key": lambda said: said.origin_key,
    }


def _waiting_columns() -> Columns:
    return _columns() | {"assigned_to": lambda said: said.assignee, "assigned_note": lambda said: said.assigned_note}


def _email(said: Feedback) -> str:
    return identity(said.contact, ContactIdentity.Kind.EMAIL) if said.contact else ""


TABLES = (
    Table("feedback", _("Feedback"), _columns, _said),
    Table("triage", _("Feedback in triage"), _waiting_columns, _waiting, needs=Permission.FILE_FEEDBACK),
)
