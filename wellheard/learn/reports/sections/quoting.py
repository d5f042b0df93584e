"""Words a report may quote: of those who allowed it, one of each company, the newest first."""

from collections import defaultdict
from collections.abc import Sequence

from wellheard.decide.models import EvidenceItem
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.models import Feedback

QUOTABLE = (Feedback.Quotable.UNNAMED, Feedback.Quotable.NAMED)
FEWEST_LETTERS = 15


def quotes_of(ideas: Sequence[int], within: Within, *, most: int) -> dict[int, list[int]]:
    """Return for each idea some feedback that may be quoted, in one query: of these days, else of before."""
    rows = EvidenceItem.objects.filter(
        idea__in=ideas,
        evidence__withdrawn_at=None,
        feedback__quotable__in=QUOTABLE,
        feedback__set_aside_at=None,
        feedback__heard_at__lt=within.ends,
    )
    columns = ("idea_id", "feedback_id", "feedback__company_id", "feedback__contact_id", "feedback__words")
    found: dict[int, list[int]] = defaultdict(list)
    heard: dict[int, set[tuple[int | None, int | None]]] = defaultdict(set)
    for idea, said, company, contact, words in rows.order_by("-feedback__heard_at", "-pk").values_list(*columns):
        who = (company, None if company else contact)
        if said and who not in heard[idea] and len(words) >= FEWEST_LETTERS and len(found[idea]) < most:
            found[idea].append(said)
            heard[idea].add(who)
    return dict(found)
