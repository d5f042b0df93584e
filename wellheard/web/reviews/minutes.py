"""The minutes of a meeting: who was there, what was decided and why, and what follows."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wellheard.decide.reviews.models import Attendee, Review, Verdict
from wellheard.decide.reviews.queries.rounds import departments_in
from wellheard.foundation import clock
from wellheard.web.reviews.showing import Line, shown
from wellheard.web.templatetags.figures import money, number

Outcome = Verdict.Outcome
# In this order they are read: what we do, what is asked, what waits, what we do not.
ORDER = (Outcome.ACCEPT, Outcome.NEED_EVIDENCE, Outcome.DEFER, Outcome.NOT_NOW)


@dataclass(frozen=True)
class Minutes:
    """What is read of a meeting later."""

    review: Review
    there: list[Attendee]
    away: list[Attendee]
    decided: list[Line]
    undecided: list[Line]

    @property
    def taken(self) -> Decimal:
        """Weeks of work that took the room when the meeting ended."""
        return sum((Decimal(weeks) for _title, weeks in self.review.room), Decimal(0))

    @property
    def departments(self) -> list[str]:
        return departments_in(self.there)

    def as_markdown(self) -> str:
        """Return the minutes as Markdown; what people wrote keeps its lines, and no sign of theirs becomes a heading."""
        review = self.review
        when = date_format(localtime(review.meets_at, clock.zone()), "DATETIME_FORMAT")
        parts = [
            f"# {_('Review meeting %(number)s') % {'number': review.number}}",
            when,
            _people(_("Who was there"), self.there),
            _people(_("Who was not"), self.away),
            _("Rated by: %(questions)s") % {"questions": plain(" ".join(one["question"] for one in review.questions))},
            _("%(taken)s of %(all)s weeks taken.")
            % {"taken": number(float(self.taken)), "all": number(float(review.capacity_weeks))},
        ]
        for line in self.decided:
            parts += _decided(line)
        if self.undecided:
            parts.append(f"## {_('Not decided')}")
            parts.append("\n".join(f"- {plain(line.title)}" for line in self.undecided))
        if review.notes:
            parts += [f"## {_('What else was said')}", plain(review.notes)]
        parts.append(_("Made from what was frozen, %(hash)s.") % {"hash": f"`{review.frozen_sha256}`"})
        return "\n\n".join(part for part in parts if part) + "\n"


def minutes_of(review: Review) -> Minutes:
    """Return the minutes of a meeting that is over."""
    seats = list(review.attendees.select_related("staff").order_by("department", "staff__name"))
    meeting = shown(review)
    decided = [line for line in meeting.lines if line.opinion.verdict]
    decided.sort(key=lambda line: (ORDER.index(_outcome(line)), line.item.position, line.item.pk))
    return Minutes(
        review,
        [one for one in seats if one.came_at],
        [one for one in seats if not one.came_at],
        decided,
        [line for line in meeting.lines if line.opinion.verdict is None],
    )


def plain(words: str) -> str:
    """Return what somebody wrote so that Markdown reads it as words."""
    return "\n".join("\\" + line if line[:1] in "#>-+*=|`~<" and line else line for line in words.splitlines())


def _outcome(line: Line) -> Outcome:
    verdict = line.opinion.verdict
    return Outcome(verdict.outcome) if verdict else Outcome.DEFER


def _people(title: str, seats: list[Attendee]) -> str:
    if not seats:
        return ""
    names = ", ".join(f"{one.staff.name} ({one.get_department_display()})" for one in seats)
    return f"{title}: {names}"


def _decided(line: Line) -> list[str]:
    verdict = line.opinion.verdict
    if verdict is None:
        return []
    parts = [f"## {plain(line.title)}: {verdict.get_outcome_display()}", _rated(line), plain(verdict.reason)]
    told = ((_("Customers read"), verdict.public_reason), (_("Asked first"), verdict.question))
    parts += [f"{title}: {plain(words)}" for title, words in told if words]
    if verdict.owner:
        parts.append(_("Who finds it out: %(name)s") % {"name": verdict.owner.name})
    if verdict.defer_until:
        parts.append(_("Back on the table on %(day)s.") % {"day": date_format(verdict.defer_until, "DATE_FORMAT")})
    parts.append(_expected(verdict))
    against = ((_("Against what the ratings say"), verdict.override_reason), (_("Seen otherwise"), verdict.dissent))
    said = (*against, (_("Said at the table"), line.item.remark))
    return parts + [f"**{title}**: {plain(words)}" for title, words in said if words]


def _rated(line: Line) -> str:
    one, asked = line.opinion, line.money
    if one.mean is None:
        return ""
    said = {"mean": number(round(one.mean, 1)), "n": number(asked["companies"]), "money": money(asked["mrr_minor"])}
    rated = _("Rated %(mean)s on average; %(n)s companies ask, they pay %(money)s a month.") % said
    if one.weeks is None or one.low is None or one.high is None:
        return rated
    weeks = {"low": number(float(one.low)), "likely": number(float(one.weeks)), "high": number(float(one.high))}
    return rated + " " + _("Weeks of work: %(low)s, %(likely)s, %(high)s.") % weeks


def _expected(verdict: Verdict) -> str:
    expected = getattr(verdict, "expectation", None)
    if expected is None:
        return ""
    said = {
        "what": expected.words or expected.get_measure_display(),
        "amount": number(float(expected.amount)),
        "day": date_format(expected.by_day, "DATE_FORMAT"),
    }
    return _("Expected: %(what)s: %(amount)s until %(day)s.") % said
