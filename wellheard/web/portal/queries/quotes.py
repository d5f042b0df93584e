"""What customers said about ideas, as far as others may read it. Everybody may read their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.text.clean import shorten
from wellheard.listen.models import Feedback

PER_PAGE = 20
LONGEST_IN_LISTS, LONGEST = 160, 1_200

# Allowed by whoever said it, and published by one of us who read it.
PUBLIC = Q(
    feedback__quotable__in=[Feedback.Quotable.UNNAMED, Feedback.Quotable.NAMED], feedback__published_at__isnull=False
)


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


def best_quotes(idea_ids: Iterable[int], *, reader: Contact | None) -> dict[int, Quote]:
    """Return for each idea the words that stand for it: the reader's own, else somebody's own and newest; in one query."""
    best = (
        _readable(reader)
        .filter(idea=OuterRef("pk"))
        .order_by(_own_first(reader), "feedback__voice", "-feedback__heard_at", "-pk")
    )
    chosen = Idea.objects.filter(pk__in=list(idea_ids)).values_list(Subquery(best.values("pk")[:1]))
    items = _readable(reader).filter(pk__in=chosen).select_related("feedback__company", "feedback__contact")
    return {item.idea_id: _quote(item, reader, LONGEST_IN_LISTS) for item in items}


def quotes_page(idea: Idea, *, reader: Contact | None, cursor: str) -> Page[Quote]:
    """Return what was said about an idea, newest first."""
    rows = _readable(reader).filter(idea=idea).annotate(said_at=F("feedback__heard_at"))
    rows = rows.select_related("feedback__company", "feedback__contact")
    page = page_of(rows, order=("-said_at", "-pk"), cursor=cursor, size=PER_PAGE)
    return Page([_quote(item, reader, LONGEST) for item in page.items], page.next, page.is_first)


def _readable(reader: Contact | None) -> QuerySet[EvidenceItem]:
    items = EvidenceItem.objects.filter(evidence__withdrawn_at=None)
    return items.filter(PUBLIC | own(reader) if reader else PUBLIC)


def own(reader: Contact) -> Q:
    """Return what tells a contact's own words from what staff wrote down about them."""
    return Q(feedback__contact=reader, feedback__voice=Feedback.Voice.OWN)


def _own_first(reader: Contact | None) -> Case:
    whens = [When(own(reader), then=Value(0))] if reader else []
    return Case(*whens, default=Value(1))


def _quote(item: EvidenceItem, reader: Contact | None, longest: int) -> Quote:
    said = item.feedback
    assert said is not None  # noqa: S101 - a vote has no words and is not readable
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
