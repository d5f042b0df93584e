"""A Pipedrive on loopback, written from its published description (API v2 for deals, v1 for fields and users; webhooks v2)."""

import base64
import json
import uuid
from datetime import datetime
from typing import Any

from tests.connect.crm.stand_in import Asked, Failure, Sent, StandIn


class PipedriveStandIn(StandIn):
    """An account with one pipeline of two stages, whose people make, change, win, lose and delete deals."""

    def __init__(self) -> None:
        super().__init__()
        self.deals: dict[str, dict[str, Any]] = {}
        self.organisations: dict[str, dict[str, Any]] = {}
        self.stages = {"11": "Contacted", "12": "Proposal"}
        self.fields: list[dict[str, Any]] = [
            {"key": "lost_reason", "name": "Lost reason", "options": [{"id": 1, "label": "Price"}]},
            {
                "key": "ab12",
                "name": "Lost to",
                "options": [{"id": 31, "label": "Rivaltool"}, {"id": 32, "label": "None"}],
            },
        ]

    # What people do there.

    def add_company(self, key: str, name: str, domain: str = "") -> None:
        self.organisations[key] = {"id": int(key), "name": name, "website": domain}

    def create(self, key: str, *, company: str = "", **values: Any) -> Sent:
        when = _stamp(self.tick())
        base = {"id": int(key), "title": f"Deal {key}", "pipeline_id": 1, "stage_id": 11, "status": "open", "value": 10}
        base |= {"currency": "EUR", "add_time": when, "org_id": int(company) if company else None, "owner_id": 77}
        self.deals[key] = base | {"update_time": when, "is_deleted": False, "custom_fields": {}} | values
        return self._tell("create", key)

    def change(self, key: str, **values: Any) -> Sent:
        self.deals[key] |= values | {"update_time": _stamp(self.tick())}
        return self._tell("change", key)

    def lose(self, key: str, reason: str = "", **values: Any) -> Sent:
        return self.change(key, status="lost", lost_reason=reason, lost_time=_stamp(self.now), **values)

    def delete(self, key: str) -> Sent:
        self.deals[key] |= {"is_deleted": True, "update_time": _stamp(self.tick())}
        return self._tell("delete", key)

    def restore(self, key: str) -> Sent:
        return self.change(key, is_deleted=False)

    def again(self, sent: Sent) -> Sent:
        said = json.loads(sent[0])
        said["meta"]["attempt"] += 1
        return self.tell(json.dumps(said).encode(), self.headers())

    def _tell(self, action: str, key: str) -> Sent:
        meta = {"action": action, "entity": "deal", "entity_id": key, "id": str(uuid.uuid4()), "attempt": 1}
        body = {"meta": meta | {"version": "2.0"}, "data": {"id": int(key)}, "previous": None}
        return self.tell(json.dumps(body).encode(), self.headers())

    def headers(self, secret: str = "") -> dict[str, str]:
        said = f"wellheard:{secret or self.secret}".encode()
        return {"Authorization": f"Basic {base64.b64encode(said).decode()}"}

    # What programs ask.

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("x-api-token") == self.key

    def refuses(self) -> Failure:
        return 401, {}, {"success": False, "error": "unauthorized access"}

    def found(self, asked: Asked) -> Failure:
        kind, _slash, key = asked.path.removeprefix("/api/").rpartition("/")
        lists: dict[str, list[Any]] = {
            "v2/pipelines": [{"id": 1, "name": "Sales"}],
            "v2/stages": [{"id": int(one), "name": name, "pipeline_id": 1} for one, name in self.stages.items()],
        }
        if asked.path == "/api/v2/deals":
            return self._changed(asked)
        if asked.path == "/api/v1/dealFields":
            return self._fields(int(asked.query.get("start", ["0"])[0]))
        if (whole := asked.path.removeprefix("/api/")) in lists:
            return 200, {}, {"success": True, "data": lists[whole]}
        rows: dict[str, dict[str, Any]] = {
            "v2/deals": self.deals,
            "v2/organizations": self.organisations,
            "v1/users": {"me": {"company_name": "Northwind"}, "77": {"email": "sam@example.com"}},
        }
        found = rows.get(kind, {}).get(key)
        return (
            (200, {}, {"success": True, "data": found})
            if found
            else (404, {}, {"success": False, "error": "Not found"})
        )

    def _changed(self, asked: Asked) -> Failure:
        since = asked.query.get("updated_since", [""])[0]
        is_deleted = asked.query.get("status") == ["deleted"]
        rows = [row for row in self.deals.values() if row["update_time"] >= since and row["is_deleted"] == is_deleted]
        rows.sort(key=lambda row: str(row["update_time"]))
        start, limit = int(asked.query.get("cursor", ["0"])[0]), min(int(asked.query["limit"][0]), 2)
        more = {"next_cursor": str(start + limit) if start + limit < len(rows) else None}
        return 200, {}, {"success": True, "data": rows[start : start + limit], "additional_data": more}

    def _fields(self, start: int) -> Failure:
        more = {"more_items_in_collection": start == 0, "next_start": 1}
        return 200, {}, {"data": self.fields[start : start + 1], "additional_data": {"pagination": more}}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
