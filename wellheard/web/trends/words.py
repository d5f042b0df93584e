"""How trends are put into words: findings for titles, names of days and weeks."""

from datetime import date

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, ngettext, to_locale
from django.utils.translation import gettext as _

from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.subjects import Names, Subject

# From so many times on, a number says less than words.
_BEYOND = 20
_FEW = 10


def subject_of(spike: Spike) -> Subject:
    """Return what a spike is about."""
    return Subject(spike.area_id, spike.category_id, spike.tier_id)


def name_of(subject: Subject, names: Names) -> str:
    """Name what a count is about, as people say it."""
    area, category = names.areas.get(subject.area or 0), names.categories.get(subject.category or 0)
    tier = names.tiers.get(subject.tier or 0)
    if area and category and tier:
        return _("“%(category)s” in %(area)s from %(tier)s") % {"category": category, "area": area, "tier": tier}
    if area and category:
        return _("“%(category)s” in %(area)s") % {"category": category, "area": area}
    if area:
        return str(area)
    return _("“%(category)s”") % {"category": category} if category else _("Everything together")


def finding(spike: Spike, names: Names) -> str:
    """Return what is unusual, as a title."""
    name = name_of(subject_of(spike), names)
    if spike.ratio >= _BEYOND:
        return _("%(subject)s is far more than the usual") % {"subject": name}
    return _("%(subject)s is %(times)s times the usual") % {"subject": name, "times": times(spike.ratio)}


def times(ratio: float) -> str:
    """Write how many times the usual something is: with a decimal while it is little."""
    shown = round(ratio, 1) if ratio < 3 and round(ratio, 1) != round(ratio) else round(ratio)  # noqa: PLR2004 - see above
    return str(format_decimal(shown, locale=_locale()))


def usual_of(spike: Spike) -> str:
    """Write how many are usual of a day."""
    if not spike.expected_high:
        return _("none is usual")
    if spike.expected_low == spike.expected_high:
        return ngettext("%(n)d is usual", "%(n)d are usual", spike.expected_high) % {"n": spike.expected_high}
    return _("%(low)d to %(high)d are usual") % {"low": spike.expected_low, "high": spike.expected_high}


def change(share: float) -> str:
    """Write a change with its sign."""
    return str(format_percent(share, format="+#,##0%;−#,##0%", locale=_locale()))


def share(of_one: float) -> str:
    """Write a share as whole percents."""
    return str(format_percent(of_one, locale=_locale()))


def day_name(day: date) -> str:
    """Write a day, short."""
    return str(format_skeleton("MMMd", day, locale=_locale()))


def month_name(day: date) -> str:
    """Write a month, short."""
    return str(format_skeleton("MMM", day, locale=_locale()))


def sure(chance: float) -> str:
    """Say how unlikely so many are when nothing is unusual."""
    if chance <= 0 or 1 / chance >= 1_000_000:  # noqa: PLR2004 - as written
        return _("By chance so many come less than once in a million days.")
    days = round(1 / chance, -max(0, len(str(round(1 / chance))) - 1))
    shown = format_decimal(days, locale=_locale())
    return _("By chance so many come once in about %(days)s days.") % {"days": shown}


def _locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))
