"""Tell whoever leads a talk what others did with it: once for each change, and never of their own."""

from django.db import transaction

from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.host_letters import letter_for_host
from wellheard.listen.interviews.letters import News
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.models import Staff

HOST_TOLD = names.declare(
    "interview.host_told", "Whoever leads a talk was told by mail what somebody else did with it; `to` is who."
)


@transaction.atomic
def tell_whoever_leads(*, interview_id: int, sequence: int, news: News, by: Staff | None) -> bool:
    """Write to whoever leads a talk that another, or a program where `by` is none, planned, moved or called it off.

    Of their own change, of one that was overtaken by a newer one, and of a talk that is over they are not told. Also of talks to
    which no customer is invited by mail; a program that plans one invites nobody unasked. Tell whether a mail goes out.
    """
    interview = locked_interview(interview_id)
    host = interview.host
    if host is None or not host.is_active or host == by or interview.sequence != sequence:
        return False
    if not (interview.is_planned or interview.state == Interview.State.CANCELLED):
        return False
    if news == News.INVITED and by is None and not interview.invites:
        return False
    is_off = interview.state == Interview.State.CANCELLED
    letter = letter_for_host(interview, host, News.OFF if is_off else news, by)
    if OutgoingMail.objects.filter(key=letter.key).exists():
        return False
    queue_mail(letter)
    ledger.record(HOST_TOLD, interview, sequence=sequence, to=host.pk)
    return True
