"""How departures follow a contact or company that turns out to be another one."""

from wellheard.customers.merging import Kind, Pair, Part, Remembered, moves, register
from wellheard.listen.departures.models import Cancellation, Departure, Unstarted


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    for model in (Departure, Cancellation):
        moves(Kind.CONTACT, model, "contact")
    moves(Kind.COMPANY, Cancellation, "company")
    moves(Kind.COMPANY, Unstarted, "company")
    register(Kind.COMPANY, Part("departures", _join, _part), covers=[(Departure, "company")])


def _join(pair: Pair) -> Remembered:
    """Let all departures follow; of two that are open the earlier says that they left again."""
    moved = list(Departure.objects.filter(company_id=pair.gone).order_by("pk").values_list("pk", flat=True))
    Departure.objects.filter(pk__in=moved).update(company_id=pair.kept)
    still_open = list(Departure.objects.open().filter(company_id=pair.kept).order_by("left_on", "pk"))
    closed = [one.pk for one in still_open[:-1]]
    if closed:
        Departure.objects.filter(pk__in=closed).update(followed_by=still_open[-1])
    return {"ids": moved, "closed": closed} if moved else {}


def _part(pair: Pair, remembered: Remembered) -> None:
    # Only what is still so goes back: a return noted since stays.
    closed = Departure.objects.filter(pk__in=remembered["closed"], returned_on=None)
    closed.update(followed_by=None)
    Departure.objects.filter(pk__in=remembered["ids"], company_id=pair.kept).update(company_id=pair.gone)
