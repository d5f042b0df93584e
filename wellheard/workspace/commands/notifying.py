"""Tell colleagues what happened, and keep how they wish to be told.

None of this records facts: that somebody was told of a fact, or has read so, is not news about a customer.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Notification, NotificationChoice, Staff


@transaction.atomic
def notify(*, kind: Notification.Kind, fact: Fact, to: Iterable[int | None], about: tuple[str, int]) -> None:
    """Tell these colleagues of a fact, each once however often this runs; nobody of what they did themselves."""
    wanted = {staff_id for staff_id in to if staff_id}
    if fact.actor_type == Fact.Actor.STAFF:
        wanted.discard(fact.actor_id or 0)
    there = Staff.objects.at_work().filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True)
    made = [
        Notification(
            staff_id=staff_id, kind=kind, fact=fact, subject_type=about[0], subject_id=about[1], made_at=clock.now()
        )
        for staff_id in there
    ]
    Notification.objects.bulk_create(made, ignore_conflicts=True)


@transaction.atomic
def mark_read(*, staff: Staff, ids: Iterable[int]) -> None:
    """Note that somebody has read some of their notifications. Those of others are not touched."""
    Notification.objects.unread().filter(staff=staff, pk__in=list(ids)).update(read_at=clock.now())


@transaction.atomic
def mark_all_read(*, staff: Staff, until: int) -> None:
    """Note that somebody has read all up to this one; what arrived since they looked stays unread."""
    Notification.objects.unread().filter(staff=staff, pk__lte=until).update(read_at=clock.now())


@transaction.atomic
def note_mailed(*, ids: Iterable[int], at: datetime) -> None:
    """Note that a mail told of these, or that none is wanted."""
    Notification.objects.filter(pk__in=list(ids), mailed_at=None).update(mailed_at=at)


@transaction.atomic
def choose_mail(*, staff: Staff, wishes: Mapping[str, str]) -> None:
    """Keep how somebody wishes to be told by mail of each kind."""
    for kind, mail in wishes.items():
        NotificationChoice.objects.update_or_create(
            staff=staff,
            kind=Notification.Kind(kind),
            defaults={"mail": NotificationChoice.Mail(mail)},
        )


@transaction.atomic
def stop_mail(*, staff: Staff) -> None:
    """Write to somebody about nothing more; the list in the product stays."""
    choose_mail(staff=staff, wishes=dict.fromkeys(Notification.Kind.values, NotificationChoice.Mail.OFF.value))
