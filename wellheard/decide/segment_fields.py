"""What segments may ask about what companies asked for: standing evidence for an idea, or in an area."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.segments.fields import register
from wellheard.customers.segments.kinds import Field, RuleError, companies_of, pick, words_said
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.models import Area
from wellheard.workspace.queries import within

SPOKE = _("What they said and asked for")
MOST_OFFERED = 200
# What a database key can hold.


def ideas() -> list[tuple[int, str]]:
    """Return the ideas that are worth most, to choose from."""
    return list(Idea.objects.order_by("-mrr_minor", "-pk").values_list("pk", "title")[:MOST_OFFERED])


def read_idea(_op: str, written: str) -> int:
    """Return the idea of this title or number. Raises RuleError."""
    digits = written.removeprefix("#")
    found = Idea.objects.filter(title__iexact=written).order_by("-mrr_minor", "-pk").first()
    if found is None and is_whole_number(digits):
        found = Idea.objects.filter(pk=digits).first()
    if found is None:
        raise RuleError(
            _now("No idea is called “%(title)s”; write its whole title or its number.") % {"title": written[:60]}
        )
    return found.pk


def title_of(key: int) -> str:
    """Return what an idea is called."""
    return Idea.objects.filter(pk=key).values_list("title", flat=True).first() or _now("(gone)")


def about_ideas(name: str, label: Any, found: Any, said: Any, **more: Any) -> Field:
    """Return a field that asks for ideas by their titles."""
    return pick(name, label, ideas, companies_of(found), said, read=read_idea, label_of=title_of, is_open=True, **more)


def _areas() -> list[tuple[int, str]]:
    return list(Area.objects.order_by("name", "pk").values_list("pk", "name"))


def _asked(idea_ids: list[int]) -> Any:
    return Evidence.objects.standing().filter(idea__in=idea_ids).exclude(company=None).values("company")


def _asked_in(area_ids: list[int]) -> Any:
    every = {part for area in Area.objects.filter(pk__in=area_ids) for part in within(area)}
    return Evidence.objects.standing().filter(idea__area__in=every).exclude(company=None).values("company")


register(
    about_ideas(
        "asked_for",
        _("Asked for the idea"),
        _asked,
        words_said(lambda: _now("asked for “%(value)s”"), lambda: _now("did not ask for “%(value)s”")),
        group=SPOKE,
    ),
    pick(
        "asked_in",
        _("Asked for something in the area"),
        _areas,
        companies_of(_asked_in),
        words_said(lambda: _now("asked for something in %(value)s"), lambda: _now("asked for nothing in %(value)s")),
        group=SPOKE,
    ),
)
