"""What customers said about ideas, as far as others may read it. Everybody may read their own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact
from wellheard.decide.commands.comments import is_changeable
from wellheard.decide.models import Comment, EvidenceItem, Idea
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.text.clean import shorten
from wellheard.listen.models import Feedback, FeedbackPicture

PER_PAGE = 20
LONGEST_IN_LISTS, LONGEST = 160, 1_200
MOST_NOTES = 10

# Allowed by whoever said it, and published by one of us who read it.
_PUBLIC = {"quotable__in": [Feedback.Quotable.UNNAMED, Feedback.Quotable.NAMED], "published_at__isnull": False}
PUBLIC = Q(**{f"feedback__{name}": value for name, value in _PUBLIC.items()})


@dataclass(frozen=True)
class Quote:
    """Words of a customer with what may be told of who said them."""

    words: str
    language: str
    who: str
    company: str
    said_at: datetime
    is_own: bool
    is_public: bool
    comment: Comment | None = None
    replies: Sequence[Comment] = ()
    pictures: Sequence[FeedbackPicture] = ()

    @property
    def is_changeable(self) -> bool:
        """Whether the reader may mend it or take it back."""
        return self.is_own and self.comment is not None and is_changeable(self.comment)


def best_quotes(ideas: Iterable[Idea], *, reader: Contact | None) -> dict[int, Quote]:
    """Return for each idea the words that stand for it: the reader's own, else those kept with it; in up to two queries."""
    kept_with = {idea.pk: idea.public_quote_id for idea in ideas}
    ids = list(kept_with)
    public = Feedback.objects.filter(**_PUBLIC).select_related("company", "contact")
    quotes = public.in_bulk({said for said in kept_with.values() if said})
    found = {idea_id: quotes[said] for idea_id, said in kept_with.items() if said in quotes}
    if reader:
        said = Feedback.objects.filter(contact=reader, voice=Feedback.Voice.OWN).values("pk")
        theirs = EvidenceItem.objects.filter(idea__in=ids, feedback__in=said, evidence__withdrawn_at=None)
        items = theirs.select_related("feedback__company", "feedback__contact").order_by("feedback__heard_at", "pk")
        # The newest last: it stays.
        found |= {item.idea_id: item.feedback for item in items if item.feedback}
    return {idea_id: _quote(quote, reader, LONGEST_IN_LISTS) for idea_id, quote in found.items()}


def quotes_page(idea: Idea, *, reader: Contact | None, cursor: str) -> Page[Quote]:
    """Return what was said about an idea, newest first."""
    rows = _readable(reader).filter(idea=idea).annotate(said_at=F("feedback__heard_at"))
    rows = rows.select_related("feedback__company", "feedback__contact").prefetch_related("feedback__pictures")
    page = page_of(rows, order=("-said_at", "-pk"), cursor=cursor, size=PER_PAGE)
    comments = _comments(page.items)
    return Page([_with_replies(item, reader, comments) for item in page.items], page.next, page.is_first)


def team_notes(idea: Idea) -> list[Comment]:
    """Return what the team said to everybody, newest first."""
    notes = Comment.objects.standing().threads().filter(idea=idea, feedback=None).select_related("staff")
    return list(notes.order_by("-said_at", "-pk")[:MOST_NOTES])


def _comments(items: Iterable[EvidenceItem]) -> dict[int, tuple[Comment, list[Comment]]]:
    """Return for each feedback that is a comment the comment and what the team replied, in two queries."""
    said = Comment.objects.standing().filter(feedback__in=[item.feedback_id for item in items])
    found = {comment.pk: comment for comment in said}
    replies: dict[int, list[Comment]] = {}
    answered = Comment.objects.standing().filter(reply_to__in=found).select_related("staff")
    for reply in answered.order_by("said_at", "pk"):
        replies.setdefault(reply.reply_to_id or 0, []).append(reply)
    return {
        comment.feedback_id: (comment, replies.get(comment.pk, [])) for comment in found.values() if comment.feedback_id
    }


def _with_replies(
    item: EvidenceItem, reader: Contact | None, comments: dict[int, tuple[Comment, list[Comment]]]
) -> Quote:
    comment, replies = comments.get(item.feedback_id or 0, (None, []))
    assert item.feedback is not None  # noqa: S101 - a vote has no words and is not readable
    said = _quote(item.feedback, reader, LONGEST)
    return replace(said, comment=comment, replies=replies, pictures=list(item.feedback.pictures.all()))


def _readable(reader: Contact | None) -> QuerySet[EvidenceItem]:
    items = EvidenceItem.objects.filter(evidence__withdrawn_at=None)
    return items.filter(PUBLIC | own(reader) if reader else PUBLIC)


def own(reader: Contact) -> Q:
    """Return what tells a contact's own words from what staff wrote down about them."""
    return Q(feedback__contact=reader, feedback__voice=Feedback.Voice.OWN)


def _quote(said: Feedback, reader: Contact | None, longest: int) -> Quote:
    is_own = reader is not None and said.contact_id == reader.pk and said.voice == Feedback.Voice.OWN
    is_named = said.quotable == Feedback.Quotable.NAMED or is_own
    who, company = _named(said) if is_named else (_unnamed(said.company), "")
    return Quote(
        shorten(said.words, limit=longest), said.language, who, company, said.heard_at, is_own, _is_public(said)
    )


def _is_public(said: Feedback) -> bool:
    """Tell of one row what PUBLIC asks of many."""
    return said.quotable != Feedback.Quotable.NO and said.published_at is not None


def _named(said: Feedback) -> tuple[str, str]:
    company = said.company.name if said.company else ""
    return (said.contact.name if said.contact else "") or company or _("a customer"), company


def _unnamed(company: Company | None) -> str:
    """Tell the trade of who said it, and nothing else."""
    trade = company.industry if company else ""
    if not trade:
        return _("a customer")
    # "SaaS" stays as it is written.
    return _("a customer in %(trade)s") % {"trade": trade if trade[1:] != trade[1:].lower() else trade.lower()}
