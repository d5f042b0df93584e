"""Saved views of the board that name a colleague who leaves: they go on showing the same ideas."""

import json
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from wellheard.customers.segments.naming import names, renamed
from wellheard.workspace.handing_on import Part, register
from wellheard.workspace.models import SavedView


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(Part("named_views", _said, _views, _rename, _rename_back))


def _said(n: int) -> str:
    return ngettext("%(n)d saved view that names them", "%(n)d saved views that name them", n) % {"n": n}


def _views(staff_id: int) -> QuerySet[SavedView]:
    """Return the views, whoever keeps them, that show what somebody looks after."""
    asking = SavedView.objects.filter(Q(query__contains="owner"), place="ideas").values_list("pk", "query")
    return SavedView.objects.filter(pk__in=[pk for pk, query in asking if _names(query, staff_id)])


def _rename(giver: int, taker: int) -> list[int]:
    """Name whoever takes over instead; return where the name can be given back: where both were named, it cannot be told."""
    theirs_alone = []
    for view in _views(giver).select_for_update(of=("self",), no_key=True).order_by("pk"):
        if not _names(view.query, taker):
            theirs_alone.append(view.pk)
        _save(view, giver, taker)
    return theirs_alone


def _rename_back(giver: int, taker: int, ids: list[int]) -> None:
    for view in SavedView.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"):
        _save(view, taker, giver)


def _save(view: SavedView, former: int, now: int) -> None:
    view.query = urlencode([(name, _value(name, said, former, now)) for name, said in parse_qsl(view.query)])
    view.save(update_fields=["query"])


def _value(name: str, said: str, former: int, now: int) -> str:
    if name == "owner" and said == str(former):
        return str(now)
    if name == "rule" and names(rule := _rule(said), former):
        return json.dumps(renamed(rule, former, now), ensure_ascii=False, separators=(",", ":"))
    return said


def _names(query: str, staff_id: int) -> bool:
    """Tell whether an address asks about what somebody looks after: as the owner of ideas, or of companies in its rule."""
    asked = parse_qsl(query)
    return ("owner", str(staff_id)) in asked or any(
        names(_rule(said), staff_id) for name, said in asked if name == "rule"
    )


def _rule(said: str) -> object:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return None
