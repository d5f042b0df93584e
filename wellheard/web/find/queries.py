"""What the palette finds: places, things to do, and ideas, companies and people by a part of their name."""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, Segment
from wellheard.decide.models import Comment, Idea
from wellheard.deliver.models import Release
from wellheard.foundation.text.words import holding
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.understand.queries import FEEDBACK
from wellheard.web.help.pages import pages_with
from wellheard.web.places import Place, every_place, open_to
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

MOST_PER_GROUP = 7
LONGEST_PASSAGE = 120


@dataclass(frozen=True)
class Hit:
    """One line of the palette: what it is, where it leads, and a word about it."""

    text: str | Promise
    url: str
    icon: str
    note: str | Promise = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind under their name."""

    name: str | Promise
    hits: list[Hit]


ACTIONS = (
    Place("do.feedback", _("Write down what a customer said"), "feedback_new", "message-square-plus"),
    Place("do.idea", _("Write a new idea"), "idea_new", "lightbulb"),
    Place("do.release", _("Prepare a release"), "release_new", "package"),
    Place("do.segment", _("Make a segment"), "segment_new", "users"),
)


def find(words: str, *, staff: Staff) -> list[Group]:
    """Return what goes by these words among what this person may open; every place and action when there are no words."""
    groups = [
        Group(_("Do"), _named(words, open_to(staff, ACTIONS))),
        Group(_("Go to"), _named(words, open_to(staff, every_place()))),
    ]
    if words:
        groups += [_said(words), _ideas(words), _companies(words), _people(words)]
        groups += [_answers(words)] if staff.may(Permission.ANSWER) else []
        groups += [_comments(words)]
        groups += [_releases(words), _segments(words), _help(words)]
    return [group for group in groups if group.hits]


def _named(words: str, places: list[Place]) -> list[Hit]:
    sought = words.casefold().split()
    return [
        Hit(place.name, place.url, place.icon)
        for place in places
        if all(word in str(place.name).casefold() for word in sought)
    ]


def _said(words: str) -> Group:
    """Return what customers said that holds all these words in any of their forms, each with the passage around one."""
    found = [match.object_id for match in similar.search(words, kind=FEEDBACK, limit=MOST_PER_GROUP)]
    rows = Feedback.objects.select_related("company").in_bulk(found) if found else {}
    hits = [
        Hit(_passage(rows[pk].words, words), reverse("feedback", args=[pk]), "quote", str(rows[pk].company or ""))
        for pk in found
        if pk in rows
    ]
    return Group(_("Said"), hits)


def _passage(text: str, words: str) -> str:
    """Return the part of a text around the first of these words that stands in it as typed."""
    held = text.casefold()
    at = min((place for word in words.casefold().split() if (place := held.find(word)) >= 0), default=0)
    begin = max(0, at - LONGEST_PASSAGE // 3)
    part = " ".join(text[begin : begin + LONGEST_PASSAGE].split())
    return f"{'…' if begin else ''}{part}{'…' if begin + LONGEST_PASSAGE < len(text) else ''}"


def _answers(words: str) -> Group:
    """Return what we answered, or are about to, the newest first."""
    rows = holding(Answer.objects.select_related("contact"), words, "subject_line", "words").order_by("-pk")
    hits = [
        Hit(_passage(one.words, words), reverse("answer", args=[one.pk]), "reply", str(one.contact))
        for one in rows[:MOST_PER_GROUP]
    ]
    return Group(_("Answers"), hits)


def _comments(words: str) -> Group:
    """Return what the team wrote below ideas, the newest first; what customers wrote there is among what was said."""
    rows = holding(Comment.objects.standing().select_related("idea"), words, "words").order_by("-pk")
    hits = [
        Hit(
            _passage(one.words, words),
            f"{reverse('idea', args=[one.idea_id])}#comment-{one.pk}",
            "message-square",
            one.idea.title,
        )
        for one in rows[:MOST_PER_GROUP]
    ]
    return Group(_("Comments"), hits)


def _releases(words: str) -> Group:
    found = Release.objects.filter(title__icontains=words).order_by("-pk")[:MOST_PER_GROUP]
    return Group(_("Releases"), [Hit(one.title, reverse("release", args=[one.pk]), "package") for one in found])


def _segments(words: str) -> Group:
    found = Segment.objects.filter(name__icontains=words).order_by("name", "pk")[:MOST_PER_GROUP]
    return Group(_("Segments"), [Hit(one.name, reverse("segment", args=[one.pk]), "users") for one in found])


def _help(words: str) -> Group:
    found = pages_with(words)[:MOST_PER_GROUP]
    return Group(_("Help"), [Hit(page.title, page.url, "life-buoy", line) for page, line in found])


def _ideas(words: str) -> Group:
    ideas = (
        Idea.objects.unmerged()
        .filter(title__icontains=words)
        .order_by(_beginning_first("title", words), "-mrr_minor", "-pk")
    )
    hits = [
        Hit(idea.title, reverse("idea", args=[idea.pk]), "lightbulb", idea.get_status_display())
        for idea in ideas[:MOST_PER_GROUP]
    ]
    return Group(_("Ideas"), hits)


def _companies(words: str) -> Group:
    companies = Company.objects.filter(Q(name__icontains=words) | Q(domain__istartswith=words)).order_by(
        _beginning_first("name", words), "-mrr_minor", "-pk"
    )
    hits = [
        Hit(company.name, reverse("company", args=[company.pk]), "building-2", company.get_stage_display())
        for company in companies[:MOST_PER_GROUP]
    ]
    return Group(_("Companies"), hits)


def _people(words: str) -> Group:
    """Return contacts by name or by the beginning of an address, each with the company they speak for."""
    address = ContactIdentity.objects.filter(
        contact=OuterRef("pk"), kind=ContactIdentity.Kind.EMAIL, value__startswith=words.lower()
    )
    company = Membership.objects.filter(contact=OuterRef("pk"), is_primary=True).values("company__name")[:1]
    contacts = (
        Contact.objects.filter(Q(name__icontains=words) | Exists(address))
        .annotate(company_name=Coalesce(Subquery(company), Value("")))
        .order_by(_beginning_first("name", words), "name", "pk")
    )
    hits = [
        # Annotated above.
        Hit(str(contact), reverse("contact", args=[contact.pk]), "user", contact.company_name)  # type: ignore[attr-defined]
        for contact in contacts[:MOST_PER_GROUP]
    ]
    return Group(_("Contacts"), hits)


def _beginning_first(column: str, words: str) -> Case:
    return Case(When(**{f"{column}__istartswith": words}, then=Value(0)), default=Value(1))
