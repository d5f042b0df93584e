"""How numbers of surveys are written on pages: scores, intervals, and the names of groups."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext as _

from wellheard.foundation.statistics.intervals import Interval
from wellheard.foundation.statistics.moving import Change
from wellheard.foundation.text.listing import listed
from wellheard.listen.surveys.kinds import is_detractor
from wellheard.listen.surveys.models import PairVote, QuestionKind
from wellheard.listen.surveys.results.people import TRAITS
from wellheard.listen.surveys.results.weighing import Stratum
from wellheard.web.surveys.results import words

register = template.Library()
# In a title so many groups are named.
NAMED = 3


@register.filter
def points(value: float) -> str:
    """Write a score in whole points."""
    return words.points(value)


@register.filter
def between(interval: Interval) -> str:
    """Write between which scores the true one lies."""
    return words.between(interval)


@register.filter
def shares(interval: Interval) -> str:
    """Write between which shares the true one lies."""
    return words.share_between(interval)


@register.filter
def one_decimal(value: float) -> str:
    """Write a number with one decimal."""
    return words.decimal(value)


@register.filter
def changed(change: Change | None) -> str:
    """Say honestly whether a score has changed."""
    return words.change_sentence(change)


@register.filter
def trait_name(trait: str) -> str:
    """Name a trait of people."""
    return str(TRAITS.get(trait, trait))


@register.filter
def stratum_name(stratum: Stratum) -> str:
    """Name a group of people by the value of its trait."""
    return words.value_name(stratum.trait, stratum.value)


@register.filter
def strata_names(strata: Sequence[Stratum]) -> str:
    """Name the first of some groups, each with its trait."""
    return listed(f"{trait_name(one.trait)} “{stratum_name(one)}”" for one in strata[:NAMED])


@register.filter
def labelled(keys: Sequence[str], labels: Mapping[str, str]) -> str:
    """Name the options somebody chose; one that is gone keeps its key."""
    return listed(labels.get(key, key) for key in keys)


@register.filter
def chosen(vote: PairVote, labels: Mapping[str, str]) -> str:
    """Say what somebody preferred of two."""
    names = {"left": labels.get(vote.left, vote.left), "right": labels.get(vote.right, vote.right)}
    if vote.chosen == PairVote.Chosen.LEFT:
        return _("“%(left)s” over “%(right)s”") % names
    if vote.chosen == PairVote.Chosen.RIGHT:
        return _("“%(right)s” over “%(left)s”") % names
    return _("could not decide between “%(left)s” and “%(right)s”") % names


@register.filter
def side_of_number(kind: str, number: str) -> str:
    """Return the tone of a bar: red for those who are unhappy, green for promoters; the number beside it says the same."""
    if kind != QuestionKind.NPS or not number.isdecimal():
        return ""
    score = int(number)
    return "bad" if is_detractor(kind, score) else "good" if score >= 9 else "soft"  # noqa: PLR2004 - promoters
