"""Whom to ask whether they still need ideas, and what was said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from wellheard.customers.models import Contact
from wellheard.decide.demand.models import Asked, Round, StillNeeded
from wellheard.decide.demand.refusals import refused
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.decide.queries import standing_for
from wellheard.foundation import clock

# A link in a mail is good for so long.
LINK_LASTS = timedelta(days=60)
# Who was asked of an idea so lately is not asked of it again.
QUIET = timedelta(days=30)


def askers(idea_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return by contact which of these ideas they asked for and may be asked about again; what was withdrawn is settled."""
    ids = list(idea_ids)
    wanted: dict[int, set[int]] = defaultdict(set)
    behind = EvidenceItem.objects.filter(idea__in=ids, idea__merged_into=None, evidence__withdrawn_at=None)
    for column in ("feedback__contact", "vote__contact"):
        known = behind.filter(**{f"{column}__merged_into": None, f"{column}__erased_at": None})
        for contact_id, idea_id in known.exclude(**{column: None}).values_list(column, "idea").distinct():
            wanted[contact_id].add(idea_id)
    asked = StillNeeded.objects.filter(idea__in=ids, asked__asked_at__gt=clock.now() - QUIET)
    left_out = refused(wanted) | set(asked.values_list("asked__contact", "idea"))
    found = {
        contact_id: sorted(idea_id for idea_id in ideas if (contact_id, idea_id) not in left_out)
        for contact_id, ideas in wanted.items()
    }
    return {contact_id: ideas for contact_id, ideas in sorted(found.items()) if ideas}


def asked_by(token: str) -> Asked | None:
    """Return what a link asks; nothing when it is not ours, or too old."""
    asked = Asked.objects.filter(token=token, asked_at__gt=clock.now() - LINK_LASTS)
    return asked.select_related("contact").first()


def questions_of(asked: Asked) -> list[StillNeeded]:
    """Return what one person is asked, idea by idea; ideas that became one are asked once."""
    found: dict[int, StillNeeded] = {}
    for question in asked.questions.select_related("idea").order_by("pk"):
        found.setdefault(standing_for(question.idea_id), question)
    return list(found.values())


def titles_for(questions: Iterable[StillNeeded], language: str) -> dict[int, str]:
    """Return what each idea is called in the reader's language, where somebody translated it; by question."""
    ideas = {question.pk: standing_for(question.idea_id) for question in questions}
    leading = Idea.objects.filter(pk__in=ideas.values()).prefetch_related("translations")
    titles: dict[int, str] = {}
    for idea in leading:
        translated = {one.language.split("-")[0]: one.title for one in idea.translations.all()}
        titles[idea.pk] = translated.get(language.split("-", maxsplit=1)[0], idea.title)
    return {pk: titles.get(idea_id, "") for pk, idea_id in ideas.items()}


def row_of(question: StillNeeded, contact: Contact) -> Evidence | None:
    """Return the row of evidence behind which one person stands today, wherever merges and placing took it."""
    theirs = Q(feedback__contact=contact) | Q(vote__contact=contact)
    items = EvidenceItem.objects.filter(theirs, idea=standing_for(question.idea_id))
    newest = items.select_related("evidence").order_by("-linked_at", "-pk").first()
    return newest.evidence if newest else None


@dataclass(frozen=True)
class RoundCounts:
    """One round: when, how many were asked, and what they said of all its ideas together."""

    round: Round
    people: int
    answers: int
    still: int
    not_any_more: int


def rounds(*, limit: int = 20) -> list[RoundCounts]:
    """Return the newest rounds with what came of them."""
    newest: QuerySet[Round] = Round.objects.select_related("begun_by").order_by("-begun_at", "-pk")
    said = newest.prefetch_related("ideas").annotate(
        people=Count("asked", distinct=True),
        still=Count("asked__questions", filter=Q(asked__questions__answer=StillNeeded.Answer.STILL), distinct=True),
        gone=Count(
            "asked__questions", filter=Q(asked__questions__answer=StillNeeded.Answer.NOT_ANY_MORE), distinct=True
        ),
    )
    return [RoundCounts(one, one.people, one.still + one.gone, one.still, one.gone) for one in said[:limit]]
