"""The rail, the tabs of a phone, and the way through long lists."""

from collections.abc import Mapping

from django import template
from django.template import RequestContext

from wellheard.foundation.paging import Page
from wellheard.web import places
from wellheard.web.help.pages import page_of_place
from wellheard.workspace.models import Notification, Staff

register = template.Library()


@register.inclusion_tag("kit/rail.html", takes_context=True)
def rail(context: RequestContext) -> dict[str, object]:
    """Draw the rail: home, the six stages with what waits in each, their side, settings, and who is signed in."""
    staff = context["request"].user
    here = str(context.get("place", ""))
    return {
        "here": here,
        "home": places.HOME,
        "notifications": places.NOTIFICATIONS,
        "unread": Notification.objects.unread().filter(staff=staff).count(),
        "stages": [_stage(stage, staff, here, context["rail_counts"]) for stage in places.STAGES],
        "their_side": _their_side(staff, here),
        "settings": _settings(staff, here),
        "staff": staff,
        "help": page_of_place(here) or places.HELP,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("kit/rail_icons.html", takes_context=True)
def rail_icons(context: RequestContext) -> dict[str, object]:
    """Draw the rail as icons, where the page needs the room: the open stage whole, of the others the first place."""
    staff = context["request"].user
    here = str(context.get("place", ""))
    opened = here.partition(".")[0]
    staged = [
        place
        for stage in places.STAGES
        for place in places.open_to(staff, stage.places)[: None if stage.key == opened else 1]
    ]
    shown = [places.HOME, places.NOTIFICATIONS, *staged, *places.open_to(staff, places.THEIR_SIDE)]
    return {
        "here": here,
        "places": [place for place in shown if place.key != "portal"],
        "settings": places.SETTINGS if places.SETTINGS.is_open_to(staff) else None,
        "help": page_of_place(here) or places.HELP,
        "home": places.HOME,
    }


def _stage(stage: places.Stage, staff: Staff, here: str, waiting: Mapping[str, int]) -> dict[str, object]:
    open_places = places.open_to(staff, stage.places)
    is_open = here.partition(".")[0] == stage.key
    return {
        "name": stage.name,
        "url": open_places[0].url if open_places else "",
        "waiting": sum(waiting.get(place.counts, 0) for place in open_places),
        "is_open": is_open,
        "is_current": is_open and here not in {place.key for place in open_places},
        "places": [(place, waiting.get(place.counts, 0)) for place in open_places],
    }


def _their_side(staff: Staff, here: str) -> list[dict[str, object]]:
    """Return their side's places, each with those below it where one is there; without the upper one they stand alone."""
    shown: list[dict[str, object]] = []
    for place in places.THEIR_SIDE:
        below = places.open_to(staff, places.BELOW.get(place.key, ()))
        if place.is_open_to(staff):
            is_there = here in {place.key, *(one.key for one in below)}
            shown.append({"place": place, "below": below if is_there else []})
        else:
            shown += [{"place": one, "below": []} for one in below]
    return shown


def _settings(staff: Staff, here: str) -> dict[str, object]:
    group = places.open_to(staff, places.SETTINGS_PLACES)
    return {
        "place": places.SETTINGS if places.SETTINGS.is_open_to(staff) else None,
        "is_open": here.partition(".")[0] in {"settings", "operations"},
        "places": group,
    }


@register.inclusion_tag("kit/tabbar.html", takes_context=True)
def tabbar(context: RequestContext) -> dict[str, object]:
    """Draw the five places of a phone; the fifth opens everything else."""
    staff, waiting = context["request"].user, context["rail_counts"]
    tabs = [(place, waiting.get(place.counts, 0)) for place in places.open_to(staff, places.TABS)]
    here = str(context.get("place", ""))
    return {"here": here, "tabs": tabs, "is_elsewhere": here not in {place.key for place in places.TABS}}


@register.inclusion_tag("kit/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[object]) -> dict[str, object]:
    """Draw the way through a long list; a page's cursor stands in the address as `after`."""
    query = context["request"].GET.copy()
    query.pop("after", None)
    first = query.urlencode()
    query["after"] = page.next
    return {"first": "" if page.is_first else f"?{first}", "next": f"?{query.urlencode()}" if page.next else ""}
