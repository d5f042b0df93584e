"""What visitors come to read: the roadmap and the changelog."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.deliver.models import Release, ReleasedIdea, ReleaseQuerySet, Subscriber
from wellheard.deliver.queries import thanks_of
from wellheard.foundation import clock
from wellheard.foundation.paging import Page, page_of
from wellheard.listen.surveys.thanking import Honoured
from wellheard.web.portal.queries.board import Row, rows, within
from wellheard.web.portal.queries.quotes import Quote, best_quotes
from wellheard.web.portal.queries.texts import Notes, PublicText, notes_of, texts_of
from wellheard.web.templatetags.figures import number
from wellheard.workspace.models import Area

RELEASES_PER_PAGE, MOST_IN_FEED = 10, 30
MOST_IN_COLUMN = 12
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Column:
    """One status of the roadmap, its ideas and how many there are in all."""

    status: str
    name: str | Promise
    note: str | Promise
    icon: str
    rows: list[Row]
    count: int

    @property
    def more(self) -> int:
        """How many stand in the list of ideas only."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Entry:
    """A release in the changelog as this reader reads it: what somebody asked for, and the public ideas it ships."""

    release: Release
    read: Notes
    ideas: list[tuple[Idea, PublicText]]
    quote: Quote | None
    others: int
    thanked: Honoured | None = None

    @property
    def who(self) -> str:
        """Who asked for it in these words, and how many others did."""
        if self.quote is None:
            return ""
        first = _("You") if self.quote.is_own else self.quote.company or self.quote.who
        if not self.others:
            return first
        return _("%(first)s and %(others)s more") % {"first": first, "others": number(self.others)}


_COLUMNS = (
    (Idea.Status.PLANNED, gettext_lazy("Planned"), gettext_lazy("we will do it"), "calendar-check"),
    (Idea.Status.BUILDING, gettext_lazy("Building"), gettext_lazy("someone works on it now"), "hammer"),
    (Idea.Status.BETA, gettext_lazy("Beta"), gettext_lazy("some customers try it"), "flask-conical"),
    (Idea.Status.SHIPPED, gettext_lazy("Shipped lately"), gettext_lazy("in the last 90 days"), "circle-check"),
)


def roadmap(*, reader: Contact | None) -> list[Column]:
    """Return the columns of the roadmap, most wanted first; what shipped, latest first."""
    counts = _counts(reader)
    shown = rows(_roadmap_ideas(reader), reader=reader)
    return [
        Column(status, name, note, icon, [row for row in shown if row.idea.status == status], counts.get(status, 0))
        for status, name, note, icon in _COLUMNS
    ]


def changelog(*, cursor: str, reader: Contact | None, area: Area | None = None) -> Page[Entry]:
    """Return a page of published releases, newest first; of an area, those that ship a public idea of it or of its parts."""
    order = ("-published_at", "-pk")
    page = page_of(_releases(area, reader), order=order, cursor=cursor, size=RELEASES_PER_PAGE)
    return Page(_entries(page.items, reader), page.next, page.is_first)


def feed_entries(area: Area | None = None) -> list[Entry]:
    """Return the newest releases as anybody may read them."""
    return _entries(list(_releases(area, None).newest_first()[:MOST_IN_FEED]), None)


def released_areas(reader: Contact | None) -> list[Area]:
    """Return the areas something was released in that this visitor may see."""
    visible = Idea.objects.visible_to(reader)
    shipped = ReleasedIdea.objects.filter(release__published_at__isnull=False, idea__in=visible)
    return list(Area.objects.filter(pk__in=shipped.values("idea__area")).by_name())


def is_subscribed(reader: Contact | None) -> bool:
    """Tell whether this visitor has one mail per release."""
    return reader is not None and Subscriber.objects.subscribed().filter(contact=reader).exists()


def _releases(area: Area | None, reader: Contact | None) -> ReleaseQuerySet:
    releases = Release.objects.published()
    if area is None:
        return releases
    visible = Idea.objects.visible_to(reader).filter(area__in=within(area))
    shipped = ReleasedIdea.objects.filter(release=OuterRef("pk"), idea__in=visible)
    return releases.filter(Exists(shipped))


def entry_of(release: Release) -> Entry:
    """Return one release as anybody reads it, or will once it is published."""
    return _entries([release], None)[0]


def _on_roadmap(reader: Contact | None) -> QuerySet[Idea]:
    ideas = Idea.objects.visible_to(reader).filter(status__in=[status for status, *_rest in _COLUMNS])
    return ideas.exclude(status=Idea.Status.SHIPPED, status_changed_at__lt=clock.now() - LATELY)


def _roadmap_ideas(reader: Contact | None) -> list[Idea]:
    wanted = [F("vote_count").desc(), F("company_count").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=[F("status")], order_by=wanted)
    return list(_on_roadmap(reader).annotate(place=place).filter(place__lte=MOST_IN_COLUMN).order_by("place"))


def _counts(reader: Contact | None) -> dict[str, int]:
    return dict(_on_roadmap(reader).values_list("status").annotate(count=Count("pk")).order_by())


def _entries(releases: list[Release], reader: Contact | None) -> list[Entry]:
    shipped = _ideas_of(releases, reader)
    quotes = best_quotes((idea for ideas in shipped.values() for idea in ideas), reader=reader)
    texts = texts_of(idea for ideas in shipped.values() for idea in ideas)
    read, thanked = notes_of(releases), thanks_of(releases)
    entries = [
        _entry(release, read[release.pk], [(idea, texts[idea.pk]) for idea in shipped.get(release.pk, [])], quotes)
        for release in releases
    ]
    return [replace(entry, thanked=thanked.get(entry.release.pk)) for entry in entries]


def _ideas_of(releases: Iterable[Release], reader: Contact | None) -> dict[int, list[Idea]]:
    """Return the ideas of each release that this visitor may see, most asked for first."""
    visible = Idea.objects.visible_to(reader)
    shipments = ReleasedIdea.objects.filter(release__in=list(releases), idea__in=visible).select_related("idea")
    found: dict[int, list[Idea]] = {}
    for shipment in shipments.order_by("-idea__contact_count", "idea_id"):
        found.setdefault(shipment.release_id, []).append(shipment.idea)
    return found


def _entry(release: Release, read: Notes, ideas: list[tuple[Idea, PublicText]], quotes: dict[int, Quote]) -> Entry:
    quoted = next((idea for idea, _text in ideas if idea.pk in quotes), None)
    others = max(0, quoted.contact_count - 1) if quoted else 0
    return Entry(release, read, ideas, quotes[quoted.pk] if quoted else None, others)
