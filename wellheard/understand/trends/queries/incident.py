"""The conversations of something unusual, from the day before it was seen first until it was seen last."""

from django.db.models import Exists, OuterRef

from wellheard.listen.conversations.models import Conversation, ConversationQuerySet, Tag
from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.behind import Behind
from wellheard.understand.trends.queries.subjects import Names, Subject
from wellheard.understand.trends.queries.unusual import LOOKED_AT


def conversations_of(spike: Spike) -> ConversationQuerySet:
    """Return its conversations, the oldest first; what was joined to another one or set aside is none."""
    began = spike.began_at - LOOKED_AT
    found = Conversation.objects.filter(
        started_at__gte=began, started_at__lt=spike.seen_at, merged_into=None, aside_reason=""
    )
    about = {"area": spike.area_id, "category": spike.category_id}
    wanted = {name: key for name, key in about.items() if key is not None}
    if wanted:
        found = found.filter(Exists(Tag.objects.filter(conversation=OuterRef("pk"), **wanted)))
    if spike.tier_id is not None:
        found = found.filter(company__tier=spike.tier_id)
    return found.order_by("pk")


def whole(spike: Spike) -> Behind:
    """Return everything that was said of it, from its beginning on."""
    return Behind(spike.began_at - LOOKED_AT, spike.seen_at, _subject(spike))


def name_of(spike: Spike) -> str:
    """Return what people call it."""
    return Names.of([_subject(spike)]).name(_subject(spike))


def _subject(spike: Spike) -> Subject:
    return Subject(spike.area_id, spike.category_id, spike.tier_id)
