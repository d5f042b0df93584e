"""A Bitrix24 on loopback, written from its published description (crm.deal.*, crm.status.list; outgoing webhooks as a form)."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tests.connect.crm.stand_in import Asked, Failure, Sent, StandIn

_SEMANTICS = {
    "NEW": ("Inbox", "P", ""),
    "WON": ("Won", "S", "S"),
    "LOSE": ("Lost", "F", "F"),
    "APOLOGY": ("Sorry", "F", "F"),
}


class Bitrix24StandIn(StandIn):
    """A portal with one pipeline, whose people make, change and delete deals. Its messages name the deal only."""

    key = "1/abc123"

    def __init__(self) -> None:
        super().__init__()
        self.deals: dict[str, dict[str, Any]] = {}
        self.bin: dict[str, dict[str, Any]] = {}
        self.companies: dict[str, dict[str, Any]] = {}
        # Deals that the webhook's user may not see.
        self.not_ours: set[str] = set()
        self.names = {stage: name for stage, (name, _one, _other) in _SEMANTICS.items()}

    # What people do there.

    def add_company(self, key: str, name: str, domain: str = "") -> None:
        web = [{"VALUE": domain, "VALUE_TYPE": "WORK"}] if domain else []
        self.companies[key] = {"ID": key, "TITLE": name, "WEB": web}

    def create(self, key: str, *, company: str = "0", **values: Any) -> Sent:
        when = _stamp(self.tick())
        base = {"ID": key, "TITLE": f"Deal {key}", "CATEGORY_ID": "0", "COMPANY_ID": company, "OPPORTUNITY": "10.00"}
        base |= {"CURRENCY_ID": "EUR", "DATE_CREATE": when, "ASSIGNED_BY_ID": "1"}
        self.deals[key] = base | {"DATE_MODIFY": when} | _stage("NEW") | values
        return self._tell("ONCRMDEALADD", key)

    def change(self, key: str, **values: Any) -> Sent:
        self.deals[key] |= values | {"DATE_MODIFY": _stamp(self.tick())}
        return self._tell("ONCRMDEALUPDATE", key)

    def move(self, key: str, stage: str, **values: Any) -> Sent:
        return self.change(key, **_stage(stage), CLOSEDATE=_stamp(self.now), **values)

    def delete(self, key: str) -> Sent:
        self.bin[key] = self.deals.pop(key)
        self.tick()
        return self._tell("ONCRMDEALDELETE", key)

    def restore(self, key: str) -> Sent:
        self.deals[key] = self.bin.pop(key)
        self.tick()
        return self._tell("ONCRMDEALADD", key)

    def _tell(self, event: str, key: str) -> Sent:
        return self.tell(self.body(event, key), {})

    def body(self, event: str, key: str, secret: str = "") -> bytes:
        said = {"event": event, "data[FIELDS][ID]": key, "ts": str(int(self.now.timestamp()))}
        said |= {"auth[domain]": "northwind.bitrix24.com", "auth[application_token]": secret or self.secret}
        return urlencode(said).encode()

    # What programs ask.

    def knows(self, asked: Asked) -> bool:
        return asked.path.startswith(f"/rest/{self.key}/")

    def refuses(self) -> Failure:
        return 401, {}, {"error": "INVALID_CREDENTIALS", "error_description": "Invalid request credentials"}

    def found(self, asked: Asked) -> Failure:
        method = asked.path.removeprefix(f"/rest/{self.key}/").removesuffix(".json")
        data = asked.data
        answers: dict[str, Any] = {
            "profile": {"NAME": "Ada"},
            "user.get": [{"EMAIL": "sam@example.com"}],
            "crm.category.list": {"categories": [{"id": 0, "name": "Sales"}]},
            "crm.deal.fields": {
                "TITLE": {"title": "Title"},
                "UF_CRM_WHY": {"listLabel": "Why", "items": [{"ID": "41", "VALUE": "Price"}]},
            },
            "crm.status.list": [
                {"STATUS_ID": stage, "NAME": self.names[stage], "SEMANTICS": said or None}
                for stage, (_name, _semantic, said) in _SEMANTICS.items()
            ],
        }
        if method in answers:
            return 200, {}, {"result": answers[method]}
        if method == "crm.deal.list":
            return self._left(data) if "@ID" in data["filter"] else self._changed(data)
        if method == "crm.deal.get" and str(data.get("id")) in self.not_ours:
            return 400, {}, {"error": "", "error_description": "Access denied"}
        rows = {"crm.deal.get": self.deals, "crm.company.get": self.companies}.get(method, {})
        found = rows.get(str(data.get("id")))
        return (200, {}, {"result": found}) if found else (400, {}, {"error": "", "error_description": "Not found"})

    def _left(self, data: Any) -> Failure:
        """List deals by their ids: 50 at most, and uncounted from a start below nought; what is not ours is left out."""
        wanted = [str(one) for one in data["filter"]["@ID"]]
        assert data["start"] == -1
        assert 0 < len(wanted) <= 50
        shown = [key for key in self.deals if key in wanted and key not in self.not_ours]
        return 200, {}, {"result": [{name: self.deals[key][name] for name in data["select"]} for key in shown]}

    def _changed(self, data: Any) -> Failure:
        since = datetime.fromisoformat(data["filter"][">=DATE_MODIFY"])
        rows = sorted(self.deals.values(), key=lambda row: str(row["DATE_MODIFY"]))
        rows = [row for row in rows if datetime.fromisoformat(row["DATE_MODIFY"]) >= since]
        start = int(data["start"])
        more = {"next": start + 2} if start + 2 < len(rows) else {}
        part = [{name: row[name] for name in data["select"]} for row in rows[start : start + 2]]
        return 200, {}, {"result": part, "total": len(rows)} | more


def _stage(stage: str) -> dict[str, str]:
    return {"STAGE_ID": stage, "STAGE_SEMANTIC_ID": _SEMANTICS[stage][1]}


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
