"""Why somebody is asked or not, in whole sentences for the people who asked for it: one for each gate."""

from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.foundation import clock
from wellheard.listen.surveys import budget, pauses
from wellheard.listen.surveys.facing import Facing
from wellheard.listen.surveys.kept import Known
from wellheard.listen.surveys.models import Survey


@dataclass(frozen=True)
class Case:
    """One survey, one person, and whether a gate let them through."""

    one: Known
    facing: Facing
    passed: bool


def runs(case: Case) -> str:
    if case.passed:
        return _("The survey runs.")
    return _("The survey does not run: %(state)s.") % {"state": case.one.survey.get_state_display()}


def dates(case: Case) -> str:
    if case.passed:
        return _("It is within its dates.")
    if case.one.starts_at and case.facing.now < case.one.starts_at:
        return _("It begins on %(day)s.") % {"day": _day(case.one.starts_at)}
    return _("It ended on %(day)s.") % {"day": _day(case.one.ends_at)}


def channel(case: Case) -> str:
    where = str(dict(Survey.Channel.choices).get(case.facing.place.channel, case.facing.place.channel))
    if case.passed:
        return _("It is asked there: %(channel)s.") % {"channel": where}
    return _("It is not asked there: %(channel)s.") % {"channel": where}


def page(case: Case) -> str:
    pages = case.one.trigger.get("pages")
    if not pages:
        return _("It is asked on every page.")
    if case.passed:
        return _("They are on one of its pages.")
    return _("They are not on one of its pages: %(pages)s.") % {"pages": ", ".join(pages)}


def recognised(case: Case) -> str:
    if not case.passed:
        return _("We do not know who they are, and it is for people we know.")
    return _("We know who they are.") if case.facing.who.is_known else _("It is also for people we do not know.")


def segment(case: Case) -> str:
    if case.one.audience != Survey.Audience.SEGMENT:
        return _("It is not for one segment only.")
    if case.one.survey.segment is None:
        return _("The segment it was for is gone; choose another one.")
    if case.passed:
        return _("Their company is in “%(segment)s”.") % {"segment": case.one.survey.segment}
    return _("Their company is not in “%(segment)s”.") % {"segment": case.one.survey.segment}


def rule(case: Case) -> str:
    if case.one.rule is None:
        return _("It has no rule of its own.")
    return _("Their company meets its rule.") if case.passed else _("Their company does not meet its rule.")


def happened(case: Case) -> str:
    event = case.one.trigger.get("event")
    if not event:
        return _("It waits for no event.")
    if case.passed:
        return _("What it waits for happened: %(event)s.") % {"event": event}
    if case.facing.place.event == event:
        return _("%(event)s happened, but not in the way it waits for.") % {"event": event}
    return _("It waits for %(event)s.") % {"event": event}


def often(case: Case) -> str:
    n = case.one.trigger.get("at_least", 1)
    if not case.one.trigger.get("event"):
        return _("It counts nothing.")
    days = case.one.trigger.get("within_days")
    if days is None:
        return ngettext("It has to happen %(n)d time.", "It has to happen %(n)d times.", n) % {"n": n}
    times = ngettext("It has to happen %(n)d time", "It has to happen %(n)d times", n) % {"n": n}
    within = ngettext("within %(n)d day.", "within %(n)d days.", days) % {"n": days}
    return _("%(times)s %(within)s") % {"times": times, "within": within}


def before(case: Case) -> str:
    if not case.one.trigger.get("after"):
        return _("It does not matter what they were asked before.")
    if case.passed:
        return _("What they were asked before is as it should be.")
    return _("What they were asked before is not as it should be.")


def sample(case: Case) -> str:
    if case.one.percent >= 100:  # noqa: PLR2004
        return _("Everybody is asked.")
    if case.passed:
        return _("They are among the %(percent)d percent that are asked.") % {"percent": case.one.percent}
    return _("They are not among the %(percent)d percent that are asked.") % {"percent": case.one.percent}


def group(case: Case) -> str:
    if not case.one.groups:
        return _("Answers are not counted by group.")
    theirs = case.facing.group_of(case.one)
    if theirs is None:
        return _("They belong to none of its groups.")
    known: dict[str, Any] = {"group": theirs.label, "n": case.facing.reached.get(theirs.pk, 0), "target": theirs.target}
    if case.passed and case.one.per_day and budget.is_furthest_behind(case.one, case.facing):
        return (
            _("Their group, %(group)s, has %(n)d of %(target)d answers; it is furthest behind, so it goes first.")
            % known
        )
    if case.passed:
        return _("Their group, %(group)s, has %(n)d of %(target)d answers.") % known
    return _("Their group, %(group)s, has all its %(target)d answers.") % known


def per_day(case: Case) -> str:
    if case.one.per_day is None:
        return _("It has no limit for a day.")
    today = budget.budget_of(case.one, case.facing)
    known: dict[str, Any] = {"n": today.shown, "most": today.most, "groups": ", ".join(today.first)}
    if case.passed:
        return _("Today it was asked %(n)d of %(most)d times.") % known
    if today.is_used_up:
        return _("Today it was asked %(most)d times, which is its limit.") % known
    return (
        _("Today it was asked %(n)d of %(most)d times; the rest is first for groups further behind: %(groups)s.")
        % known
    )


def again(case: Case) -> str:
    last = next((row for row in case.facing.shown if row.survey_id == case.one.pk), None)
    if last is None:
        return _("They were never asked this.")
    if case.passed:
        return _("They were asked this on %(day)s and may be asked again.") % {"day": _day(last.shown_at)}
    return _("They were asked this on %(day)s; it is not asked again yet.") % {"day": _day(last.shown_at)}


def quiet(case: Case) -> str:
    return _("Nobody wants them left alone.") if case.passed else _("They, or their company, are to be left alone.")


def stopped(case: Case) -> str:
    if case.passed:
        return _("Today is a day on which we ask.")
    until = case.facing.rules.stopped_until
    if until and until > case.facing.now:
        return _("Nobody is asked anything until %(day)s.") % {"day": _day(until)}
    return _("Today is a day on which we ask nobody.")


def first_days(case: Case) -> str:
    n = case.facing.rules.first_days
    if case.passed:
        return _("They have been with us long enough to be asked.")
    return ngettext(
        "They are new; nobody is asked on their first %(n)d day.",
        "They are new; nobody is asked in their first %(n)d days.",
        n,
    ) % {"n": n}


def urgent(case: Case) -> str:
    if case.passed:
        return _("No urgent conversation with them is open.")
    return _("An urgent conversation with them is open, or was a moment ago.")


def session(case: Case) -> str:
    if case.passed:
        return _("They were asked nothing on this visit.")
    return _("They were asked something on this visit already.")


def any_pause(case: Case) -> str:
    n = case.facing.rules.global_hours
    if case.passed:
        return ngettext(
            "They were asked nothing in the last %(n)d hour.", "They were asked nothing in the last %(n)d hours.", n
        ) % {"n": n}
    return ngettext(
        "They were asked something in the last %(n)d hour.", "They were asked something in the last %(n)d hours.", n
    ) % {"n": n}


def person_pause(case: Case) -> str:
    n, last = case.facing.rules.contact_days, pauses.last_that_counts(case.one, case.facing)
    if case.passed or last is None:
        return ngettext(
            "They were asked nothing in the last %(n)d day.", "They were asked nothing in the last %(n)d days.", n
        ) % {"n": n}
    return ngettext(
        "They were asked something on %(day)s; one person is asked once in %(n)d day.",
        "They were asked something on %(day)s; one person is asked once in %(n)d days.",
        n,
    ) % {"n": n, "day": _day(last.shown_at)}


def nps_pause(case: Case) -> str:
    n = case.facing.rules.nps_days
    if case.passed:
        return _("The pause between two questions whether they would recommend us is over, or does not hold here.")
    return ngettext(
        "They were asked whether they would recommend us in the last %(n)d day.",
        "They were asked whether they would recommend us in the last %(n)d days.",
        n,
    ) % {"n": n}


def unanswered(case: Case) -> str:
    n = case.facing.rules.stop_after
    if case.passed:
        return _("They answer now and then, or were not asked often.")
    return ngettext(
        "They left the last question unanswered, so they are left alone.",
        "They left the last %(n)d questions unanswered, so they are left alone.",
        n,
    ) % {"n": n}


def company_pause(case: Case) -> str:
    known = {
        "n": case.facing.asked_at_company,
        "days": case.facing.rules.company_days,
        "most": case.facing.most_at_company,
    }
    if case.passed:
        return _("Of their company %(n)d of at most %(most)d others were asked in %(days)d days.") % known
    return _("Of their company %(n)d others were asked in %(days)d days, which is the limit.") % known


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment, clock.zone())) if moment else ""
