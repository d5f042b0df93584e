"""Send one of every call, then so many events, with the client of RudderStack: rudder_python.py HOST KEY EVENTS PAUSE"""

import json
import sys
import time

from rudderstack import analytics

host, key, events, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
failed: list[str] = []
analytics.write_key = key
analytics.dataPlaneUrl = host
analytics.on_error = lambda error, _items: failed.append(str(error))
analytics.max_retries = 12

analytics.identify("ada", {"email": "ada@acme.example", "plan": "pro"}, message_id="identify")
analytics.group("ada", "acme", {"name": "Acme"}, message_id="group")
analytics.track("ada", "Report Sent", {"pages": 3}, context={"groupId": "acme"}, message_id="track")
analytics.page("ada", "Docs", "Start", {"url": "https://app.example.com/"}, message_id="page")
analytics.screen("ada", "Docs", "Start", message_id="screen")
analytics.alias("device-1", "ada", message_id="alias")
for number in range(events):
    analytics.track("ada", "Clicked", {"number": number}, message_id=f"m-{number}")
    time.sleep(pause)
analytics.shutdown()
json.dump({"failed": failed}, sys.stdout)
