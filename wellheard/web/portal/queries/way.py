"""One idea's way round the loop, as customers follow it: heard, understood, decided, built, and told."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from babel.dates import format_skeleton
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.models import Decision, Evidence, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.web.templatetags.charts import Step

Status = Idea.Status
_UNDECIDED = (Status.HEARD, Status.UNDER_REVIEW)
_WORKED_ON = (Status.BUILDING, Status.BETA)
# The statuses are called as the occasions of telling people so.
_SETTLED = (Status.NOT_NOW, Status.ALREADY_POSSIBLE)
_OUTCOMES = {
    Decision.Outcome.YES: gettext_lazy("yes"),
    Decision.Outcome.NOT_NOW: gettext_lazy("not now"),
    Decision.Outcome.ALREADY_POSSIBLE: gettext_lazy("already there"),
}
_NEWS = (
    Answer.Occasion.DECIDED,
    Answer.Occasion.NOT_NOW,
    Answer.Occasion.ALREADY_POSSIBLE,
    Answer.Occasion.SHIPPED,
)


@dataclass
class Milestones:
    """When an idea got where; None where it has not been."""

    heard_at: datetime | None = None
    decision: Decision | None = None
    building_at: datetime | None = None
    shipped_at: datetime | None = None
    told_at: dict[str, datetime] = field(default_factory=dict)


def milestones(ideas: Iterable[Idea], *, reader: Contact | None) -> dict[int, Milestones]:
    """Return the milestones of these ideas in a fixed number of queries; `told_at` is when this reader was told what."""
    found = {idea.pk: Milestones() for idea in ideas}
    for idea_id, heard_at in _first_heard(found):
        found[idea_id].heard_at = heard_at
    for decision in _latest_decisions(found):
        found[decision.idea_id].decision = decision
    for fact in _moves(found):
        _note_move(found[fact.subject_id], fact)
    for idea_id, occasion, told_at in _told(found, reader):
        found[idea_id].told_at[occasion] = told_at
    return found


def steps(idea: Idea, known: Milestones) -> list[Step]:
    """Return the line of steps; it begins with who said it first."""
    heard = _step(_("Heard"), known.heard_at or idea.created_at)
    if idea.status in _UNDECIDED:
        return [heard, _understood_now(idea), Step(_("Decided"), _("yes or no")), _yet_to_hear()]
    return [heard, _step(_("Understood"), idea.created_at), *_since_decided(idea, known)]


def day(moment: datetime | date) -> str:
    """Write a day shortly: month and day this year, month and year before."""
    local = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    skeleton = "MMMMd" if local.year == clock.today().year else "yMMMM"
    return str(format_skeleton(skeleton, local, locale=to_locale(get_language() or "en")))


def _first_heard(idea_ids: Iterable[int]) -> Iterable[tuple[int, datetime]]:
    standing = Evidence.objects.standing().filter(idea__in=list(idea_ids))
    return standing.values_list("idea_id").annotate(first=Min("first_at")).order_by()


def _latest_decisions(idea_ids: Iterable[int]) -> Iterable[Decision]:
    decisions = Decision.objects.filter(idea__in=list(idea_ids)).select_related("decided_by")
    return decisions.order_by("idea_id", "-decided_at", "-pk").distinct("idea_id")


def _moves(idea_ids: Iterable[int]) -> Iterable[Fact]:
    facts = Fact.objects.filter(subject_type="idea", subject_id__in=list(idea_ids), name="idea.status_changed")
    return facts.order_by("happened_at", "pk")


def _note_move(known: Milestones, fact: Fact) -> None:
    if fact.details.get("new") in _WORKED_ON and fact.details.get("old") not in _WORKED_ON:
        known.building_at = fact.happened_at
    elif fact.details.get("new") == Status.SHIPPED:
        known.shipped_at = fact.happened_at


def _told(idea_ids: Iterable[int], reader: Contact | None) -> Iterable[tuple[int, str, datetime]]:
    if reader is None:
        return []
    told = Answer.objects.told().filter(contact=reader, idea__in=list(idea_ids), occasion__in=_NEWS)
    return [
        (idea_id, occasion, at) for idea_id, occasion, at in told.values_list("idea_id", "occasion", "told_at") if at
    ]


def _step(title: str, moment: datetime, state: str = "done") -> Step:
    return Step(title, day(moment), state)


def _understood_now(idea: Idea) -> Step:
    if idea.status == Status.UNDER_REVIEW:
        return Step(_("Understood"), _("under review"), "now")
    return _step(_("Understood"), idea.created_at, "now")


def _since_decided(idea: Idea, known: Milestones) -> list[Step]:
    decided = Step(_("Decided"), _decision_note(idea, known.decision), "done")
    if idea.status in _SETTLED:
        return [decided, _heard_back(known, idea.status), *_looked_at_again(known.decision)]
    if idea.status == Status.SHIPPED:
        shipped = _step(_("Shipped"), known.shipped_at or idea.status_changed_at)
        return [decided, shipped, _heard_back(known, Answer.Occasion.SHIPPED)]
    if idea.status == Status.PLANNED:
        return [replace(decided, state="now"), Step(_("Building"), _("not begun")), _yet_to_hear()]
    note = _("beta now") if idea.status == Status.BETA else day(known.building_at or idea.status_changed_at)
    return [decided, Step(_("Building"), note, "now"), _yet_to_hear()]


def _decision_note(idea: Idea, decision: Decision | None) -> str:
    if decision is None:
        # Ideas of the time before decisions were recorded.
        return idea.get_status_display() if idea.status in _SETTLED else _("yes")
    outcome = _OUTCOMES[Decision.Outcome(decision.outcome)]
    return _("%(outcome)s, %(day)s") % {"outcome": outcome, "day": day(decision.decided_at)}


def _yet_to_hear() -> Step:
    return Step(_("You hear back"), _("by mail"))


def _heard_back(known: Milestones, occasion: str) -> Step:
    told_at = known.told_at.get(occasion)
    return _step(_("You heard back"), told_at) if told_at else _yet_to_hear()


def _looked_at_again(decision: Decision | None) -> list[Step]:
    if decision is None or decision.revisit_on is None:
        return []
    return [Step(_("Looked at again"), day(decision.revisit_on))]


def first_steps(hours: int, *, is_reachable: bool) -> list[Step]:
    """Return the way of what was said a moment ago; `hours` is within how many a person reads it."""
    read = ngettext("within %(hours)d hour", "within %(hours)d hours", hours) % {"hours": hours}
    hear = _yet_to_hear() if is_reachable else Step(_("You hear back"), _("here on the portal"))
    return [
        Step(_("Heard"), _("now"), "done"),
        Step(_("Understood"), read, "now"),
        Step(_("Decided"), _("yes or no")),
        hear,
    ]
