"""What is found by words, kind by kind: the rows, in which order, and the line one of them is shown as."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, Segment
from wellheard.decide.models import Comment, Idea
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.one_of import one_of
from wellheard.foundation.text.words import holding
from wellheard.listen.articles.models import ArticleText
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.listing import going_by
from wellheard.listen.interviews.models import Guest, Interview
from wellheard.understand import similar
from wellheard.web.conversations.queries.searching import conversations_holding
from wellheard.workspace.models import Competitor, CompetitorSpelling
from wellheard.workspace.permissions import Permission

LONGEST_PASSAGE = 120


@dataclass(frozen=True)
class Hit:
    """One line of what was found: what it is, where it leads, and a word about it."""

    text: str | Promise
    url: str
    icon: str
    note: str | Promise = ""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for, as typed, and as a query over words as they stand; that is made once, where it is needed."""

    words: str

    @cached_property
    def query(self) -> str:
        return similar.plain_query(self.words)


@dataclass(frozen=True)
class Kind:
    """One kind of thing: which rows go by some words, in an order for `page_of`, and how a row is shown."""

    key: str
    name: str | Promise
    rows: Callable[[Sought], QuerySet[Any]]
    order: tuple[str, ...]
    hit: Callable[[Any, str], Hit]
    needs: Permission = Permission.VIEW


def passage(text: str, words: str) -> str:
    """Return the part of a text around the first of these words that stands in it as typed."""
    held = text.casefold()
    at = min((place for word in words.casefold().split() if (place := held.find(word)) >= 0), default=0)
    begin = max(0, at - LONGEST_PASSAGE // 3)
    part = " ".join(text[begin : begin + LONGEST_PASSAGE].split())
    is_cut = begin + LONGEST_PASSAGE < len(text)
    return f"{'…' if begin else ''}{part.rstrip(' .,;') if is_cut else part}{'…' if is_cut else ''}"


def _answers(sought: Sought) -> QuerySet[Answer]:
    """Return what we answered, or are about to."""
    return holding(Answer.objects.select_related("contact"), sought.query, "subject_line", "words")


def _answer(one: Answer, words: str) -> Hit:
    return Hit(passage(one.words, words), reverse("answer", args=[one.pk]), "reply", str(one.contact))


def _comments(sought: Sought) -> QuerySet[Comment]:
    """Return what the team wrote below ideas; what customers wrote there is among what was said."""
    return holding(Comment.objects.standing().select_related("idea"), sought.query, "words")


def _comment(one: Comment, words: str) -> Hit:
    url = f"{reverse('idea', args=[one.idea_id])}#comment-{one.pk}"
    return Hit(passage(one.words, words), url, "message-square", one.idea.title)


def _conversations(sought: Sought) -> QuerySet[Conversation]:
    """Return where these words were written, by customers or by us, in notes too; of common words the latest."""
    found = one_of("pk", conversations_holding(sought.query))
    return Conversation.objects.select_related("requester", "company").filter(found, merged_into=None)


def _conversation(one: Conversation, _words: str) -> Hit:
    url = f"{reverse('conversation', args=[one.pk])}?view=all"
    return Hit(str(one), url, "inbox", str(one.company or one.requester or ""))


def _releases(sought: Sought) -> QuerySet[Release]:
    return Release.objects.filter(title__icontains=sought.words)


def _release(one: Release, _words: str) -> Hit:
    return Hit(one.title, reverse("release", args=[one.pk]), "package")


def _articles(sought: Sought) -> QuerySet[ArticleText]:
    named = Q(title__icontains=sought.words) | Q(draft_title__icontains=sought.words)
    return ArticleText.objects.filter(named).defer("body", "draft_body")


def _article(one: ArticleText, _words: str) -> Hit:
    url = f"{reverse('article', args=[one.article_id])}?language={one.language}"
    return Hit(one.heading, url, "book-open", one.language)


def _segments(sought: Sought) -> QuerySet[Segment]:
    return Segment.objects.filter(name__icontains=sought.words)


def _segment(one: Segment, _words: str) -> Hit:
    return Hit(one.name, reverse("segment", args=[one.pk]), "users")


def _deals(sought: Sought) -> QuerySet[Deal]:
    """Return deals by their name, or by the company they are of or were told with."""
    return going_by(Deal.objects.standing(), sought.words).select_related("company")


def _deal(one: Deal, _words: str) -> Hit:
    whose = one.company.name if one.company else one.company_said
    return Hit(one.title, reverse("deal", args=[one.pk]), "circle-dollar-sign", whose or one.get_outcome_display())


def _competitors(sought: Sought) -> QuerySet[Competitor]:
    """Return competitors by their name or a spelling of it."""
    spelt = CompetitorSpelling.objects.filter(name__icontains=sought.words).values("competitor")
    return Competitor.objects.filter(Q(name__icontains=sought.words) | Q(pk__in=spelt))


def _competitor(one: Competitor, _words: str) -> Hit:
    return Hit(one.name, reverse("competitor", args=[one.pk]), "scale")


def _talks(sought: Sought) -> QuerySet[Interview]:
    """Return talks by what they are about, by our notes, and by the company or the people they are with."""
    words = sought.words
    written = holding(Interview.objects.all(), sought.query, "title", "notes").values("pk")
    theirs = Company.objects.filter(name__icontains=words).values("pk")
    people = Guest.objects.filter(contact__name__icontains=words).values("interview")
    found = Q(pk__in=written) | Q(company__in=theirs) | Q(pk__in=people)
    return Interview.objects.select_related("company").filter(found)


def _talk(one: Interview, words: str) -> Hit:
    noted = any(word in one.notes.casefold() for word in words.casefold().split())
    text = passage(one.notes, words) if noted else one.title or one.get_kind_display()
    day = date_format(localtime(one.planned_at, clock.zone()), "DATE_FORMAT")
    return Hit(text, reverse("talk", args=[one.pk]), "phone", f"{one.company} · {day}")


def _ideas(sought: Sought) -> QuerySet[Idea]:
    words = sought.words
    return Idea.objects.unmerged().filter(title__icontains=words).annotate(place=_beginning_first("title", words))


def _idea(one: Idea, _words: str) -> Hit:
    return Hit(one.title, reverse("idea", args=[one.pk]), "lightbulb", one.get_status_display())


def _companies(sought: Sought) -> QuerySet[Company]:
    words = sought.words
    found = Company.objects.filter(Q(name__icontains=words) | Q(domain__istartswith=words))
    return found.annotate(place=_beginning_first("name", words))


def _company(one: Company, _words: str) -> Hit:
    return Hit(one.name, reverse("company", args=[one.pk]), "building-2", one.get_stage_display())


def _people(sought: Sought) -> QuerySet[Contact]:
    """Return contacts by name or by the beginning of an address, each with the company they speak for."""
    words = sought.words
    address = ContactIdentity.objects.filter(
        contact=OuterRef("pk"), kind=ContactIdentity.Kind.EMAIL, value__startswith=words.lower()
    )
    company = Membership.objects.filter(contact=OuterRef("pk"), is_primary=True).values("company__name")[:1]
    return Contact.objects.filter(Q(name__icontains=words) | Exists(address)).annotate(
        company_name=Coalesce(Subquery(company), Value("")), place=_beginning_first("name", words)
    )


def _person(one: Any, _words: str) -> Hit:
    return Hit(str(one), reverse("contact", args=[one.pk]), "user", one.company_name)


def _beginning_first(column: str, words: str) -> Case:
    return Case(When(**{f"{column}__istartswith": words}, then=Value(0)), default=Value(1))


_NEWEST = ("-pk",)
_MOST_MONEY = ("place", "-mrr_minor", "-pk")

KINDS = (
    Kind("ideas", _("Ideas"), _ideas, _MOST_MONEY, _idea),
    Kind("companies", _("Companies"), _companies, _MOST_MONEY, _company),
    Kind("contacts", _("Contacts"), _people, ("place", "name", "pk"), _person),
    Kind("deals", _("Deals"), _deals, ("-day", "-pk"), _deal),
    Kind("competitors", _("Competitors"), _competitors, ("name", "pk"), _competitor),
    Kind("conversations", _("Conversations"), _conversations, ("-last_message_at", "-pk"), _conversation),
    Kind("talks", _("Talks"), _talks, ("-planned_at", "-pk"), _talk),
    Kind("answers", _("Answers"), _answers, _NEWEST, _answer, needs=Permission.ANSWER),
    Kind("comments", _("Comments"), _comments, _NEWEST, _comment),
    Kind("articles", _("Articles"), _articles, _NEWEST, _article),
    Kind("releases", _("Releases"), _releases, _NEWEST, _release),
    Kind("segments", _("Segments"), _segments, ("name", "pk"), _segment),
)
