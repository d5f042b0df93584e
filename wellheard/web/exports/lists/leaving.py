"""Departures and talks as files, as their lists stand in the address."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.interviews.models import Interview
from wellheard.web.departures import queries as departures
from wellheard.web.departures.forms import FilterForm
from wellheard.web.exports.table import Asked, Columns, NoSuchRowsError, Rows, Table, by_key
from wellheard.web.talks import queries as talks
from wellheard.workspace.installation import installation

# A guest is somebody once, so no talk comes twice.
_WHOSE = {"company": "company", "contact": "guests__contact"}
_NEWEST = ("-planned_at", "-pk")


def _departures(asked: Asked) -> Rows:
    chosen = FilterForm(asked.query).choice()
    rows = departures.of_view(departures.matching(chosen), chosen.view)
    return by_key(rows.select_related("contact"), departures.ORDER)


def _departure_columns() -> Columns:
    currency = installation().currency
    return {
        "departure": lambda one: one.pk,
        "company_id": lambda one: one.company_id,
        "company": lambda one: one.company.name,
        "tier": lambda one: one.company.tier and one.company.tier.name,
        "industry": lambda one: one.company.industry,
        "left_on": lambda one: one.left_on,
        "reason": lambda one: one.reason and one.reason.label,
        "reason_said": lambda one: one.reason_said,
        "competitor": lambda one: one.competitor and one.competitor.name,
        "words": lambda one: one.feedback and one.feedback.words,
        "could_have": lambda one: one.could_have,
        "mrr_minor": lambda one: one.mrr_minor,
        "currency": lambda _one: currency,
        "reported_by": lambda one: one.reported_by,
        "contact": lambda one: one.contact and one.contact.name,
        "source": lambda one: one.source,
        "external_id": lambda one: one.external_id,
        "returned_on": lambda one: one.returned_on,
        "returned_mrr_minor": lambda one: one.returned_mrr_minor,
        "helped": lambda one: one.helped,
    }


def _talks(asked: Asked) -> Rows:
    """Return the talks of a list, or all talks of a company or of a person, as they are handed out."""
    for name, column in _WHOSE.items():
        if written := asked.query.get(name):
            key = int(written) if is_whole_number(written) else 0
            return by_key(_whole(Interview.objects.filter(**{column: key})), _NEWEST)
    which = asked.query.get("list", "coming")
    if which not in talks.LISTS:
        raise NoSuchRowsError(_("There is no such list."))
    return by_key(_whole(talks.listed(which)), ("planned_at", "pk") if which == "coming" else _NEWEST)


def _whole(rows: QuerySet[Interview]) -> QuerySet[Interview]:
    whole = rows.select_related("company", "host", "guide")
    return whole.prefetch_related("guests__contact", "companions__staff", "quotes")


def _talk_columns() -> Columns:
    return {
        "talk": lambda one: one.pk,
        "kind": lambda one: one.kind,
        "state": lambda one: one.state,
        "company_id": lambda one: one.company_id,
        "company": lambda one: one.company.name,
        "title": lambda one: one.title,
        "planned_at": lambda one: one.planned_at,
        "minutes": lambda one: one.minutes,
        "place": lambda one: one.place,
        "host": lambda one: one.host and one.host.name,
        "with": lambda one: [companion.staff.name for companion in one.companions.all()],
        "guests": _guests,
        "guide": lambda one: one.guide and one.guide.name,
        "notes": lambda one: one.notes,
        "quotes": lambda one: len(one.quotes.all()),
    }


def _guests(talk: Interview) -> list[str]:
    return [str(guest.contact) for guest in talk.guests.all()]


TABLES = (
    Table("departures", gettext_lazy("Departures"), _departure_columns, _departures),
    Table("talks", gettext_lazy("Talks"), _talk_columns, _talks),
)
