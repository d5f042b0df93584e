"""Tell what Ann of Harbour does, with the client of Segment as it is: segment_inside.py HOST KEY"""

import json
import sys

from segment import analytics

failed: list[str] = []
analytics.host, analytics.write_key = sys.argv[1], sys.argv[2]
analytics.on_error = lambda error, _items: failed.append(str(error))
for number in range(3):
    analytics.track("ann@harbour", "Report Sent", {"pages": number}, context={"groupId": "harbour"})
analytics.shutdown()
json.dump({"failed": failed}, sys.stdout)
