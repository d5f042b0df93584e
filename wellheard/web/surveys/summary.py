"""What a survey asks, whom and when, as sentences."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.customers.segments.rules import RuleError, describe
from wellheard.foundation import clock
from wellheard.foundation.text.listing import listed
from wellheard.listen.surveys.models import Survey
from wellheard.web.surveys.words import channels_of


def summary(survey: Survey) -> list[tuple[str, str]]:
    """Return what is set, each with what it is called; what is left open is not mentioned."""
    return [
        (_("Where"), channels_of(survey)),
        (_("Whom"), whom(survey)),
        *_when(survey),
        (_("How many"), _how_many(survey)),
        (_("How often one person"), _how_often(survey)),
        (_("From, until"), _how_long(survey)),
    ]


def whom(survey: Survey) -> str:
    """Say whose answer is asked."""
    if survey.audience == Survey.Audience.SEGMENT:
        if survey.segment is None:
            return _("nobody: its segment is gone")
        return _("people of companies in “%(segment)s”") % {"segment": survey.segment}
    if survey.audience == Survey.Audience.RULE:
        return _("people of companies that fit: %(rule)s") % {"rule": _rule(survey.rule)}
    if survey.audience == Survey.Audience.KNOWN:
        return _("everybody whom we know")
    return _("everybody, also those we do not know")


def _rule(rule: dict[str, Any] | None) -> str:
    try:
        return describe(rule)
    except RuleError:
        return _("a rule that can no longer be read")


def _when(survey: Survey) -> Iterator[tuple[str, str]]:
    said = survey.trigger
    if said.get("pages"):
        yield _("On pages"), listed(said["pages"])
    if said.get("event"):
        yield _("After"), event_in_words(said)
    if said.get("delay_seconds"):
        seconds = said["delay_seconds"]
        yield _("Waits"), ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}


def event_in_words(said: dict[str, Any]) -> str:
    """Say what has to happen, and how often."""
    count, days = said.get("at_least", 1), said.get("within_days")
    words = {"event": said["event"], "n": count, "days": days}
    if days:
        sentence = (
            ngettext("“%(event)s”, once in %(days)s days", "“%(event)s”, %(n)s times in %(days)s days", count) % words
        )
    else:
        sentence = ngettext("“%(event)s”", "“%(event)s”, %(n)s times", count) % words
    parts = [
        f"{one['name']} {one['op'].replace('_', ' ')} {one.get('value', '')}".strip()
        for one in said.get("properties", [])
    ]
    return (
        _("%(event)s, where %(properties)s") % {"event": sentence, "properties": listed(parts)} if parts else sentence
    )


def _how_many(survey: Survey) -> str:
    share = _("%(n)s of a hundred of them, always the same") % {"n": survey.percent}
    parts = [share if survey.percent < 100 else _("all of them")]  # noqa: PLR2004 - of a hundred
    if survey.per_day:
        parts.append(ngettext("at most one a day", "at most %(n)s a day", survey.per_day) % {"n": survey.per_day})
    return listed(parts)


def _how_often(survey: Survey) -> str:
    if survey.schedule == Survey.Schedule.EVERY and survey.every_days:
        return ngettext("again after %(n)s day", "again after %(n)s days", survey.every_days) % {"n": survey.every_days}
    return str(Survey.Schedule(survey.schedule).label)


def _how_long(survey: Survey) -> str:
    parts = []
    if survey.starts_at:
        parts.append(_("from %(day)s") % {"day": _day(survey.starts_at)})
    if survey.ends_at:
        parts.append(_("until %(day)s") % {"day": _day(survey.ends_at - timedelta(seconds=1))})
    if survey.stop_at:
        parts.append(
            ngettext("until one has answered", "until %(n)s have answered", survey.stop_at) % {"n": survey.stop_at}
        )
    if survey.stop_at_margin:
        parts.append(_("until it is known to ± %(n)s points") % {"n": survey.stop_at_margin})
    return listed(parts) or _("until you end it")


def _day(moment: Any) -> str:
    return date_format(clock.day_of(moment), "DATE_FORMAT")
