"""The addresses that PostHog's clients ask, old ones and new ones."""

from wellheard.connect.posthog.asking import config, flags, surveys
from wellheard.connect.posthog.capture import capture, capture_each
from wellheard.connect.posthog.events import PROTOCOL
from wellheard.connect.posthog.replaying import replay
from wellheard.foundation.http import doors
from wellheard.listen.sources import replaying

ASKING = {"/flags/": flags, "/decide/": flags, "/api/surveys/": surveys, "/array/": config}
CAPTURE = ("/batch/", "/e/", "/i/v0/e/", "/capture/", "/track/")


def open_all() -> None:
    """Let each address be answered before Django is asked."""
    everywhere = dict.fromkeys(CAPTURE, capture) | {"/i/v1/analytics/events/": capture_each} | ASKING
    for path, door in everywhere.items():
        doors.register(path, door)
        # Some clients, and people who type, leave the slash out.
        doors.register(path.rstrip("/"), door)
    replaying.register(PROTOCOL, replay)
