from importlib import import_module

from django.apps import AppConfig

from wellheard.foundation.http import doors


class SegmentConfig(AppConfig):
    """Events from clients of Segment and RudderStack."""

    name = "wellheard.connect.segment_com"
    label = "segment_com"

    def ready(self) -> None:
        """Open the door, and let what could not be understood be tried again."""
        # Models are there only now.
        door = import_module("wellheard.connect.segment_com.door")
        doors.register(door.PATH, door.answer)
        import_module("wellheard.connect.segment_com.replaying").register_all()
