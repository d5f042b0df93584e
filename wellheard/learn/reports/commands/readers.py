"""Who gets reports by mail."""

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.learn.reports.models import Reader
from wellheard.workspace.models import Staff

WANTED = names.declare("report_mail.wanted", "A colleague wishes to get every report by mail.")
STOPPED = names.declare("report_mail.stopped", "A colleague gets no more reports by mail.")


@transaction.atomic
def want_reports(*, staff: Staff) -> None:
    """Send every report to this colleague when it is published."""
    reader, is_new = Reader.objects.get_or_create(staff=staff, defaults={"since": clock.now()})
    if is_new:
        ledger.record(WANTED, reader)


@transaction.atomic
def stop_reports(*, staff: Staff) -> None:
    """Send this colleague no more reports."""
    for reader in Reader.objects.select_for_update(no_key=True).filter(staff=staff):
        ledger.record(STOPPED, reader)
        reader.delete()
