"""Which competitors customers named in their own words, for what, and in whose words that may be read."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from wellheard.decide.models import EvidenceItem
from wellheard.learn.reports.sections.in_words import named_in_words
from wellheard.learn.reports.sections.naming import named
from wellheard.learn.reports.sections.quoting import FEWEST_LETTERS, QUOTABLE
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.models import Feedback
from wellheard.understand.trends.queries.subjects import Subject

MOST, MOST_PARTS, QUOTES = 10, 4, 1


def in_words(within: Within) -> list[dict[str, Any]]:
    """Return the competitors named most, with what that was about, the ideas it was linked to, and words that may be quoted."""
    found = sorted(named_in_words(within).values(), key=lambda one: (-one.times, one.competitor.name))[:MOST]
    everything = [pk for one in found for pk in one.feedback]
    about, quotable = _read(everything)
    names, ideas = named(about.values()), _ideas(everything)
    return [
        {
            "competitor": one.competitor.pk,
            "name": one.competitor.name,
            "said": len(one.feedback),
            "talks": len(one.conversations),
            "companies": len(one.companies),
            "themes": _most(names[about[pk]] for pk in one.feedback if about.get(pk) in names),
            "ideas": _most(idea for pk in one.feedback for idea in ideas[pk]),
            "quotes": [pk for pk in one.feedback if pk in quotable][:QUOTES],
        }
        for one in found
    ]


def _read(feedback: list[int]) -> tuple[dict[int, Subject], set[int]]:
    """Return what filed feedback is about, and which of it may be quoted and says something."""
    rows = Feedback.objects.filter(pk__in=feedback).values_list("pk", "area_id", "category_id", "quotable", "words")
    about, quotable = {}, set()
    for pk, area, category, may_quote, words in rows:
        if area or category:
            about[pk] = Subject(area, category)
        if may_quote in QUOTABLE and len(words) >= FEWEST_LETTERS:
            quotable.add(pk)
    return about, quotable


def _ideas(feedback: list[int]) -> "defaultdict[int, list[dict[str, Any]]]":
    rows = EvidenceItem.objects.filter(feedback__in=feedback, evidence__withdrawn_at=None, idea__merged_into=None)
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, idea, title in rows.order_by("pk").values_list("feedback_id", "idea_id", "idea__title"):
        found[pk or 0].append({"idea": idea, "title": title})
    return found


def _most(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what comes up most often, each with how often."""
    counts = Counter(tuple(part.items()) for part in parts)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:MOST_PARTS]
    return [dict(part) | {"said": many} for part, many in ranked]
