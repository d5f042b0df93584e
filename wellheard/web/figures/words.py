"""How figures are put into words: lengths of time, findings for titles, names of months and quarters."""

from datetime import date
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_percent
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from wellheard.foundation.text.units import measured
from wellheard.learn.figures import Figure, Numbers
from wellheard.learn.figures.figure import Kind, Unit
from wellheard.web.surveys.results import words as scores
from wellheard.web.templatetags.figures import money

# Figures whose lengths are business time.
IN_BUSINESS_TIME = {"first-answer", "first-response", "next-response"}
Style = Literal["long", "short"]
MINUTE, HOUR, DAY = 60, 3600, 86400
# Below this many, decimals say something.
FEW = 10


def length(seconds: float, *, style: Style = "long") -> str:
    """Write a length of time in the largest unit of which there are at least two."""
    if seconds >= 2 * DAY:
        return _counted(seconds / DAY, "day", style)
    return working_length(seconds, style=style)


def working_length(seconds: float, *, style: Style = "long") -> str:
    """Write a length of business time; it has no days, because a day's hours are the owner's."""
    if seconds >= 2 * HOUR:
        return _counted(seconds / HOUR, "hour", style)
    return _counted(round(seconds / MINUTE), "minute", style)


def _counted(count: float, unit: str, style: Style) -> str:
    shown = round(count, 1) if count < FEW else round(count)
    return measured(shown, f"duration-{unit}", _locale(), style=style)


def share(of_one: float) -> str:
    """Write a share as whole percents."""
    return str(format_percent(of_one, locale=_locale()))


def in_unit(figure: Figure, value: float, *, style: Style = "long") -> str:
    """Write a figure's value, or its target."""
    if figure.unit is Unit.POINTS:
        return scores.points(value)
    if figure.unit is Unit.OF_SEVEN:
        return scores.decimal(value)
    if figure.unit is Unit.PERCENT:
        return share(value)
    if figure.unit is Unit.PER_HUNDRED:
        return scores.decimal(value)
    if figure.unit is Unit.MONEY:
        return money(round(value))
    return (working_length if figure.unit is Unit.WORKING_HOURS else length)(value, style=style)


def value_in_words(figure: Figure, numbers: Numbers) -> str:
    """Return a figure's one number; “not yet” where half of the cases still wait."""
    value = numbers.value(figure.kind)
    if not numbers.cases or (figure.kind is Kind.SHARE and value is None):
        return _("no case yet")
    return _("not yet") if value is None else in_unit(figure, value)


def short_value(figure: Figure, numbers: Numbers) -> str:
    """Return a figure's one number as it stands above a bar; nothing where there is no case."""
    value = numbers.value(figure.kind)
    if not numbers.cases or (figure.kind is Kind.SHARE and value is None):
        return ""
    return _("not yet") if value is None else in_unit(figure, value, style="short")


def finding(figure: Figure, numbers: Numbers) -> str:
    """Return what a figure found, as the title of its page."""
    value = numbers.value(figure.kind)
    if not numbers.cases or (figure.kind is Kind.SHARE and value is None):
        return _NOTHING[figure.key]()
    if figure.is_level:
        return _level(figure, numbers)
    if value is None:
        return _("More than half of those who wrote have had no answer from a person yet")
    return _FINDINGS[figure.key]() % {"value": in_unit(figure, value)}


def _level(figure: Figure, numbers: Numbers) -> str:
    """Say what a score or a mean is, and between which numbers the true one lies."""
    low, high = numbers.interval or (0.0, 0.0)
    values = {"value": in_unit(figure, numbers.level or 0), "low": in_unit(figure, low), "high": in_unit(figure, high)}
    if figure.unit is Unit.OF_SEVEN:
        return _("How easy it was: %(value)s of 7, between %(low)s and %(high)s") % values
    if (high - low) / 2 > scores.MOST_UNSURE:
        return _("NPS is %(value)s, between %(low)s and %(high)s: too few answers to say more") % values
    return _("NPS is %(value)s, between %(low)s and %(high)s") % values


def change_sentence(figure: Figure, numbers: Numbers) -> str:
    """Say honestly whether a step differs from the one before it that had any case; nothing for the first."""
    if numbers.moved is None:
        return ""
    ends = {"low": _signed(figure, numbers.moved_low), "high": _signed(figure, numbers.moved_high)}
    values = {"change": _signed(figure, numbers.moved)} | ends
    if numbers.is_noise:
        return _("No real change: %(change)s is within the noise (%(low)s to %(high)s).") % values
    if numbers.moved > 0:
        return _("Up by %(change)s, surely: between %(low)s and %(high)s.") % values
    return _("Down by %(change)s, surely: between %(low)s and %(high)s.") % values


def _signed(figure: Figure, value: float) -> str:
    """Write a difference with its sign: in points of a score or of percent, or with one decimal."""
    if figure.unit in (Unit.OF_SEVEN, Unit.PER_HUNDRED):
        written = scores.decimal(abs(value))
        return written if round(value, 1) == 0 else f"{'+' if value > 0 else '−'}{written}"
    return scores.signed(value * 100 if figure.unit is Unit.PERCENT else value)


def step_name(figure: Figure, day: date) -> str:
    """Write the month or quarter that begins on a day, short."""
    if figure.step == "quarter":
        return _("Q%(quarter)d %(year)s") % {"quarter": (day.month - 1) // 3 + 1, "year": f"{day.year % 100:02d}"}
    return str(format_skeleton("MMM", day, locale=_locale()))


_FINDINGS = {
    "ways-in": lambda: _("%(value)s of what customers told us they said inside the product"),
    "csat": lambda: _("%(value)s of those who answered a survey about it are satisfied"),
    "first-answer": lambda: _("Half of those who write hear from a person within %(value)s of business time"),
    "deflection": lambda: _("%(value)s of those who saw suggestions while they wrote did not need to write"),
    "decision": lambda: _("Half of those who asked had their decision within %(value)s"),
    "fulfilment": lambda: _("%(value)s of those who asked have what they asked for"),
    "loop-closure": lambda: _("%(value)s of those who asked were told the outcome within 7 days"),
    "solved": lambda: _("%(value)s of those who said so say that it solved their problem"),
    "silent-askers": lambda: _("%(value)s of those who asked long ago have heard nothing for 90 days"),
    "first-response": lambda: _("%(value)s of the conversations had their first answer within 15 minutes"),
    "next-response": lambda: _("Half of those who write again are answered within %(value)s of business time"),
    "resolution": lambda: _("Half of the conversations of high-touch customers are closed within %(value)s"),
    "stayed-closed": lambda: _("%(value)s of the conversations that were closed stayed closed"),
    "tagged": lambda: _("%(value)s of the closed conversations say what they were about"),
    "win-rate": lambda: _("%(value)s of the deals that ended were won"),
    "lost-and-mended": lambda: _("%(value)s was lost for want of what we have released since"),
    "departed": lambda: _("%(value)s of those who paid at the beginning have left"),
    "mrr-lost": lambda: _("%(value)s a month left with those who went"),
    "recovered": lambda: _("%(value)s of those who left have come back"),
    "mrr-saved": lambda: _("%(value)s a month was about to go, or gone, and is here"),
    "contact-rate": lambda: _("A hundred paying companies begin %(value)s conversations a month"),
    "mended": lambda: _("About %(value)s of what we released, less is said than before"),
    "satisfaction": lambda: _("%(value)s of those who said how it went say it was good"),
    "importance-known": lambda: _("%(value)s of the evidence carries the customer's own word on how much it matters"),
}
_NOTHING = {
    "ways-in": lambda: _("Nobody told us anything in this period"),
    "nps": lambda: _("Nobody said in this period how likely they would recommend us"),
    "csat": lambda: _("Nobody said in a survey of this period how satisfied they are"),
    "ces": lambda: _("Nobody said in this period how easy it was"),
    "first-answer": lambda: _("Nobody wrote who expects an answer in this period"),
    "deflection": lambda: _("Nothing was suggested in this period to anybody who wrote"),
    "decision": lambda: _("Nothing was decided that somebody had asked for in this period"),
    "fulfilment": lambda: _("Nobody asked for anything in this period"),
    "loop-closure": lambda: _("No outcome is due to be told in this period"),
    "solved": lambda: _("Nobody said in this period whether it solved their problem"),
    "silent-askers": lambda: _("Nobody has waited for 90 days"),
    "first-response": lambda: _("No customer began a conversation in this period"),
    "next-response": lambda: _("No customer wrote again in this period"),
    "resolution": lambda: _("No high-touch customer began a conversation in this period"),
    "stayed-closed": lambda: _("No conversation of this period was closed"),
    "tagged": lambda: _("No conversation of this period is closed"),
    "win-rate": lambda: _("No deal was won or lost in this period"),
    "lost-and-mended": lambda: _("Nothing was released in this period for want of which a deal was lost"),
    "departed": lambda: _("No company paid on the first day of this period"),
    "mrr-lost": lambda: _("Nobody left in this period"),
    "recovered": lambda: _("Nobody left in this period"),
    "mrr-saved": lambda: _("Nobody came back, stayed or began after all in this period"),
    "contact-rate": lambda: _("No paying company began a conversation in this period"),
    "mended": lambda: _("Of nothing released in this period can it be said yet whether less is said about it"),
    "satisfaction": lambda: _("Nobody was asked how it went in this period"),
    "importance-known": lambda: _("No evidence stands yet"),
}


def _locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))
