"""What a mail that was kept owes: to be read, and to find its place."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.connect.mail_in.working import work_on
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.jobs import MAIL
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role


@reacts_to("incoming_mail.kept", "incoming_mail.retried", queue=MAIL)
def read_and_place(fact: Fact) -> None:
    """Read a mail and put it into its conversation."""
    work_on(fact.subject_id)


@reacts_to("mailbox.failing")
def tell_admins(fact: Fact) -> None:
    """Tell every admin that the mail of a mailbox cannot be fetched; not when it works again meanwhile."""
    mailbox = Mailbox.objects.open().filter(pk=fact.subject_id).exclude(failing_since=None).first()
    if mailbox is None:
        return
    body = _(
        "%(problem)s\n\nNothing is lost: the mail waits on its server, and is fetched as soon as that works again. "
        "Look at it here: %(page)s"
    )
    subject = _("The mail of %(address)s cannot be fetched") % {"address": mailbox.address}
    _write_to_admins(fact, subject, body % {"problem": mailbox.last_error, "page": _page(mailbox)})


@reacts_to("mailbox.shut_out")
def tell_admins_of_sending(fact: Fact) -> None:
    """Tell every admin that answers of a mailbox do not go out; not when they do again meanwhile."""
    mailbox = Mailbox.objects.open().filter(pk=fact.subject_id).exclude(sending_failing_since=None).first()
    if mailbox is None:
        return
    body = _(
        "%(problem)s\n\nAnswers wait and are tried again for a day; then they have failed, and are sent again by hand. "
        "Look at it here: %(page)s"
    )
    subject = _("Answers of %(address)s cannot be sent") % {"address": mailbox.address}
    _write_to_admins(fact, subject, body % {"problem": mailbox.sending_error, "page": _page(mailbox)})


def _page(mailbox: Mailbox) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("settings_mailbox", args=[mailbox.pk])


def _write_to_admins(fact: Fact, subject: str, body: str) -> None:
    for admin in Staff.objects.at_work().filter(role=Role.ADMIN):
        key = f"mailbox-failing:{fact.pk}:{admin.pk}"
        queue_mail(Letter(key=key, to_address=admin.email, to_name=admin.name, subject=subject, body=body))
