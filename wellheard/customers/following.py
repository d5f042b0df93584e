"""How this stage's own rows follow a company or contact that turns out to be another one."""

from wellheard.customers.commands.mrr import recompute_mrr
from wellheard.customers.merging import Kind, Pair, Part, Remembered, moves, put_back, register, set_aside, stays
from wellheard.customers.models import (
    Company,
    CompanyAlias,
    Consent,
    Contact,
    ContactIdentity,
    Membership,
    SegmentMember,
    Subscription,
)
from wellheard.customers.segments.members import recount
from wellheard.workspace.models import Task


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, ContactIdentity, "contact")
    moves(Kind.CONTACT, Consent, "contact")
    moves(Kind.COMPANY, CompanyAlias, "company")
    register(Kind.COMPANY, Part("subscriptions", _join_money, _part_money), covers=[(Subscription, "company")])
    register(Kind.COMPANY, Part("segments", _leave_segments, _stay_out), covers=[(SegmentMember, "company")])
    register(Kind.CONTACT, _places("contact", "company"), covers=[(Membership, "contact")])
    register(Kind.COMPANY, _places("company", "contact"), covers=[(Membership, "company")])
    for kind in (Kind.COMPANY, Kind.CONTACT):
        register(kind, _tasks(kind))
    stays(Company, "merged_into")
    stays(Contact, "merged_into")


def _join_money(pair: Pair) -> Remembered:
    moved = Subscription.objects.filter(company_id=pair.gone)
    ids = list(moved.values_list("pk", flat=True))
    Subscription.objects.filter(pk__in=ids).update(company=pair.kept)
    return {"ids": ids} if ids else {}


def _part_money(pair: Pair, remembered: Remembered) -> None:
    Subscription.objects.filter(pk__in=remembered["ids"], company_id=pair.kept).update(company=pair.gone)


def settle_money(pair: Pair) -> None:
    """Bring up to date what both pay, once both are where they belong."""
    recompute_mrr(company_ids=[pair.kept, pair.gone])


def _leave_segments(pair: Pair) -> Remembered:
    """A company that is another one is in no segment; where the kept one belongs is found out anew."""
    places = SegmentMember.objects.filter(company_id=pair.gone)
    segment_ids = list(places.values_list("segment_id", flat=True))
    places.delete()
    recount(segment_ids)
    return {}


def _stay_out(pair: Pair, remembered: Remembered) -> None:
    """Which segments the parted one belongs to is found out by the reaction to its return."""


def _places(ours: str, theirs: str) -> Part:
    """Let memberships follow by their contact or their company; a contact speaks for one company at most."""

    def join(pair: Pair) -> Remembered:
        taken = set(Membership.objects.filter(**{ours: pair.kept}).values_list(f"{theirs}_id", flat=True))
        rows = list(Membership.objects.select_for_update(no_key=True).filter(**{ours: pair.gone}).order_by("pk"))
        twins = [row for row in rows if getattr(row, f"{theirs}_id") in taken]
        primary = {row.pk: row.is_primary for row in rows}
        kept_before = dict(Membership.objects.filter(**{ours: pair.kept}).values_list("pk", "is_primary"))
        aside = set_aside(twins)
        others = [row.pk for row in rows if row.pk and row not in twins]
        _place(ours, others, pair)
        _let_one_speak({one.contact_id for one in rows} | ({pair.kept} if ours == "contact" else set()))
        moved = {str(pk): primary[pk] for pk in others}
        return {"moved": moved, "aside": aside, "kept": {str(k): v for k, v in kept_before.items()}} if rows else {}

    def part(pair: Pair, remembered: Remembered) -> None:
        moved = Membership.objects.filter(pk__in=remembered["moved"], **{ours: pair.kept})
        people = set(moved.values_list("contact_id", flat=True))
        moved.update(is_primary=False)
        moved.update(**{ours: pair.gone})
        put_back([row | {"fields": row["fields"] | {"is_primary": False}} for row in remembered["aside"]])
        wanted = remembered["moved"] | {str(row["pk"]): row["fields"]["is_primary"] for row in remembered["aside"]}
        people |= {row["fields"]["contact"] for row in remembered["aside"]}
        _speak_as_before(people, {int(pk) for pk, is_primary in wanted.items() if is_primary})
        _speak_as_before(people | {pair.kept}, {int(pk) for pk, is_primary in remembered["kept"].items() if is_primary})

    return Part(f"places.{ours}", join, part)


def _place(ours: str, ids: list[int], pair: Pair) -> None:
    if ours == "contact":
        # Two of them at once would be refused.
        Membership.objects.filter(pk__in=ids).update(is_primary=False)
    Membership.objects.filter(pk__in=ids).update(**{ours: pair.kept})


def _let_one_speak(contact_ids: set[int]) -> None:
    """Give each of these contacts a company to speak for, if they have any: the one they were in first."""
    placed = Membership.objects.filter(contact_id__in=contact_ids).order_by("pk")
    speaking = set(placed.filter(is_primary=True).values_list("contact_id", flat=True))
    first: dict[int, int] = {}
    for pk, contact_id in placed.exclude(contact_id__in=speaking).values_list("pk", "contact_id"):
        first.setdefault(contact_id, pk)
    Membership.objects.filter(pk__in=first.values()).update(is_primary=True)


def _speak_as_before(contact_ids: set[int], membership_ids: set[int]) -> None:
    """Let contacts speak for the company they spoke for before, as far as that place is still theirs."""
    for row in Membership.objects.filter(pk__in=membership_ids, contact_id__in=contact_ids):
        Membership.objects.filter(contact_id=row.contact_id, is_primary=True).exclude(pk=row.pk).update(
            is_primary=False
        )
        Membership.objects.filter(pk=row.pk).update(is_primary=True)
    _let_one_speak(contact_ids)


def _tasks(kind: Kind) -> Part:
    """Let what is to be done follow; of two open tasks of one kind, the kept one's stays."""

    def join(pair: Pair) -> Remembered:
        theirs = Task.objects.filter(subject_type=kind.value, subject_id=pair.gone)
        open_kinds = Task.objects.open().filter(subject_type=kind.value, subject_id=pair.kept).values("kind")
        free = theirs.exclude(done_at=None, dropped_at=None, kind__in=open_kinds)
        ids = list(free.values_list("pk", flat=True))
        Task.objects.filter(pk__in=ids).update(subject_id=pair.kept)
        return {"ids": ids} if ids else {}

    def part(pair: Pair, remembered: Remembered) -> None:
        moved = Task.objects.filter(pk__in=remembered["ids"], subject_type=kind.value, subject_id=pair.kept)
        moved.update(subject_id=pair.gone)

    return Part(f"tasks.{kind.value}", join, part)
