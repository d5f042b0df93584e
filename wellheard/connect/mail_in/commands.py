"""Take mail that programs post, and make the secret they sign it with."""

import hashlib
from datetime import timedelta

from django.db import transaction

from wellheard.connect.mail_in.models import HandOverKey
from wellheard.connect.mail_in.recipients import recipients_in
from wellheard.connect.webhooks.signing import make_secret
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal, unseal
from wellheard.listen.mailboxes.commands import keep_mail
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.mailboxes.queries import mailbox_of

ROTATED = names.declare(
    "mail_key.rotated", "The secret with which programs post mail is new; for a day the old holds too."
)

PURPOSE = "mail hand-over"
BOTH_HOLD = timedelta(days=1)
LONGEST_KEY = 200


@transaction.atomic
def rotate_hand_over_key() -> str:
    """Make the secret with which programs sign mail, and return it, this once; the one before holds for another day."""
    secret = make_secret()
    key = HandOverKey.objects.select_for_update(no_key=True).filter(pk=1).first()
    if key is None:
        key = HandOverKey.objects.create(pk=1, secret_sealed=seal(secret, purpose=PURPOSE), made_at=clock.now())
    else:
        key.old_secret_sealed, key.old_secret_until = key.secret_sealed, clock.now() + BOTH_HOLD
        key.secret_sealed, key.made_at = seal(secret, purpose=PURPOSE), clock.now()
        key.save(update_fields=["secret_sealed", "old_secret_sealed", "old_secret_until", "made_at"])
    ledger.record(ROTATED, key)
    return secret


@transaction.atomic
def take_posted_mail(*, raw: bytes, message_id: str) -> IncomingMail:
    """Keep a mail that a program posted under an id of its own; the same id again is the same mail."""
    recipients = recipients_in(raw)
    digest = hashlib.sha256(message_id.encode("utf-8", "surrogateescape")).hexdigest()
    return keep_mail(
        raw=raw,
        came_by=IncomingMail.Way.WEBHOOK,
        origin_key=message_id if message_id.isascii() and len(message_id) <= LONGEST_KEY else digest,
        mailbox=mailbox_of(recipients),
        envelope_to=recipients[:1],
    )


def hand_over_secrets() -> list[str]:
    """Return the secrets that hold now; none where nobody made one."""
    key = HandOverKey.objects.filter(pk=1).first()
    sealed = [key.secret_sealed, *([key.old_secret_sealed] if key.takes_old else [])] if key else []
    return [secret for secret in (unseal(one, purpose=PURPOSE) for one in sealed) if secret]
