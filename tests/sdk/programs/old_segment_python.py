"""Send a few calls with the older client of Segment: old_segment_python.py HOST KEY"""

import json
import sys

import analytics

failed: list[str] = []
analytics.host, analytics.write_key = sys.argv[1], sys.argv[2]
analytics.on_error = lambda error, _items: failed.append(str(error))
analytics.track("ada", "Report Sent", {"pages": 3}, message_id="track")
analytics.flush()
analytics.join()
json.dump({"failed": failed}, sys.stdout)
