"""Send one of every call, then so many events, with PostHog's client: posthog_python.py HOST KEY EVENTS PAUSE [V0|V1] [gzip]"""

import json
import sys
import time
import uuid
from datetime import UTC, datetime

from posthog import Posthog
from posthog.capture_mode import CaptureMode

host, key, events, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
failed: list[str] = []
posthog = Posthog(
    key,
    host=host,
    gzip="gzip" in sys.argv,
    max_retries=12,
    flush_interval=0.2,
    capture_mode=CaptureMode.V1 if "V1" in sys.argv else CaptureMode.V0,
    on_error=lambda error, _items: failed.append(str(error)),
)
sent = []
posthog.set(distinct_id="ada", properties={"email": "ada@acme.example", "plan": "pro"})
posthog.group_identify("company", "acme", {"name": "Acme"})
posthog.alias("0199a3c2-7a51-7b1e-8f4a-5c1d2e3f4a5b", "ada")
posthog.capture(
    "Report Sent", distinct_id="ada", properties={"pages": 3, "$ip": "203.0.113.7"}, groups={"company": "acme"}
)
posthog.capture("Nobody's")
posthog.capture("Long Ago", distinct_id="ada", timestamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
is_on = posthog.feature_enabled("new-checkout", "ada")
for number in range(events):
    sent.append(str(uuid.uuid4()))
    posthog.capture("Clicked", distinct_id="ada", properties={"number": number}, uuid=sent[-1])
    time.sleep(pause)
posthog.shutdown()
json.dump({"failed": failed, "sent": sent, "is_on": is_on}, sys.stdout)
