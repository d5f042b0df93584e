from wellheard.listen.usage.models.arrived import ArrivedEvent, Batch, SeenMessage
from wellheard.listen.usage.models.keeping import Deletion, KeptFor, OwedErasure, OwnPattern, Redaction
from wellheard.listen.usage.models.names import EventName
from wellheard.listen.usage.models.sums import CompanySeen, ContactSeen, DailyUse, DeviceTraits, RecentEvent

__all__ = [
    "ArrivedEvent",
    "Batch",
    "CompanySeen",
    "ContactSeen",
    "DailyUse",
    "Deletion",
    "DeviceTraits",
    "EventName",
    "KeptFor",
    "OwedErasure",
    "OwnPattern",
    "RecentEvent",
    "Redaction",
    "SeenMessage",
]
