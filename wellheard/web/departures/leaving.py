"""What the cancellation form shows and does: reasons in another order for each visit, ideas as they are looked for."""

import random
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, gettext_noop

from wellheard.customers.models import Contact
from wellheard.decide.commands import LinkError, link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import Visit, Why
from wellheard.listen.departures.models import Cancellation, Offer
from wellheard.listen.models import Feedback
from wellheard.web.widget.queries import ideas
from wellheard.workspace.installation import installation
from wellheard.workspace.models import STANDARD_REASONS, Reason

OTHER = "other"
MOST_FOUND = 8
# Of a payment that failed nobody leaves by a form.
_NOT_ASKED = {"payment"}
# What we say of customers among ourselves, as they say it of themselves.
_AS_THEY_SAY = {
    "closed-business": gettext_noop("We close our business"),
    "never-started": gettext_noop("We never got started"),
    "no-value": gettext_noop("It is of no use to us"),
    "missing-function": gettext_noop("Something we need is missing"),
    "too-complex": gettext_noop("It is too complex"),
    "price": gettext_noop("It costs too much"),
    "competitor": gettext_noop("We go to somebody else"),
    "support": gettext_noop("We were not helped well"),
    "quality": gettext_noop("Too many faults and outages"),
    "project-ended": gettext_noop("Our project or season is over"),
    "champion-left": gettext_noop("Who used it here has left"),
    "other": gettext_noop("Something else"),
}


def reasons_for(visit: Visit) -> list[Reason]:
    """Return the first level of reasons in an order of this visit's own; “something else” stands last."""
    first_level = Reason.objects.offered().filter(kind=Reason.Kind.DEPARTURE, parent=None)
    offered = list(first_level.exclude(key__in=_NOT_ASKED).order_by("pk"))
    random.Random(visit.key).shuffle(offered)  # noqa: S311 - an order, not a secret
    return sorted(offered, key=lambda one: one.key == OTHER)


def as_they_say(reason: Reason) -> str:
    """Return a reason in the words of who leaves; one that the vendor renamed as the vendor says it."""
    standard = next((one.name for one in STANDARD_REASONS[Reason.Kind.DEPARTURE] if one.key == reason.key), "")
    theirs = _AS_THEY_SAY.get(reason.key, "")
    return gettext(theirs) if theirs and reason.name == standard else reason.label


def said_in(posted: Mapping[str, str], reader: Contact | None) -> Why:
    """Return what was said on the form; what cannot be is left out, as nothing may keep anybody from leaving."""
    key, idea_id = posted.get("reason", ""), posted.get("idea", "")
    reason = Reason.objects.offered().filter(kind=Reason.Kind.DEPARTURE, key=key[:40]).first() if key else None
    idea = ideas.visible(int(idea_id), reader) if is_whole_number(idea_id) and len(idea_id) < 19 else None  # noqa: PLR2004
    missing = posted.get("missing", "")[: commands.MOST_MISSING]
    return Why(
        reason=reason,
        comment=posted.get("comment", "")[: commands.MOST_COMMENT],
        missing=missing or (idea.title if idea else ""),
        idea_id=idea.pk if idea else None,
        competitor=posted.get("competitor", "")[:120],
    )


@transaction.atomic
def leave(visit: Visit, why: Why) -> Cancellation:
    """Let somebody leave; what they left for becomes evidence for the idea they chose, and they hear when it ships."""
    was_decided = Cancellation.objects.filter(key_sha256=visit.key).exclude(outcome=Cancellation.Outcome.OPEN).exists()
    row = commands.cancel_anyway(visit=visit, why=why)
    said = None if was_decided else _said_by(row)
    if row.idea_id and said and Idea.objects.filter(pk=row.idea_id).exists():
        try:
            with transaction.atomic():
                link_feedback(feedback_id=said.pk, idea_id=row.idea_id, by=None)
        except LinkError:
            return row
    return row


def _said_by(row: Cancellation) -> Feedback | None:
    """Return what they said as they left: their own words, where a colleague of theirs left before them with others."""
    theirs = Feedback.objects.filter(source=Feedback.Source.DEPARTURE, company=row.company_id, contact=row.contact_id)
    return theirs.order_by("-pk").first() if row.outcome == Cancellation.Outcome.LEFT else None


def shown(visit: Visit, row: Cancellation | None, why: Why) -> dict[str, Any]:
    """Return what the page shows: the reasons first; once one is chosen, what fits it."""
    reason = why.reason or (row.reason if row else None)
    offer = Offer.objects.exclude(kind=Offer.Kind.NONE).filter(reason=reason).first() if reason else None
    return {
        "visit": visit,
        "reasons": [(one.key, as_they_say(one)) for one in reasons_for(visit)],
        "reason": reason,
        "reason_said": as_they_say(reason) if reason else "",
        "why": why,
        "offer": offer,
        "offer_text": offer.text_in(_reads(visit), installation().language) if offer else "",
        "ideas": found(visit, why) if reason else [],
    }


def found(visit: Visit, why: Why) -> list[dict[str, Any]]:
    """Return the ideas that say nearly what they miss; the one they chose stays, whatever else is found."""
    if not why.missing:
        return []
    listed: list[dict[str, Any]] = ideas.listed(why.missing, cursor="", reader=visit.contact)["ideas"][:MOST_FOUND]
    chosen = ideas.visible(why.idea_id, visit.contact) if why.idea_id else None
    if chosen and all(one["id"] != chosen.pk for one in listed):
        listed.insert(0, ideas.one(chosen, visit.contact))
    return listed


def _reads(visit: Visit) -> str:
    """Return the language somebody chose, else that of the page: an offer may be written in more than our pages are."""
    return (visit.contact.language if visit.contact else "") or get_language() or ""


def handed_back(row: Cancellation) -> str:
    """Return where they go on, with what came of it; nothing where the vendor's program named no place of its own."""
    address = commands.allowed_return(row.return_url)
    if not address:
        return ""
    return (
        f"{address}{'&' if '?' in address else '?'}{urlencode({'cancellation': str(row.outcome), 'id': str(row.pk)})}"
    )


def taken(row: Cancellation) -> str:
    """Return where who stays goes on to take what was offered."""
    if row.outcome != Cancellation.Outcome.STAYED or not row.reason_id:
        return ""
    return Offer.objects.filter(reason=row.reason_id).values_list("url", flat=True).first() or ""
