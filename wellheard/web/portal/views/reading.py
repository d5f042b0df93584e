"""What visitors come to read: the roadmap, the changelog and its feed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.web.markdown import rendered
from wellheard.web.portal.queries import reading as queries
from wellheard.web.portal.views.pages import area_of, reader_of, show
from wellheard.web.templatetags.kit import quoted
from wellheard.workspace.installation import installation, portal_address
from wellheard.workspace.models import Vendor

# XML knows no way to write these two.
_NO_XML = {0xFFFE: None, 0xFFFF: None}


@require_safe
def portal_roadmap(request: HttpRequest) -> HttpResponse:
    """Show what is planned, being built, in beta, and shipped lately."""
    reader = reader_of(request)
    columns = queries.roadmap(reader=reader)
    return show(request, "portal/roadmap.html", {"portal_place": "roadmap", "columns": columns}, reader=reader)


@require_safe
def portal_changelog(request: HttpRequest) -> HttpResponse:
    """Show published releases, newest first; each begins with what somebody told us."""
    reader = reader_of(request)
    area = area_of(request)
    context: dict[str, object] = {
        "portal_place": "changelog",
        "page": queries.changelog(cursor=request.GET.get("after", ""), reader=reader, area=area),
        "area": area,
        "areas": queries.released_areas(reader),
        "is_subscribed": queries.is_subscribed(reader),
    }
    return show(request, "portal/changelog.html", context, reader=reader)


@require_safe
def portal_changelog_feed(request: HttpRequest) -> HttpResponse:
    """Give the changelog, or an area of it, to feed readers, as Atom; the same to everybody."""
    area = area_of(request)
    of_area = f"?area={area.pk}" if area else ""
    vendor = Vendor.objects.first() or Vendor()
    feed = Atom1Feed(
        title=_xml(
            ": ".join([_("What’s new from %(vendor)s") % {"vendor": vendor.name}, *([area.name] if area else [])])
        ),
        link=_absolute("portal_changelog") + of_area,
        feed_url=_absolute("portal_changelog_feed") + of_area,
        description="",
        language=installation().language,
    )
    for entry in queries.feed_entries(area):
        _add(feed, entry)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add(feed: Atom1Feed, entry: queries.Entry) -> None:
    release = entry.release
    link = f"{_absolute('portal_changelog')}#release-{release.pk}"
    said = format_html("<blockquote>{}</blockquote>", quoted(entry.quote.words)) if entry.quote else ""
    feed.add_item(
        title=_xml(release.title),
        link=link,
        unique_id=link,
        description=_xml(said + rendered(release.notes)),
        pubdate=release.published_at,
        updateddate=release.published_at,
    )


def _absolute(name: str) -> str:
    return portal_address(reverse(name))


def _xml(text: str) -> str:
    return text.translate(_NO_XML)
