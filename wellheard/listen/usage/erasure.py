"""What of somebody's use is kept under their name, and how it is erased: how often goes on counting, who it was does not.

The lake is not open in the process that erases. What it holds is owed in the same transaction and deleted by a job, with a
record; its files are then written anew.
"""

from dataclasses import asdict

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.customers.models import ContactIdentity
from wellheard.foundation import clock
from wellheard.listen.usage.lake_rows import LakeRows, subject_of
from wellheard.listen.usage.models import (
    ArrivedEvent,
    Batch,
    ContactSeen,
    DailyUse,
    Deletion,
    DeviceTraits,
    OwedErasure,
    RecentEvent,
)

Kind = ContactIdentity.Kind


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    _register_sums()
    register(
        Part(
            "claims",
            _("What a browser said of them"),
            lambda person: DeviceTraits.objects.filter(device__in=_known(person, Kind.DEVICE)).order_by("pk"),
            {"traits": _("What"), "said_at": _("When")},
            _erase_claims,
        )
    )
    register(
        Part(
            "events",
            _("Every event of theirs"),
            LakeRows,  # type: ignore[arg-type]
            {
                "said_at": _("When"),
                "kind": _("Kind"),
                "name": _("What"),
                "properties": _("Properties"),
                "context": _("From where"),
            },
            _owe_erasure,
        ),
        covers=[(OwedErasure, "contact"), (Deletion, "contact")],
    )


def _register_sums() -> None:
    register(
        Part(
            "use",
            _("What they did in the product, by day"),
            _use_of,
            {"day": _("Day"), "event__name": _("What"), "count": _("Times")},
            lambda person: _forget(_use_of(person)),
        ),
        covers=[(DailyUse, "contact")],
    )
    register(
        Part(
            "latest_events",
            _("What they did last"),
            pointing_at(RecentEvent),
            {"said_at": _("When"), "event__name": _("What")},
            _erase_latest,
        ),
        covers=[(RecentEvent, "contact")],
    )
    register(
        Part("seen", _("When they were last here"), pointing_at(ContactSeen), {"seen_at": _("When")}, _erase_seen),
        covers=[(ContactSeen, "contact")],
    )


def _known(person: Person, kind: str) -> list[str]:
    return [value for one, value in person.known_as if one == kind]


def _use_of(person: Person) -> QuerySet[DailyUse]:
    keys = [f"{kind}:{value}" for kind, value in person.known_as]
    return DailyUse.objects.filter(Q(contact__in=person.ids) | Q(contact=None, known_as__in=keys)).order_by("pk")


def _forget(uses: QuerySet[DailyUse]) -> None:
    uses.order_by().update(contact=None, known_as="")


def _erase_latest(person: Person) -> None:
    RecentEvent.objects.filter(contact__in=person.ids).delete()


def _erase_seen(person: Person) -> None:
    ContactSeen.objects.filter(contact__in=person.ids).delete()


def _erase_claims(person: Person) -> None:
    DeviceTraits.objects.filter(device__in=_known(person, Kind.DEVICE)).delete()


def _owe_erasure(person: Person) -> None:
    subject = subject_of(person)
    # What is being moved at this moment is in the lake when it is deleted there; the mover takes nobody in who was erased.
    ArrivedEvent.objects.filter(
        Q(user_id__in=subject.user_ids) | Q(anonymous_id__in=subject.devices), batch=None
    ).delete()
    if Batch.objects.exists():
        OwedErasure.objects.create(contact_id=person.ids[0], subject=asdict(subject), owed_at=clock.now())
