"""The digest: which figures really changed, which targets are missed, and what was said of goals, plain and short."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellheard.answer.leaving import one_click
from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.learn import queries
from wellheard.learn.figures import FIGURES, Figure, Kind, Numbers, Stretch
from wellheard.learn.figures.reading import compared
from wellheard.learn.goals.commands import note_digest_done
from wellheard.learn.goals.models import CheckIn, DigestChoice, Objective
from wellheard.web.figures.words import change_sentence, finding, value_in_words
from wellheard.web.goals.words import value_of
from wellheard.web.notifications.mails import stopping_link, zone_of
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

MORNING = 8
MOST_LINES = 20
Compared = Callable[[Figure, Stretch, Stretch], tuple[Numbers, Numbers]]


@dataclass(frozen=True)
class Period:
    """A whole week or month that is over, and the one before it."""

    before: Stretch
    now: Stretch

    @classmethod
    def until(cls, day: date, rhythm: str) -> "Period":
        """Return the week or month that ended before this day."""
        if rhythm == DigestChoice.Rhythm.WEEKLY:
            begins, earlier = day - timedelta(days=7), day - timedelta(days=14)
        else:
            begins = (day - timedelta(days=1)).replace(day=1)
            earlier = (begins - timedelta(days=1)).replace(day=1)
        return cls(Stretch(earlier, begins), Stretch(begins, day))


def begin_of(rhythm: str, now: datetime) -> date:
    """Return the first day of the present week or month, once its first morning has come; before that, of the one before."""
    day = (now - timedelta(hours=MORNING)).date()
    return day - timedelta(days=day.weekday()) if rhythm == DigestChoice.Rhythm.WEEKLY else day.replace(day=1)


@transaction.atomic
def send_digest(*, choice_id: int, compare: Compared = compared) -> None:
    """Mail somebody what changed in the last whole week or month, once, on its first morning; nothing where nothing changed."""
    choice = DigestChoice.objects.select_for_update(of=("self",), no_key=True).select_related("staff").get(pk=choice_id)
    staff = choice.staff
    if choice.rhythm == DigestChoice.Rhythm.OFF or not staff.is_active:
        return
    begins = begin_of(choice.rhythm, clock.now().astimezone(zone_of(staff)))
    if choice.done_until and choice.done_until >= begins:
        return
    if choice.done_until:
        letter = _letter(staff, Period.until(begins, choice.rhythm), compare)
        if letter:
            queue_mail(letter)
    note_digest_done(choice_id=choice.pk, until=begins)


def _letter(staff: Staff, period: Period, compare: Compared) -> Letter | None:
    """Return the letter in its reader's language; None where there is nothing to tell."""
    with translation.override(staff.language or installation().language), timezone.override(zone_of(staff)):
        told = [*_goals(period.now), *_figures(period, compare)]
        if not told:
            return None
        link = stopping_link(staff)
        days = {"first": date_format(period.now.begins_on), "last": date_format(period.now.last_on)}
        return Letter(
            key=f"digest:{staff.pk}:{period.now.ends_on}",
            to_address=staff.email,
            to_name=staff.name,
            subject=_("Figures and goals, %(first)s to %(last)s") % days,
            body="\n\n".join([_("Hello %(name)s,") % {"name": staff.first_name}, *told[:MOST_LINES], _aims()]),
            footer=_("You chose how often you hear of this. Stop these mails: %(link)s") % {"link": link},
            language=translation.get_language() or "",
            headers=one_click(link) | {"Auto-Submitted": "auto-generated"},
        )


def _aims() -> str:
    return f"{_('The three aims on one page:')}\n{_url('aims')}"


def _goals(days: Stretch) -> list[str]:
    """Return the last word on each key result of these days, and which objectives were closed."""
    said = CheckIn.objects.said().filter(at__gte=days.begins, at__lt=days.ends).order_by("key_result", "-at", "-pk")
    lines = [_said(one) for one in said.select_related("key_result__objective").distinct("key_result")]
    closed = Objective.objects.closed().filter(closed_at__gte=days.begins, closed_at__lt=days.ends).latest_first()
    for goal in closed:
        text = _("“%(title)s” was closed with %(grade)s of 1.") % {"title": goal.title, "grade": goal.grade}
        lines.append(f"{text}\n{_url('goal', goal.pk)}")
    return lines


def _said(one: CheckIn) -> str:
    result = one.key_result
    values = {
        "goal": result.objective.title,
        "title": result.title,
        "value": value_of(result, one.value),
        "aim": value_of(result, result.aims_at),
        "confidence": one.get_confidence_display(),
    }
    text = _("%(goal)s: %(title)s stands at %(value)s, the aim is %(aim)s. %(confidence)s.") % values
    return f"{text}\n{_url('key_result', result.pk)}"


def _figures(period: Period, compare: Compared) -> list[str]:
    """Return the figures that surely changed, and those that began to keep or to miss their target."""
    targets, lines = queries.targets(), []
    for key, figure in FIGURES.items():
        before, now = compare(figure, period.before, period.now)
        sentence = _change(figure, before, now, targets.get(key))
        if sentence:
            lines.append(f"{figure.name}: {finding(figure, now)}. {sentence}\n{_figure_url(key, period.now)}")
    return lines


def _change(figure: Figure, before: Numbers, now: Numbers, target: float | None) -> str:
    """Say what is news of a figure; empty where nothing surely is."""
    if not now.cases and not before.cases:
        return ""
    kept, keeps = _keeps(figure, before, target), _keeps(figure, now, target)
    if kept is not None and keeps is not None and kept != keeps:
        return _("It keeps its target again.") if keeps else _("It misses its target now.")
    if now.moved is not None and not now.is_noise:
        return change_sentence(figure, now)
    if figure.kind is Kind.SUM and before.value(figure.kind) != now.value(figure.kind):
        return _("Before: %(value)s.") % {"value": value_in_words(figure, before)}
    return ""


def _keeps(figure: Figure, numbers: Numbers, target: float | None) -> bool | None:
    value = numbers.value(figure.kind)
    if target is None or value is None or not numbers.cases:
        return None
    return value <= target if figure.is_better_low else value >= target


def _figure_url(key: str, days: Stretch) -> str:
    return f"{_url('figure', key)}?period=custom&begin={days.begins_on}&end={days.last_on}"


def _url(name: str, *arguments: object) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=arguments)
