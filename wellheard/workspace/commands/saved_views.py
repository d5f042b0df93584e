"""Keep lists as somebody likes to see them."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.models import SavedView, Staff

SAVED = names.declare("saved_view.saved", "Somebody kept the filters, columns and order of a list under a name.")
REMOVED = names.declare("saved_view.removed", "A saved view of a list was removed.")

MOST_PER_PERSON = 50
LONGEST_QUERY = 2000
LONGEST_NAME = 80


class SavedViewError(ValueError):
    """A view cannot be saved so."""


@transaction.atomic
def save_view(*, owner: Staff, place: str, name: str, query: str, sharing: str = "own", first: str = "no") -> SavedView:
    """Keep a view under a name, instead of one's own of that name. `sharing` is own or shared; `first` yes opens it first.

    Raises SavedViewError without a name, for an address that is too long, and for more views than anyone can choose from.
    """
    # One person's views are saved one after the other.
    Staff.objects.select_for_update(no_key=True).get(pk=owner.pk)
    mine = SavedView.objects.filter(owner=owner, place=place)
    name = _name(name)
    if len(query) > LONGEST_QUERY:
        raise SavedViewError(_("These filters are too long to keep; save the rule as a segment first."))
    new = {"query": query, "is_shared": sharing == "shared", "is_default": first == "yes"}
    there = mine.filter(name=name).first()
    if there and all(getattr(there, field) == value for field, value in new.items()):
        return there
    if there is None and mine.count() >= MOST_PER_PERSON:
        raise SavedViewError(_("You have %(most)d views already; remove one first.") % {"most": MOST_PER_PERSON})
    if new["is_default"]:
        mine.filter(is_default=True).update(is_default=False)
    view, _is_new = SavedView.objects.update_or_create(owner=owner, place=place, name=name, defaults=new)
    ledger.record(SAVED, view, place=place)
    return view


@transaction.atomic
def remove_view(*, view_id: int, owner: Staff) -> None:
    """Remove one's own view; one that is gone already changes nothing."""
    view = SavedView.objects.select_for_update(no_key=True).filter(pk=view_id, owner=owner).first()
    if view is None:
        return
    ledger.record(REMOVED, view, place=view.place)
    view.delete()


def _name(name: str) -> str:
    name = clean_line(name)
    if not name:
        raise SavedViewError(_("Give the view a name, such as “My area, at risk first”."))
    if len(name) > LONGEST_NAME:
        raise SavedViewError(_("A name has at most %(most)d characters; shorten it.") % {"most": LONGEST_NAME})
    return name
