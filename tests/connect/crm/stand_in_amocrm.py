"""An amoCRM on loopback, written from its published description (API v4 for leads; webhooks as a form, signed by nobody)."""

from typing import Any
from urllib.parse import urlencode

from tests.connect.crm.stand_in import Asked, Failure, Sent, StandIn

WON, LOST, NEW = 142, 143, 7001


class AmoCrmStandIn(StandIn):
    """An account with one pipeline, whose people make, change and delete leads."""

    def __init__(self) -> None:
        super().__init__()
        self.leads: dict[str, dict[str, Any]] = {}
        self.bin: dict[str, dict[str, Any]] = {}
        self.companies: dict[str, dict[str, Any]] = {}
        self.stages = {NEW: "First contact", WON: "Closed - won", LOST: "Closed - lost"}
        self.currency = "EUR"

    # What people do there.

    def add_company(self, key: str, name: str) -> None:
        self.companies[key] = {"id": int(key), "name": name, "custom_fields_values": None}

    def create(self, key: str, *, company: str = "", **values: Any) -> Sent:
        when = int(self.tick().timestamp())
        tied = {"companies": [{"id": int(company)}] if company else [], "contacts": [], "loss_reason": []}
        base = {
            "id": int(key),
            "name": f"Deal {key}",
            "price": 10,
            "pipeline_id": 1,
            "status_id": NEW,
            "_embedded": tied,
        }
        base |= {"responsible_user_id": 77, "created_at": when, "updated_at": when, "closed_at": None}
        self.leads[key] = base | values
        return self._tell("add", key)

    def change(self, key: str, **values: Any) -> Sent:
        self.leads[key] |= values | {"updated_at": int(self.tick().timestamp())}
        return self._tell("update", key)

    def move(self, key: str, stage: int, reason: str = "") -> Sent:
        self.leads[key]["_embedded"]["loss_reason"] = [{"id": 1, "name": reason}] if reason else []
        closed = int(self.now.timestamp()) if stage in {WON, LOST} else None
        self.leads[key] |= {"status_id": stage, "closed_at": closed, "updated_at": int(self.tick().timestamp())}
        return self._tell("status", key)

    def delete(self, key: str) -> Sent:
        self.bin[key] = self.leads.pop(key) | {"updated_at": int(self.tick().timestamp())}
        return self._tell("delete", key)

    def restore(self, key: str) -> Sent:
        self.leads[key] = self.bin.pop(key) | {"updated_at": int(self.tick().timestamp())}
        return self._tell("restore", key)

    def _tell(self, what: str, key: str) -> Sent:
        said = {f"leads[{what}][0][id]": key, f"leads[{what}][0][last_modified]": str(int(self.now.timestamp()))}
        return self.tell(urlencode(said | {"account[subdomain]": "northwind"}).encode(), {})

    # What programs ask.

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Bearer {self.key}"

    def refuses(self) -> Failure:
        return 401, {}, {"title": "Unauthorized", "detail": "Token has expired", "status": 401}

    def found(self, asked: Asked) -> Failure:
        path = asked.path.removeprefix("/api/v4/")
        stages = [{"id": number, "name": name} for number, name in self.stages.items()]
        answers: dict[str, Any] = {
            "account": {"id": 1, "name": "Northwind", "currency": self.currency},
            "users/77": {"id": 77, "email": "sam@example.com"},
            "leads/pipelines": {
                "_embedded": {"pipelines": [{"id": 1, "name": "Sales", "_embedded": {"statuses": stages}}]}
            },
            "leads/loss_reasons": {"_embedded": {"loss_reasons": [{"id": 1, "name": "Too expensive"}]}},
            "leads/custom_fields": {"_embedded": {"custom_fields": [{"id": 55, "name": "Lost to"}]}},
        }
        if path in answers:
            return 200, {}, answers[path]
        if path == "leads":
            return self._changed(asked)
        kind, _slash, key = path.rpartition("/")
        found = {"leads": self.leads, "companies": self.companies}.get(kind, {}).get(key)
        return (200, {}, found) if found else (204, {}, None)

    def _changed(self, asked: Asked) -> Failure:
        since, page = int(asked.query.get("filter[updated_at][from]", ["0"])[0]), int(asked.query.get("page", ["1"])[0])
        limit = int(asked.query["limit"][0])
        asked_for = self.bin if asked.query.get("with") == ["only_deleted"] else self.leads
        rows = sorted(
            (row for row in asked_for.values() if row["updated_at"] >= since), key=lambda row: row["updated_at"]
        )
        part = rows[(page - 1) * limit : page * limit]
        return (200, {}, {"_embedded": {"leads": part}}) if part else (204, {}, None)
