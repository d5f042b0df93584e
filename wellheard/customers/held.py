"""What a colleague looks after among customers: companies and segments, and the rules of segments that name them."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from wellheard.customers.models import Company, Consent, IdentityKey, Merge, Segment
from wellheard.customers.segments.naming import names, renamed
from wellheard.workspace.handing_on import Part, passes, register, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes("companies", lambda n: ngettext("%(n)d company", "%(n)d companies", n) % {"n": n}, Company, "owner")
    passes("segments", lambda n: ngettext("%(n)d segment", "%(n)d segments", n) % {"n": n}, Segment, "made_by")
    register(Part("rules", _rules_said, _rules, _rename, _rename_back))
    stays(Consent, "noted_by")
    stays(Merge, "made_by", "undone_by")
    stays(IdentityKey, "made_by")


def _rules_said(n: int) -> str:
    return ngettext("the rule of %(n)d segment that names them", "the rules of %(n)d segments that name them", n) % {
        "n": n
    }


def _rules(staff_id: int) -> QuerySet[Segment]:
    """Return the segments that ask about what somebody looks after: they go on meaning the same companies."""
    segments = Segment.objects.values_list("pk", "rule")
    return Segment.objects.filter(pk__in=[pk for pk, rule in segments if names(rule, staff_id)])


def _rename(giver: int, taker: int) -> list[int]:
    """Name whoever takes over instead; return where the name can be given back: where both were named, it cannot be told."""
    theirs_alone = []
    for segment in _rules(giver).select_for_update(of=("self",), no_key=True).order_by("pk"):
        if not names(segment.rule, taker):
            theirs_alone.append(segment.pk)
        segment.rule = renamed(segment.rule, giver, taker)
        segment.save(update_fields=["rule"])
    return theirs_alone


def _rename_back(giver: int, taker: int, ids: list[int]) -> None:
    for segment in Segment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"):
        segment.rule = renamed(segment.rule, taker, giver)
        segment.save(update_fields=["rule"])
