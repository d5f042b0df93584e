"""Join two companies, or two contacts, that turned out to be one; and part them again, without losing what came between."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import CustomerError, UnknownCompanyError, UnknownContactError
from wellheard.customers.following import settle_money
from wellheard.customers.merging import Kind, Pair, join_all, part_all
from wellheard.customers.models import Company, CompanyAlias, Contact, Merge
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.models import Staff

COMPANY_MERGED = names.declare("company.merged", "A company turned out to be another one and was joined to it.")
COMPANY_UNMERGED = names.declare("company.unmerged", "Two companies that had been joined were parted again.")
CONTACT_MERGED = names.declare("contact.merged", "A contact turned out to be another one and was joined to them.")
CONTACT_UNMERGED = names.declare("contact.unmerged", "Two contacts that had been joined were parted again.")

# What a person may choose from either side.
COMPANY_VALUES = (
    "name",
    "domain",
    "stage",
    "industry",
    "country",
    "plan",
    "seats",
    "owner_id",
    "joined_on",
    "tier_id",
    "renews_on",
)
CONTACT_VALUES = ("name", "language")


class MergeError(CustomerError):
    """These two cannot be joined, or not be parted now."""


@transaction.atomic
def merge_companies(*, kept_id: int, gone_id: int, theirs: Iterable[str] = (), by: Staff | None) -> Merge:
    """Join a company to another: people, money, feedback and evidence follow. Raises CustomerError.

    `theirs` names the values to take over from the one that is joined; what the kept one lacks is always taken over. Doing
    it again changes nothing.
    """
    kept, gone = _locked(Company, kept_id, gone_id, UnknownCompanyError)
    if there := _standing(Kind.COMPANY, kept_id, gone_id):
        return there
    _refuse_gone(gone)
    pair = Pair(kept.pk, gone.pk)
    remembered = {"passes": [join_all(Kind.COMPANY, pair)], "values": _take_over(kept, gone, COMPANY_VALUES, theirs)}
    remembered["external_id"] = _hand_over_id(kept, gone)
    merge = _join(Kind.COMPANY, kept, gone, remembered, by)
    settle_money(pair)
    ledger.record(COMPANY_MERGED, kept, gone=gone.pk, merge=merge.pk)
    return merge


@transaction.atomic
def merge_contacts(*, kept_id: int, gone_id: int, theirs: Iterable[str] = (), by: Staff | None) -> Merge:
    """Join a contact to another: addresses, places, feedback, votes and answers follow, and nobody is told twice.

    Raises CustomerError. Doing it again changes nothing.
    """
    kept, gone = _locked(Contact, kept_id, gone_id, UnknownContactError)
    if there := _standing(Kind.CONTACT, kept_id, gone_id):
        return there
    _refuse_gone(gone)
    pair = Pair(kept.pk, gone.pk)
    remembered = {"passes": [join_all(Kind.CONTACT, pair)], "values": _take_over(kept, gone, CONTACT_VALUES, theirs)}
    merge = _join(Kind.CONTACT, kept, gone, remembered, by)
    ledger.record(CONTACT_MERGED, kept, gone=gone.pk, merge=merge.pk)
    return merge


@transaction.atomic
def gather_strays(*, merge_id: int) -> None:
    """Let what came to the joined one while the merge was under way follow too; safe to repeat."""
    merge = (
        Merge.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=merge_id, undone_at=None, sealed_at=None)
        .first()
    )
    if merge is None:
        return
    came = join_all(merge.kind, Pair(merge.kept_id, merge.gone_id))
    if came:
        merge.remembered["passes"].append(came)
        merge.save(update_fields=["remembered"])


@transaction.atomic
def undo_merge(*, merge_id: int, by: Staff | None) -> Merge:
    """Part two that had been joined: exactly what had moved goes back, what came since stays. Raises MergeError."""
    merge = Merge.objects.select_for_update(of=("self",), no_key=True).filter(pk=merge_id).first()
    if merge is None:
        raise MergeError(_("This merge does not exist any more; look at the list of merges."))
    if merge.undone_at:
        return merge
    kept, gone = _both(_MODELS[merge.kind], merge.kept_id, merge.gone_id)
    _refuse_undo(merge, kept)
    # The row must be itself again before anything points at it.
    _set(gone, {"merged_into_id": None})
    for remembered in reversed(merge.remembered["passes"]):
        part_all(merge.kind, Pair(merge.kept_id, merge.gone_id), remembered)
    _give_back(kept, gone, merge)
    merge.undone_at, merge.undone_by = clock.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    if merge.kind == Kind.COMPANY:
        settle_money(Pair(kept.pk, gone.pk))
    ledger.record(_UNMERGED[merge.kind], gone, kept=kept.pk, merge=merge.pk)
    return merge


_MODELS: dict[str, Any] = {Kind.COMPANY: Company, Kind.CONTACT: Contact}
_UNMERGED: dict[str, str] = {Kind.COMPANY: COMPANY_UNMERGED, Kind.CONTACT: CONTACT_UNMERGED}


def _locked(model: Any, kept_id: int, gone_id: int, unknown: type[CustomerError]) -> tuple[Any, Any]:
    if kept_id == gone_id:
        raise MergeError(_("Choose another one: these are the same already."))
    try:
        kept, gone = _both(model, kept_id, gone_id)
    except KeyError as problem:
        raise unknown(_("One of the two does not exist any more; look for them in the list.")) from problem
    if getattr(kept, "erased_at", None):
        raise MergeError(_("This person was erased; there is nothing left to join."))
    if kept.merged_into_id:
        raise MergeError(_("The one to keep was itself joined to another meanwhile; choose that other one."))
    return kept, gone


def _both(model: Any, kept_id: int, gone_id: int) -> tuple[Any, Any]:
    """Lock both in one order, so that two merges at once wait for each other; what only points at them need not wait."""
    rows = model.with_merged.select_for_update(of=("self",), no_key=True).filter(pk__in=[kept_id, gone_id])
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[kept_id], found[gone_id]


def _standing(kind: Kind, kept_id: int, gone_id: int) -> Merge | None:
    return Merge.objects.standing().filter(kind=kind, kept_id=kept_id, gone_id=gone_id).first()


def _refuse_gone(gone: Any) -> None:
    if gone.merged_into_id:
        raise MergeError(_("This one was joined to another meanwhile; look at the list of merges."))
    if getattr(gone, "erased_at", None):
        raise MergeError(_("This person was erased; there is nothing left to join."))


def _refuse_undo(merge: Merge, kept: Any) -> None:
    if merge.sealed_at:
        raise MergeError(_("This person was erased since; nothing is left to part."))
    if kept.merged_into_id:
        raise MergeError(_("The kept one was joined to another since. Undo that merge first."))


def _take_over(kept: Any, gone: Any, names_of: tuple[str, ...], theirs: Iterable[str]) -> dict[str, Any]:
    """Let the kept one have what it lacks and what was chosen; return each value as it was and as it is now."""
    chosen = set(theirs)
    unset = (None, "")
    new = {
        name: getattr(gone, name)
        for name in names_of
        if getattr(gone, name) not in unset and (name in chosen or getattr(kept, name) in unset)
    }
    new["attributes"] = gone.attributes | kept.attributes
    if isinstance(kept, Company):
        new["tags"] = [*kept.tags, *(tag for tag in gone.tags if tag not in kept.tags)]
    changed = {name: value for name, value in new.items() if getattr(kept, name) != value}
    before = {name: getattr(kept, name) for name in changed}
    _set(kept, changed)
    return {name: {"before": _plain(before[name]), "after": _plain(value)} for name, value in changed.items()}


def _hand_over_id(kept: Company, gone: Company) -> str:
    """Let the billing system's id of the joined company lead to the kept one from now on; return it."""
    external_id = gone.external_id
    if external_id:
        _set(gone, {"external_id": ""})
        CompanyAlias.objects.create(external_id=external_id, company=kept)
    return external_id


def _join(kind: Kind, kept: Any, gone: Any, remembered: dict[str, Any], by: Staff | None) -> Merge:
    _set(gone, {"merged_into_id": kept.pk})
    return Merge.objects.create(
        kind=kind, kept_id=kept.pk, gone_id=gone.pk, remembered=remembered, made_by=by, made_at=clock.now()
    )


def _give_back(kept: Any, gone: Any, merge: Merge) -> None:
    """Undo the values too, where nobody changed them since."""
    values = merge.remembered["values"]
    field_of = kept._meta.get_field  # noqa: SLF001
    back = {
        name: field_of(name.removesuffix("_id")).to_python(was["before"]) if was["before"] is not None else None
        for name, was in values.items()
        if _plain(getattr(kept, name)) == was["after"]
    }
    _set(kept, back)
    if external_id := merge.remembered.get("external_id"):
        CompanyAlias.objects.filter(external_id=external_id, company=kept).delete()
        _set(gone, {"external_id": external_id})


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value if isinstance(value, str | int | list | dict | None) else str(value)


def _set(row: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=[name.removesuffix("_id") if name != "external_id" else name for name in values])
