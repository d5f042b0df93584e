"""How results are put into words: scores with a true minus, intervals, findings for titles."""

from datetime import date

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from wellheard.foundation.statistics.intervals import Interval, Mean, Share
from wellheard.foundation.statistics.moving import Change
from wellheard.foundation.statistics.promoters import Score
from wellheard.listen.surveys.models import QuestionKind
from wellheard.listen.surveys.results.people import OTHER
from wellheard.listen.surveys.results.questions import Asked
from wellheard.listen.surveys.results.weighing import Beside

# An interval that reaches farther than this to either side says little; a share's, in percent points.
MOST_UNSURE = 15
TENURES = {
    "new": gettext_lazy("less than half a year"),
    "half": gettext_lazy("half a year to a year"),
    "year": gettext_lazy("one to two years"),
    "old": gettext_lazy("two years and more"),
}
SIDES = {
    "scored": gettext_lazy("Each person once, with their last answer"),
    "promoters": gettext_lazy("Promoters: 9 and 10"),
    "passives": gettext_lazy("Passives: 7 and 8"),
    "detractors": gettext_lazy("Detractors: 0 to 6"),
}
SHOWINGS = {
    "shown": gettext_lazy("Everybody who saw it, each person once"),
    "silent": gettext_lazy("Saw it and did not answer, each person once"),
    "completed": gettext_lazy("Came to the end, each person once"),
    "dismissed": gettext_lazy("Closed it, each person once"),
    "abandoned": gettext_lazy("Left half way, each person once"),
}
ROLES = {"user": gettext_lazy("User"), "buyer": gettext_lazy("Buyer"), "decider": gettext_lazy("Decider")}


def points(value: float) -> str:
    """Write a score in whole points, with a true minus and never a minus nought."""
    whole = round(value)
    return f"−{-whole}" if whole < 0 else str(whole)


def signed(value: float) -> str:
    """Write a difference with its sign."""
    return f"+{round(value)}" if round(value) > 0 else points(value)


def between(interval: Interval) -> str:
    """Write between which scores the true one lies."""
    return _("between %(low)s and %(high)s") % {"low": points(interval.low), "high": points(interval.high)}


def share(of_one: float) -> str:
    """Write a share as whole percents."""
    return str(format_percent(of_one, locale=_locale()))


def share_between(interval: Interval) -> str:
    """Write between which shares the true one lies."""
    return _("between %(low)s and %(high)s") % {"low": share(interval.low), "high": share(interval.high)}


def whole(value: float) -> str:
    """Write a whole number."""
    return str(format_decimal(round(value), locale=_locale()))


def decimal(value: float) -> str:
    """Write a number with one decimal."""
    return str(format_decimal(round(value, 1), locale=_locale()))


def step_name(day: date, step: str) -> str:
    """Write the month or quarter that begins on a day, short."""
    if step == "quarter":
        return _("Q%(quarter)d %(year)s") % {"quarter": (day.month - 1) // 3 + 1, "year": f"{day.year % 100:02d}"}
    return str(format_skeleton("MMMyy", day, locale=_locale()))


def value_name(trait: str, value: str) -> str:
    """Name one value of a trait."""
    if value == OTHER:
        return _("all others")
    if not value:
        return _("not known")
    return str({"tenure": TENURES, "role": ROLES}.get(trait, {}).get(value, value))


def score_finding(score: Score) -> str:
    """Say what a net promoter score is and how sure, as a title."""
    if not score.answers:
        return _("Nobody has answered yet")
    values = {"score": points(score.value), "between": between(score.interval)}
    if score.population and score.answers >= score.population:
        return _("NPS is %(score)s: everybody has answered") % values
    if score.interval.half > MOST_UNSURE:
        return _("NPS is %(score)s, %(between)s: too few answers to say more") % values
    return _("NPS is %(score)s, %(between)s") % values


def change_sentence(change: Change | None) -> str:
    """Say honestly whether a score has changed."""
    if change is None:
        return ""
    values = {
        "change": signed(change.difference),
        "low": signed(change.interval.low),
        "high": signed(change.interval.high),
    }
    if not change.is_real:
        return _("No real change: %(change)s points is within the noise (%(low)s to %(high)s).") % values
    if change.difference > 0:
        return _("Up by %(change)s points, surely: between %(low)s and %(high)s.") % values
    return _("Down by %(change)s points, surely: between %(low)s and %(high)s.") % values


def beside_sentence(found: Beside) -> str:
    """Say whether those who answered differ from those who did not."""
    if not found.higher.is_real:
        return _("No real difference.")
    often = {"share": share(max(found.higher.share, 1 - found.higher.share))}
    if found.higher.share > 1 / 2:
        return _("Higher for who answered: of two people, in %(share)s of the cases.") % often
    return _("Lower for who answered: of two people, in %(share)s of the cases.") % often


def asked_finding(asked: Asked | None) -> str:
    """Say what came of a survey's own question, as a title."""
    if asked is None or not (asked.people or asked.words):
        return _("Nobody has answered yet")
    if asked.top:
        return _with_doubt(
            _("%(share)s are satisfied, %(between)s") % _shared(asked.top), asked.top.interval.half * 100
        )
    if asked.mean:
        return _mean_finding(asked, asked.mean)
    if asked.kind == QuestionKind.TEXT:
        return ngettext(
            "One person answered in their own words", "%(n)s people answered in their own words", asked.words
        ) % {"n": asked.words}
    first = asked.parts[0]
    said = _("%(share)s chose “%(label)s”, %(between)s") % {"label": first.label, **_shared(first.share)}
    return _with_doubt(said, first.share.interval.half * 100)


def _mean_finding(asked: Asked, mean: Mean) -> str:
    values = {"mean": decimal(mean.value)}
    if mean.interval is None:
        return _("%(mean)s in the mean of one answer") % values
    values |= {"low": decimal(mean.interval.low), "high": decimal(mean.interval.high)}
    if asked.kind == QuestionKind.CES:
        return _("How easy it was: %(mean)s of 7, between %(low)s and %(high)s") % values
    return _("%(mean)s of 5 stars, between %(low)s and %(high)s") % values


def _shared(found: Share) -> dict[str, str]:
    return {"share": share(found.value), "between": share_between(found.interval)}


def _with_doubt(said: str, half: float) -> str:
    return _("%(said)s: too few answers to say more") % {"said": said} if half > MOST_UNSURE else said


def _locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))
