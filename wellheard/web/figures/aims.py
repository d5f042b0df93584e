"""The three aims on one page: customers won, customers kept, less to ask; each number with its doubt and its list."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.statistics.intervals import Share, wilson
from wellheard.learn.figures import Scope
from wellheard.learn.figures.load import MENDED
from wellheard.learn.figures.reading import grouped

_VOLUME = "SELECT coalesce(sum(before), 0)::int, coalesce(sum(after), 0)::int FROM cases WHERE good IS NOT NULL"


@dataclass(frozen=True)
class Aim:
    """One of the three, and the figures by which we know; the first is told largest."""

    key: str
    name: str | Promise
    meaning: str | Promise
    figures: tuple[str, ...]


AIMS = (
    Aim("won", _("Customers won"), _("Deals we lost for want of something, and what having it brought."),
        ("lost-and-mended", "win-rate")),
    Aim("kept", _("Customers kept"), _("Who left with how much, and whom it was possible to keep or bring back."),
        ("mrr-saved", "departed", "mrr-lost", "recovered")),
    Aim("load", _("Support load"), _("How often customers have to write to us, and whether mending makes it less."),
        ("contact-rate", "deflection", "mended")),
)  # fmt: skip


@dataclass(frozen=True)
class Volume:
    """What was said about what was released, before and after; `after` as a share of both tells how sure the change is."""

    before: int
    after: int

    @property
    def share(self) -> Share:
        """Half is no change: two Poisson counts over times of the same length are a binomial, given their sum."""
        return wilson(self.after, self.before + self.after)

    @property
    def is_noise(self) -> bool:
        return self.share.interval.holds(0.5)


def volume_of(scope: Scope) -> Volume | None:
    """Return what was said before and after of all that was released long enough ago; None where it cannot be told."""
    if not scope.fits(MENDED):
        return None
    [(before, after)] = grouped(MENDED, scope, _VOLUME)
    return Volume(before, after) if before or after else None
