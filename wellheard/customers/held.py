"""What a colleague looks after among customers: companies and segments."""

from django.utils.translation import ngettext

from wellheard.customers.models import Company, Consent, IdentityKey, Merge, Segment
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes("companies", lambda n: ngettext("%(n)d company", "%(n)d companies", n) % {"n": n}, Company, "owner")
    passes("segments", lambda n: ngettext("%(n)d segment", "%(n)d segments", n) % {"n": n}, Segment, "made_by")
    stays(Consent, "noted_by")
    stays(Merge, "made_by", "undone_by")
    stays(IdentityKey, "made_by")
