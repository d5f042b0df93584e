"""That a contact has read in the product what we answered."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.models import EvidenceItem
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names

READ = names.declare("answer.read", "A contact read in the product what we answered.")


@transaction.atomic
def note_answers_read(*, contact: Contact, feedback_ids: Iterable[int] = (), idea_ids: Iterable[int] = ()) -> int:
    """Note that a contact has read what they were answered about what they said, and about ideas; return how many it were.

    What was answered about the ideas behind something they said is read with it.
    """
    said = list(feedback_ids)
    behind = EvidenceItem.objects.filter(
        Q(feedback__in=said) | Q(feedback__split_from__in=said), feedback__contact=contact
    ).values_list("idea_id", flat=True)
    about = Q(feedback__in=said) | Q(feedback__split_from__in=said) | Q(idea__in=[*idea_ids, *behind])
    unread = Answer.objects.select_for_update(no_key=True).told().filter(about, contact=contact, read_at=None)
    news = list(unread.order_by("pk"))
    for answer in news:
        answer.read_at = clock.now()
        answer.save(update_fields=["read_at"])
        ledger.record(READ, answer)
    return len(news)
