"""Questions about ideas that turned out to be one: which leads, what came together, what may be the same."""

from collections.abc import Iterable

from django.db.models import QuerySet

from wellheard.decide.models import Evidence, EvidenceItem, Idea, IdeaMerge
from wellheard.foundation.remembering import remembered
from wellheard.understand import similar

# Below this two ideas share a few words and no more.
LEAST_LIKENESS = 0.3
MOST_ALIKE = 3
# Where so many ask, the texts that share its words are many too, and the same for a minute.
_MANY_ASK = 2_000


def standing_for(idea_id: int) -> int:
    """Return the idea that stands for this one: itself, or where its merges lead."""
    seen: set[int] = set()
    while idea_id not in seen:
        seen.add(idea_id)
        idea_id = Idea.objects.filter(pk=idea_id).values_list("merged_into", flat=True).first() or idea_id
    return idea_id


def family_of(idea_ids: Iterable[int]) -> list[int]:
    """Return these ideas and all that were merged into them, over any number of steps."""
    family: list[int] = []
    newest = list(idea_ids)
    while newest:
        family += newest
        newest = list(Idea.objects.filter(merged_into__in=newest).exclude(pk__in=family).values_list("pk", flat=True))
    return family


def merges_into(idea: Idea) -> QuerySet[IdeaMerge]:
    """Return the merges that made an idea what it is, newest first."""
    return idea.merges_in.standing().select_related("source", "merged_by").order_by("-merged_at", "-pk")


def came_since(merge: IdeaMerge) -> QuerySet[EvidenceItem]:
    """Return what was linked to the merged idea after the merge: it may go either way when the merge is undone."""
    others = merge.target.merges_in.standing().exclude(pk=merge.pk).values_list("moved", flat=True)
    theirs = [key for moved in others for key in moved.get("items", [])]
    items = EvidenceItem.objects.filter(idea=merge.target_id, linked_at__gt=merge.merged_at)
    mine = merge.moved.get("items", [])
    people = items.select_related("feedback__contact", "vote__contact", "evidence__company")
    return people.exclude(pk__in=[*mine, *theirs]).order_by("-linked_at", "-pk")


def companies_asking_both(one: Idea, other: Idea) -> int:
    """Return how many companies need both ideas: merged they count once."""
    needs = Evidence.objects.standing().exclude(company=None)
    return needs.filter(idea=one, company__in=needs.filter(idea=other).values("company")).count()


def alike(idea: Idea, *, limit: int = MOST_ALIKE) -> list[Idea]:
    """Return the ideas that say most nearly the same, best first."""
    text = "\n".join(part for part in (idea.title, idea.problem, idea.public_text) if part)
    matches = remembered(
        f"alike {idea.pk} {idea.version} {limit}",
        lambda: similar.find(text, kind="idea", limit=limit + 1, language=idea.language),
        if_worth=lambda _matches: idea.need_count > _MANY_ASK,
    )
    likely = [match.object_id for match in matches if match.object_id != idea.pk and match.score >= LEAST_LIKENESS]
    found = Idea.objects.unmerged().in_bulk(likely)
    return [found[pk] for pk in likely if pk in found][:limit]
