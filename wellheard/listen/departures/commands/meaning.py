"""Say once what a source's word for a reason means; every departure that it named is read again."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.commands.history import change
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.listen.departures.usual_words import UNKNOWN, usual_meaning
from wellheard.workspace.models import Competitor, Reason, Staff

SAID = names.declare("said_reason.heard", "A source named a reason for leaving by a word that we had not met.")
DECIDED = names.declare(
    "said_reason.decided", "Somebody said what a source’s word for a reason means: the reason’s key."
)


@transaction.atomic
def said_reason(*, source: str, said: str, reason: Reason | None = None) -> SaidReason:
    """Return what a source's word means, met for the first time or again.

    What it means is what is given here, else what such words usually mean; a word of which we know neither waits for a person.
    """
    said = clean_line(said)[:200]
    there = SaidReason.objects.filter(source=source, said__iexact=said).first()
    if there:
        if reason and there.decided_at is None:
            decide_said_reason(said_id=there.pk, reason=reason, by=None)
            there.refresh_from_db()
        return there
    key = usual_meaning(said)
    known = reason or (Reason.objects.filter(kind=Reason.Kind.DEPARTURE, key=key).first() if key else None)
    decided_at = clock.now() if known or key == UNKNOWN else None
    new = SaidReason.objects.create(
        source=source, said=said, reason=known, first_said_at=clock.now(), decided_at=decided_at
    )
    ledger.record(SAID, new)
    return new


def reason_of(meaning: SaidReason) -> Reason | None:
    """Return the reason a word means; none while nobody has said."""
    return meaning.reason if meaning.decided_at else None


@transaction.atomic
def decide_said_reason(
    *, said_id: int, reason: Reason | None, competitor: Competitor | None = None, by: Staff | None
) -> int:
    """Say what a source's word means, or that it means nothing we could name; return how many departures are read anew.

    What a person said of one departure stays. Raises DepartureError.
    """
    meaning = SaidReason.objects.select_for_update(of=("self",), no_key=True).filter(pk=said_id).first()
    if meaning is None:
        raise DepartureError(_("This word is not there any more. Go back to the list."))
    if reason and reason.kind != Reason.Kind.DEPARTURE:
        raise DepartureError(_("Choose one of the reasons for leaving."), field="reason")
    meaning.reason, meaning.competitor = reason, competitor
    meaning.decided_at, meaning.decided_by = clock.now(), by
    meaning.save(update_fields=["reason", "competitor", "decided_at", "decided_by"])
    ledger.record(DECIDED, meaning, reason=reason.key if reason else "")
    return _read_again(meaning)


def _read_again(meaning: SaidReason) -> int:
    rows = Departure.objects.select_for_update(of=("self",), no_key=True).filter(
        source=meaning.source, reason_said__iexact=meaning.said
    )
    count = 0
    for row in rows.exclude(reason_from=Departure.ReasonFrom.PERSON).order_by("pk"):
        by = Departure.ReasonFrom.MAPPING if meaning.reason_id else Departure.ReasonFrom.NOBODY
        count += bool(change(row, {"reason": meaning.reason, "competitor": meaning.competitor, "reason_from": by}))
    return count
