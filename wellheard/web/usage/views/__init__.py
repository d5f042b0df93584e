from wellheard.web.usage.views.events import events, place_events
from wellheard.web.usage.views.kept import kept, pattern_removal, periods, switch_rules

__all__ = ["events", "kept", "pattern_removal", "periods", "place_events", "switch_rules"]
