"""Send one of every call, then so many events, with the client of Segment: segment_python.py HOST KEY EVENTS PAUSE [gzip]"""

import json
import sys
import time
from datetime import UTC, datetime

from segment import analytics

host, key, events, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
failed: list[str] = []
analytics.write_key = key
analytics.host = host
analytics.gzip = "gzip" in sys.argv
analytics.max_retries = 12
analytics.on_error = lambda error, _items: failed.append(str(error))

analytics.identify("ada", {"email": "ada@acme.example", "plan": "pro"}, message_id="identify")
analytics.group("ada", "acme", {"name": "Acme"}, message_id="group")
analytics.track(
    "ada", "Report Sent", {"pages": 3}, context={"groupId": "acme", "ip": "203.0.113.7"}, message_id="track"
)
analytics.page("ada", "Docs", "Start", {"url": "https://app.example.com/"}, message_id="page")
analytics.screen("ada", "Docs", "Start", message_id="screen")
analytics.alias("device-1", "ada", message_id="alias")
analytics.track("ada", "Long Ago", timestamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), message_id="old")
for number in range(events):
    analytics.track("ada", "Clicked", {"number": number}, message_id=f"m-{number}")
    time.sleep(pause)
analytics.shutdown()
json.dump({"failed": failed}, sys.stdout)
