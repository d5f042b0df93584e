"""Periodic work of mail on its way in: what waited for the virus scanner goes on once it answers."""

from procrastinate.contrib.django import app

from wellheard.connect.mail_in.scanning import does_scanner_answer
from wellheard.listen.mailboxes.commands import note_unscanned, retry_unscanned_mail
from wellheard.listen.mailboxes.models import IncomingMail


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="settle_unscanned_mail", pass_context=False)
def settle_unscanned_mail(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Read anew what was set aside for want of the virus scanner, or set aside what waited for it for a day."""
    waiting = IncomingMail.objects.unscanned().exclude(state=IncomingMail.State.PLACED)
    if not waiting.exists():
        return
    if does_scanner_answer():
        retry_unscanned_mail()
        return
    for mail in waiting.exclude(state=IncomingMail.State.QUARANTINED).order_by("pk"):
        note_unscanned(mail_id=mail.pk, problem=mail.problem)
