"""Other conversations that one could be joined to."""

from django.db.models import Q

from wellheard.foundation.one_of import one_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations.models import Conversation
from wellheard.web.conversations.queries.searching import conversations_with

MOST = 10


def joinable(conversation: Conversation) -> list[Conversation]:
    """Return the latest of the same person and of their company."""
    same = Q(pk__in=[])
    if conversation.requester_id:
        same |= Q(requester=conversation.requester_id)
    if conversation.company_id:
        same |= Q(company=conversation.company_id)
    others = Conversation.objects.filter(same, merged_into=None).exclude(pk=conversation.pk)
    return list(others.select_related("requester", "company").newest_first()[:MOST])


def named(words: str, *, besides: Conversation) -> list[Conversation]:
    """Return the latest in which these words were written, or whose number they are."""
    number = words.lstrip("#")
    sought = Q(pk=int(number)) if is_whole_number(number) else one_of("pk", conversations_with(words))
    others = Conversation.objects.filter(sought, merged_into=None).exclude(pk=besides.pk)
    return list(others.select_related("requester", "company").newest_first()[:MOST])
