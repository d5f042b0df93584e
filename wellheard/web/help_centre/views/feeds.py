"""The help centre for machines: new articles as Atom, and every address for search engines. The same to everybody."""

from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from wellheard.web.help_centre import queries
from wellheard.web.markdown import rendered_article
from wellheard.workspace.installation import installation, portal_address

# XML knows no way to write these two.
_NO_XML = {0xFFFE: None, 0xFFFF: None}


@require_safe
def help_feed(request: HttpRequest) -> HttpResponse:
    """Give the newest articles for everybody to feed readers, in one language."""
    asked = request.GET.get("language", "")
    language = asked if queries.is_language(asked) else installation().language
    feed = Atom1Feed(
        title=_xml(_("Help from %(vendor)s") % {"vendor": installation().vendor_name}),
        link=portal_address(reverse("help_front")),
        feed_url=portal_address(reverse("help_feed")) + f"?language={language}",
        description="",
        language=language,
    )
    for text in queries.newest(language):
        address = _address(text.language, text.slug)
        feed.add_item(
            title=_xml(text.title),
            link=address,
            unique_id=portal_address(reverse("help_front")) + f"#{text.pk}",
            description=_xml(rendered_article(text.body)),
            pubdate=text.published_at,
            updateddate=text.updated_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
def help_sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same to everybody
    """List the addresses of all articles for everybody (sitemaps.org, 0.9)."""
    response = HttpResponse(content_type="application/xml")
    writer = SimplerXMLGenerator(response, "utf-8")
    writer.startDocument()
    writer.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    for language, slug, changed in queries.for_search_engines():
        writer.startElement("url", AttributesImpl({}))
        writer.addQuickElement("loc", _address(language, slug))
        writer.addQuickElement("lastmod", f"{changed:%Y-%m-%d}")
        writer.endElement("url")
    writer.endElement("urlset")
    writer.endDocument()
    return response


def _address(language: str, slug: str) -> str:
    return portal_address(reverse("help_article", args=[language, slug]))


def _xml(text: str) -> str:
    return text.translate(_NO_XML)
