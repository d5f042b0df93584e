"""Questions of the pages that show what customers said, one by one and in lists."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, SegmentMember
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.one_of import one_of
from wellheard.foundation.paging import Page, page_of
from wellheard.learn.reports.sections.filing import corrections
from wellheard.learn.reports.sections.in_words import named_in_words
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.models import Feedback, FeedbackQuerySet
from wellheard.understand import similar
from wellheard.workspace.models import Category
from wellheard.workspace.queries import within

NEWEST = ("-heard_at", "-pk")
# What a search by words looks through; whoever means the next one uses more words.
MOST_FOUND = 500
DAY = timedelta(days=1)
# Before anybody said anything, wherever the installation's clock stands.
FIRST = date(1900, 1, 1)
MOST_NAMED = 6
MOST_COUNTED = 15


@dataclass(frozen=True)
class Row:
    """A piece of feedback in a list, with the ideas it is evidence for."""

    feedback: Feedback
    ideas: list[Idea] = field(default_factory=list)


def matching(filters: Mapping[str, Any]) -> FeedbackQuerySet:
    """Return what customers said that meets these filters: words, area, category, source, filed, who, segment, days."""
    rows = Feedback.objects.counted()
    for name in ("category", "source", "company", "contact"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if area := filters.get("area"):
        rows = rows.filter(area__in=within(area))
    rows = _in_days(_of_whom(rows, filters), filters.get("since"), filters.get("until"))
    if filters.get("filed"):
        rows = _FILED[filters["filed"]](rows)
    if filters.get("filed") == "again":
        rows = rows.filter(pk__in=corrections(_begin(filters.get("since") or FIRST)).values("subject_id"))
    if rival := filters.get("names"):
        named = named_in_words(Within.of(filters.get("since") or FIRST, filters.get("until") or clock.today()))
        rows = rows.filter(one_of("pk", named[rival.pk].feedback if rival.pk in named else []))
    if words := filters.get("q"):
        found = similar.search(words, kind="feedback", limit=MOST_FOUND)
        rows = rows.filter(one_of("pk", (match.object_id for match in found)))
    return rows


def _of_whom(rows: FeedbackQuerySet, filters: Mapping[str, Any]) -> FeedbackQuerySet:
    """Narrow down to the companies of a segment, to what has no company, or to people of a role."""
    if segment := filters.get("segment"):
        rows = rows.filter(company__in=SegmentMember.objects.filter(segment=segment).values("company"))
    if filters.get("placed"):
        rows = rows.filter(company=None)
    if role := filters.get("role"):
        rows = rows.filter(contact__in=Membership.objects.filter(is_primary=True, role=role).values("contact"))
    return rows


_FILED: dict[str, Callable[[FeedbackQuerySet], FeedbackQuerySet]] = {
    "yes": lambda rows: rows.filed().filter(set_aside_at=None),
    "no": lambda rows: rows.unfiled(),
    "again": lambda rows: rows.filed().filter(set_aside_at=None),
    "aside": lambda rows: rows.set_aside(),
}


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.zone())


def _in_days(rows: FeedbackQuerySet, since: date | None, until: date | None) -> FeedbackQuerySet:
    """Narrow down to days of the installation's clock, both ends included."""
    if since:
        rows = rows.filter(heard_at__gte=_begin(since))
    return rows.filter(heard_at__lt=_begin(until + DAY)) if until else rows


def page_of_rows(feedback: FeedbackQuerySet, *, cursor: str) -> Page[Row]:
    """Return a page of a list, newest first, in three queries."""
    # Chosen by key first: who said it is then looked up for a page, not for all that a search found.
    page = page_of(feedback.only("heard_at"), order=NEWEST, cursor=cursor)
    keys = [piece.pk for piece in page.items]
    pieces, ideas = Feedback.objects.with_people().in_bulk(keys), ideas_of(keys)
    return Page([Row(pieces[key], ideas[key]) for key in keys if key in pieces], page.next, page.is_first)


def ideas_of(feedback_ids: Iterable[int]) -> dict[int, list[Idea]]:
    """Return the ideas each of these is evidence for, the first linked first."""
    found: dict[int, list[Idea]] = defaultdict(list)
    items = EvidenceItem.objects.filter(feedback_id__in=list(feedback_ids)).select_related("idea")
    for item in items.order_by("linked_at", "pk"):
        found[item.feedback_id or 0].append(item.idea)
    return found


def counted(feedback: FeedbackQuerySet) -> dict[str, list[tuple[Any, str, int]]]:
    """Count feedback by area, category and way in, the most first: the key of each, its name and how often."""
    found: dict[str, list[tuple[Any, str, int]]] = {}
    for name, label in (("area", "area__name"), ("category", "category__name")):
        rows = feedback.exclude(**{name: None}).order_by().values_list(name, label).annotate(many=Count("pk"))
        found[name] = list(rows.order_by("-many", label)[:MOST_COUNTED])
    labels = {category.pk: category.label for category in Category.objects.all()}
    found["category"] = [(pk, labels.get(pk, name), many) for pk, name, many in found["category"]]
    sources = feedback.order_by().values_list("source").annotate(many=Count("pk")).order_by("-many")
    found["source"] = [(code, str(Feedback.Source(code).label), many) for code, many in sources]
    return found


def answers_about(feedback: Feedback, ideas: Iterable[Idea]) -> list[Answer]:
    """Return what the person who said this was told, or is still owed, about it, newest first."""
    about = Q(feedback=feedback) | Q(quote=feedback)
    if feedback.contact_id:
        about |= Q(contact=feedback.contact_id, idea__in=[idea.pk for idea in ideas])
    answers = Answer.objects.filter(about).exclude(state=Answer.State.DROPPED)
    return list(answers.select_related("contact", "idea", "told_by", "mail").distinct().order_by("-owed_at", "-pk"))


def said_before(feedback: Feedback, *, limit: int = 3) -> list[Row]:
    """Return the last things the same contact, or the same company, said besides this."""
    if not (feedback.company_id or feedback.contact_id):
        return []
    same = Q(company=feedback.company_id) if feedback.company_id else Q(contact=feedback.contact_id)
    others = list(Feedback.objects.counted().filter(same).exclude(pk=feedback.pk).newest_first()[:limit])
    ideas = ideas_of(other.pk for other in others)
    return [Row(other, ideas[other.pk]) for other in others]


def how_much_they_said(feedback: Feedback) -> int:
    """Return how many things the same company, or else the same contact, said in all."""
    same = Q(company=feedback.company_id) if feedback.company_id else Q(contact=feedback.contact_id)
    return Feedback.objects.counted().filter(same).count() if feedback.company_id or feedback.contact_id else 0


def owed_to(feedback: Feedback) -> int:
    """Return how many answers the contact who said this is still owed."""
    return Answer.objects.outstanding().filter(contact=feedback.contact_id).count() if feedback.contact_id else 0


def similar_ideas(feedback: Feedback, *, limit: int = 5) -> list[Idea]:
    """Return the ideas that say most nearly the same as this customer, best first."""
    found = similar.find(feedback.words, kind="idea", limit=limit, language=feedback.language)
    return _in_order(Idea.objects.unmerged(), [match.object_id for match in found])


def ideas_named(words: str, *, limit: int = 8) -> list[Idea]:
    """Return the ideas that hold the words typed so far; those whose title holds them as they stand come along."""
    found = [match.object_id for match in similar.search(words, kind="idea", limit=limit)]
    titled = (
        Idea.objects.unmerged()
        .filter(title__icontains=words)
        .order_by("-mrr_minor", "-pk")
        .values_list("pk", flat=True)
    )
    return _in_order(Idea.objects.unmerged(), list(dict.fromkeys([*found, *titled[:limit]]))[:limit])


def contacts_named(words: str, *, limit: int = MOST_NAMED) -> list[Contact]:
    """Return the contacts who go by these words, or whose address begins with them, with their addresses and companies."""
    addressed = ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL, value__startswith=words.lower())
    named = Contact.objects.filter(Q(name__icontains=words) | Q(pk__in=addressed.values("contact")))
    people = named.prefetch_related("identities", "memberships__company")
    return list(people.order_by(_exact_first(words), "name", "pk")[:limit])


def companies_named(words: str, *, limit: int = MOST_NAMED) -> list[Company]:
    """Return the companies whose name holds these words: the very name first, then who pays most."""
    named = Company.objects.filter(name__icontains=words)
    return list(named.order_by(_exact_first(words), "-mrr_minor", "-pk")[:limit])


def _exact_first(words: str) -> Case:
    return Case(When(name__iexact=words, then=Value(0)), When(name__istartswith=words, then=Value(1)), default=Value(2))


def _in_order(ideas: QuerySet[Idea], ids: list[int]) -> list[Idea]:
    found = ideas.select_related("area").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
