"""Do what clients say about people and companies: in full what the vendor's server says, aside what a browser claims."""

import logging
import traceback

from django.db import InterfaceError, OperationalError, transaction
from psycopg import errors

from wellheard.customers.commands import (
    CustomerError,
    Known,
    Trust,
    identify,
    join_company,
    join_device,
    merge_contacts,
    save_company,
    set_stated_mrr,
)
from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.customers.queries import company_known_as
from wellheard.foundation.money import to_minor
from wellheard.listen.usage import traits
from wellheard.listen.usage.models import ArrivedEvent, DeviceTraits
from wellheard.workspace.installation import installation

logger = logging.getLogger(__name__)

Kind = ContactIdentity.Kind


def apply_said(*, row: ArrivedEvent) -> None:
    """Bring the person or company up to date that a message is about. Saying the same again changes nothing.

    What cannot be kept (an id that is too long, somebody who was erased, or something nobody thought of) is left out and
    noted in the log: one message does not hold up the others. Raises OperationalError and InterfaceError where trying again
    may help: the database is away, is full, or two waited for each other.
    """
    work = _OF_SERVERS if row.is_trusted else _OF_BROWSERS
    if row.kind not in work:
        return
    try:
        with transaction.atomic():
            work[row.kind](row)
    except CustomerError as problem:
        logger.warning(
            "what a client said was left out",
            extra={"kind": row.kind, "source": row.source_id, "error": type(problem).__name__},
        )
    except Exception as problem:
        if _may_pass(problem):
            raise
        _note(row, problem)


def _may_pass(problem: Exception) -> bool:
    """Tell whether trying again may help. What is too large for an index is too large the next time."""
    is_of_database = isinstance(problem, OperationalError | InterfaceError)
    return is_of_database and not isinstance(problem.__cause__, errors.ProgramLimitExceeded)


def _note(row: ArrivedEvent, problem: Exception) -> None:
    """Log what went wrong and where; its own sentence stays out of the log, as it may hold what a customer said."""
    where = "".join(traceback.format_tb(problem.__traceback__))
    logger.error(
        "what a client said was left out, as it could not be worked through",
        extra={"kind": row.kind, "source": row.source_id, "error": type(problem).__name__, "at": where},
    )


def _identify(row: ArrivedEvent) -> None:
    if not row.user_id:
        return
    said = traits.read(row.traits)
    theirs = said.get("company")
    fields = theirs if isinstance(theirs, dict) else {}
    group_id = str(fields.get("id") or row.group_id)[:100]
    place = _company(group_id, fields) if fields.get("id") else company_known_as(group_id)
    contact = identify(known=traits.person(row.user_id, said))
    if place:
        join_company(contact=contact, company=place)
    _join_device(contact, row.anonymous_id)


def _group(row: ArrivedEvent) -> None:
    if not row.group_id:
        return
    place = _company(row.group_id, traits.read(row.traits))
    if row.user_id:
        contact = identify(known=Known(external_id=row.user_id, trust=Trust.VOUCHED))
        join_company(contact=contact, company=place)
        _join_device(contact, row.anonymous_id)


def _company(group_id: str, said: traits.Traits) -> Company:
    known = company_known_as(group_id)
    fields = traits.company(group_id, said)
    if known is None and "name" not in fields:
        fields["name"] = group_id
    # One that was joined to another one keeps the id of its own.
    place = save_company(**fields)
    amount = traits.money(said)
    if amount is not None:
        code = traits.currency(said, installation().currency)
        set_stated_mrr(external_id=group_id, amount_minor=to_minor(amount, code), currency=code)
    return place


def _alias(row: ArrivedEvent) -> None:
    """Join whom the vendor knew under another id: a device, or a person of their own."""
    known = ContactIdentity.objects.select_related("contact").filter(kind=Kind.EXTERNAL, value=row.user_id).first()
    if known is None or not row.previous_id or row.previous_id == row.user_id:
        return
    former = ContactIdentity.objects.filter(kind=Kind.EXTERNAL, value=row.previous_id).first()
    if former is None:
        _join_device(known.contact, row.previous_id)
    elif former.contact_id != known.contact_id:
        merge_contacts(kept_id=known.contact_id, gone_id=former.contact_id, by=None)


def _join_device(contact: Contact, device: str) -> None:
    if device:
        join_device(contact=contact, device_id=device)


def _claim(row: ArrivedEvent) -> None:
    """Note what a browser says of who uses it; nothing vouches for it."""
    if not row.anonymous_id:
        return
    said = traits.plain(traits.read(row.traits))
    held = DeviceTraits.objects.select_for_update(no_key=True).filter(device=row.anonymous_id).first()
    if held is None:
        DeviceTraits.objects.create(device=row.anonymous_id, traits=said, said_at=row.said_at)
    elif held.traits | said != held.traits:
        held.traits, held.said_at = traits.plain(said | held.traits | said), row.said_at
        held.save(update_fields=["traits", "said_at"])


_OF_SERVERS = {"identify": _identify, "group": _group, "alias": _alias}
_OF_BROWSERS = {"identify": _claim}
