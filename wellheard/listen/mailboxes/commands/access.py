"""Keep the tokens with which we sign in, and note where a mail server does not let us in to send."""

from datetime import timedelta

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.mailboxes.access import Access
from wellheard.listen.mailboxes.models import Mailbox

SHUT_OUT = names.declare(
    "mailbox.shut_out", "The mail server of a mailbox does not let us in to send; why stands on its page."
)
LET_IN = names.declare("mailbox.let_in", "The mail server of a mailbox lets us in to send again.")


@transaction.atomic
def keep_tokens(*, mailbox_id: int, to: Access, token: str, seconds: int, refresh: str = "") -> None:
    """Keep the access token of OAuth 2 until it ends, and the new refresh token where one came with it."""
    mailbox = Mailbox.objects.select_for_update(no_key=True).get(pk=mailbox_id)
    setattr(mailbox, to.token, seal(token, purpose=to.purpose))
    setattr(mailbox, to.until, clock.now() + timedelta(seconds=seconds))
    if refresh:
        setattr(mailbox, to.refresh, seal(refresh, purpose=to.purpose))
    mailbox.save(update_fields=[to.token, to.until, to.refresh])


@transaction.atomic
def note_shut_out(*, mailbox_id: int, problem: str) -> None:
    """Note why the mail server of a mailbox does not let us in to send; since when stays what it is."""
    mailbox = Mailbox.objects.select_for_update(no_key=True).get(pk=mailbox_id)
    is_new = mailbox.sending_failing_since is None
    mailbox.sending_error = clean_words(problem)[:1000]
    mailbox.sending_failing_since = mailbox.sending_failing_since or clock.now()
    mailbox.save(update_fields=["sending_error", "sending_failing_since"])
    if is_new:
        ledger.record(SHUT_OUT, mailbox)


@transaction.atomic
def note_let_in(*, mailbox_id: int) -> None:
    """Note that the mail server of a mailbox lets us in to send; nothing changes where it did so before."""
    mailbox = (
        Mailbox.objects.select_for_update(no_key=True).exclude(sending_failing_since=None).filter(pk=mailbox_id).first()
    )
    if mailbox:
        mailbox.sending_error, mailbox.sending_failing_since = "", None
        mailbox.save(update_fields=["sending_error", "sending_failing_since"])
        ledger.record(LET_IN, mailbox)
