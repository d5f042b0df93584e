"""How customers are written about on pages: where something was said, how long a company is with us."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from wellheard.foundation.clock import today
from wellheard.listen.models import Feedback
from wellheard.web.portal.languages import name_in_ours

register = template.Library()

SOURCE_ICONS: dict[str, str] = {
    Feedback.Source.PORTAL: "globe",
    Feedback.Source.WIDGET: "message-square",
    Feedback.Source.EMAIL: "mail",
    Feedback.Source.SUPPORT: "life-buoy",
    Feedback.Source.SURVEY: "gauge",
    Feedback.Source.LOST_DEAL: "circle-dollar-sign",
    Feedback.Source.DEPARTURE: "door-open",
    Feedback.Source.INTERVIEW: "phone",
    Feedback.Source.COMMUNITY: "users",
    Feedback.Source.API: "link",
    Feedback.Source.IMPORT: "upload",
}


@register.filter
def deal_source(source: str) -> str:
    """Name where a deal comes from as people say it: a system keeps the name it was given here."""
    return {"by_hand": _("written down here"), "import": _("a file"), "api": _("the API")}.get(source, source)


@register.filter
def source_icon(feedback: Feedback) -> str:
    """Name the icon of the way something came in."""
    return SOURCE_ICONS[feedback.source]


@register.filter
def language_name(code: str) -> str:
    """Name a language in the viewer's own."""
    return name_in_ours(code)


@register.filter
def tenure(since: date | None) -> str:
    """Write how long a company is with us, in years and months."""
    if since is None or since > today():
        return ""
    months = _months(since, today())
    years, rest = divmod(months, 12)
    if not years:
        return _("%(months)d m") % {"months": months}
    return _("%(years)d y %(months)d m") % {"years": years, "months": rest}


@register.filter
def web_address(url: str) -> str:
    """Return an address that may become a link: http and https only, nothing that runs in the page."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def _months(since: date, until: date) -> int:
    whole = (until.year - since.year) * 12 + until.month - since.month
    return whole - (until.day < since.day)
