"""How a spike is told: what it is, how far from its usual, and two of those who say so, in their words."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.behind import Thing, things_named
from wellheard.understand.trends.queries.subjects import Names
from wellheard.web.trends import words

_QUOTES, _LETTERS = 2, 140


@dataclass(frozen=True)
class ToldSpike:
    """A spike in a sentence or two."""

    pk: int
    text: str


def told_spikes(spike_ids: Collection[int]) -> list[ToldSpike]:
    """Return how each of these is told, in a fixed number of queries."""
    spikes = list(Spike.objects.filter(pk__in=spike_ids)) if spike_ids else []
    if not spikes:
        return []
    names = Names.of(words.subject_of(spike) for spike in spikes)
    keys = [(str(kind), int(key)) for spike in spikes for kind, key in spike.examples[:_QUOTES]]
    things = {thing.key: thing for thing in things_named(keys)}
    return [
        ToldSpike(
            spike.pk, _told(spike, names, [things[k, i] for k, i in spike.examples[:_QUOTES] if (k, i) in things])
        )
        for spike in spikes
    ]


def _told(spike: Spike, names: Names, examples: list[Thing]) -> str:
    text = _("%(finding)s: %(count)d in 24 hours from %(companies)d companies; %(usual)s.") % {
        "finding": words.finding(spike, names),
        "count": spike.count,
        "companies": spike.company_count,
        "usual": words.usual_of(spike),
    }
    return " ".join([text, *(_("“%(words)s”") % {"words": _short(one.words)} for one in examples)])


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _LETTERS else line[: _LETTERS - 1].rstrip() + "…"
