"""A HubSpot on loopback, written from its published description (CRM objects v3, pipelines, properties, owners, webhooks v3)."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from tests.connect.crm.stand_in import Asked, Failure, Sent, StandIn

_TYPES = {
    "created": "deal.creation",
    "changed": "deal.propertyChange",
    "deleted": "deal.deletion",
    "restored": "deal.restore",
}


class HubSpotStandIn(StandIn):
    """An account with one pipeline, whose people make, change and delete deals."""

    def __init__(self) -> None:
        super().__init__()
        self.deals: dict[str, dict[str, Any]] = {}
        self.archived: dict[str, dict[str, Any]] = {}
        self.companies: dict[str, dict[str, str]] = {}
        self.contacts: dict[str, dict[str, str]] = {}
        self.owners = {"77": {"email": "sam@example.com"}}
        self.associated: dict[str, dict[str, list[str]]] = {}
        self.stages = {
            "qualified": ("Qualified", "false", "0.4"),
            "8001": ("Closed won", "true", "1.0"),
            "8002": ("Closed lost", "true", "0.0"),
        }
        self.properties = {
            "dealname": ("Deal name", []),
            "closed_lost_reason": ("Closed lost reason", []),
            "lost_to": ("Lost to", ["Rivaltool", "Nobody"]),
            "missing_function": ("What was missing", []),
        }
        self.events = iter(range(100, 100_000))

    # What people do there.

    def add_company(self, key: str, name: str, domain: str = "", industry: str = "") -> None:
        self.companies[key] = {"name": name, "domain": domain, "industry": industry}

    def create(self, key: str, *, company: str = "", **values: str) -> Sent:
        when = _stamp(self.tick())
        base = {"dealname": f"Deal {key}", "pipeline": "default", "dealstage": "qualified", "createdate": when}
        self.deals[key] = base | {"hs_lastmodifieddate": when} | values
        self.associated[key] = {"companies": [company] if company else [], "contacts": []}
        return self._tell("created", key)

    def change(self, key: str, **values: str) -> Sent:
        self.deals[key] |= values | {"hs_lastmodifieddate": _stamp(self.tick())}
        return self._tell("changed", key, propertyName=next(iter(values)), propertyValue=next(iter(values.values())))

    def lose(self, key: str, reason: str = "", **values: str) -> Sent:
        return self.change(key, dealstage="8002", closed_lost_reason=reason, closedate=_stamp(self.now), **values)

    def delete(self, key: str) -> Sent:
        self.archived[key] = self.deals.pop(key) | {"archivedAt": _stamp(self.tick())}
        return self._tell("deleted", key)

    def restore(self, key: str) -> Sent:
        """Take a deal out of the bin; when it was changed last stays as it was."""
        self.deals[key] = self.archived.pop(key)
        self.tick()
        return self._tell("restored", key)

    def again(self, sent: Sent) -> Sent:
        """Deliver a message once more, as after a time-out: another attempt, signed anew."""
        events = [event | {"attemptNumber": event["attemptNumber"] + 1} for event in json.loads(sent[0])]
        return self._post(events)

    def _tell(self, what: str, key: str, **more: Any) -> Sent:
        event = {
            "eventId": next(self.events),
            "subscriptionId": 1,
            "portalId": 62515,
            "appId": 9,
            "occurredAt": int(self.now.timestamp() * 1000),
            "subscriptionType": _TYPES[what],
            "attemptNumber": 0,
            "objectId": int(key),
            "changeSource": "CRM_UI",
        }
        return self._post([event | more])

    def _post(self, events: list[dict[str, Any]]) -> Sent:
        body = json.dumps(events).encode()
        return self.tell(body, self.headers(body))

    def headers(self, body: bytes, at: datetime | None = None, secret: str = "") -> dict[str, str]:
        stamp = str(int((at or datetime.now(self.now.tzinfo)).timestamp() * 1000))
        content = b"POST" + self.hook.encode() + body + stamp.encode()
        digest = hmac.new((secret or self.secret).encode(), content, hashlib.sha256).digest()
        return {
            "X-HubSpot-Signature-v3": base64.b64encode(digest).decode(),
            "X-HubSpot-Request-Timestamp": stamp,
        }

    # What programs ask.

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Bearer {self.key}"

    def refuses(self) -> Failure:
        said = {"status": "error", "message": "The OAuth token expired", "category": "EXPIRED_AUTHENTICATION"}
        return 401, {}, said

    def found(self, asked: Asked) -> Failure:
        path = asked.path
        if path == "/account-info/v3/details":
            return 200, {}, {"portalId": 62515, "uiDomain": "app.hubspot.com", "companyCurrency": "EUR"}
        if path == "/crm/v3/pipelines/deals":
            return 200, {}, {"results": [self._pipeline()]}
        if path == "/crm/v3/properties/deals":
            return 200, {}, {"results": [self._property(name) for name in self.properties]}
        if path == "/crm/v3/objects/deals/search":
            return self._search(asked.data)
        if path == "/crm/v3/objects/deals":
            return self._listed(asked)
        kind, _slash, key = path.removeprefix("/crm/v3/").removeprefix("objects/").rpartition("/")
        return self._one(kind, key, asked)

    def _one(self, kind: str, key: str, asked: Asked) -> Failure:
        wanted = asked.query.get("properties", [""])[0].split(",")
        rows: dict[str, dict[str, Any]] = {
            "deals": self.deals,
            "companies": self.companies,
            "contacts": self.contacts,
        }.get(kind, {})
        if key in rows:
            said = {"id": key, "archived": False, "properties": {name: rows[key].get(name) for name in wanted}}
            return 200, {}, said | self._associations(kind, key)
        if kind == "properties/deals" and key in self.properties:
            return 200, {}, self._property(key)
        if kind == "owners" and key in self.owners:
            return 200, {}, self.owners[key]
        return 404, {}, {"status": "error", "message": "resource not found"}

    def _associations(self, kind: str, key: str) -> dict[str, Any]:
        if kind != "deals":
            return {}
        tied = {name: ids for name, ids in self.associated[key].items() if ids}
        rows = {name: {"results": [{"id": one, "type": "deal_to_it"} for one in ids]} for name, ids in tied.items()}
        return {"associations": rows} if rows else {}

    def _listed(self, asked: Asked) -> Failure:
        """Give deals two at a time: those in the bin where asked for."""
        if asked.query.get("archived") != ["true"]:
            return 200, {}, {"results": []}
        rows = [{"id": key, "archived": True, "archivedAt": one["archivedAt"]} for key, one in self.archived.items()]
        start = int(asked.query.get("after", ["0"])[0])
        more = {"paging": {"next": {"after": str(start + 2)}}} if start + 2 < len(rows) else {}
        return 200, {}, {"results": rows[start : start + 2]} | more

    def _search(self, data: Any) -> Failure:
        since = int(data["filterGroups"][0]["filters"][0]["value"])
        assert data["limit"] <= 200
        rows = sorted(self.deals.items(), key=lambda pair: pair[1]["hs_lastmodifieddate"])
        rows = [row for row in rows if _thousandths(row[1]["hs_lastmodifieddate"]) >= since]
        start = int(data.get("after") or 0)
        part = rows[start : start + data["limit"]]
        results = [
            {"id": key, "properties": {"hs_lastmodifieddate": deal["hs_lastmodifieddate"]}} for key, deal in part
        ]
        more = {"paging": {"next": {"after": str(start + len(part))}}} if start + len(part) < len(rows) else {}
        return 200, {}, {"total": len(rows), "results": results} | more

    def _pipeline(self) -> dict[str, Any]:
        stages = [
            {"id": key, "label": label, "metadata": {"isClosed": closed, "probability": probability}}
            for key, (label, closed, probability) in self.stages.items()
        ]
        return {"id": "default", "label": "Sales", "stages": stages}

    def _property(self, name: str) -> dict[str, Any]:
        label, options = self.properties[name]
        return {"name": name, "label": label, "options": [{"value": one, "hidden": False} for one in options]}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _thousandths(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).timestamp() * 1000)
