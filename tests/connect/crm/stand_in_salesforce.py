"""A Salesforce on loopback, written from its published contract (OAuth client credentials, SOQL by REST, describe, paging)."""

import re
from datetime import datetime
from typing import Any

from tests.connect.crm.stand_in import Asked, Failure, StandIn

DATA = "/services/data/v60.0"
PER_PAGE = 2
_STAGES = {
    "Prospecting": ("Prospecting", False, False),
    "Closed Won": ("Closed Won", True, True),
    "Closed Lost": ("Closed Lost", True, False),
}
_TYPES = {"Name": "string", "StageName": "picklist", "LossReason__c": "picklist", "Missing__c": "multipicklist"}


_PRIMARY = re.compile(r", \(SELECT Contact\.Email FROM OpportunityContactRoles WHERE IsPrimary = true LIMIT 1\)")


class SalesforceStandIn(StandIn):
    """An org whose people make, change, delete and restore opportunities. It sends no messages and pages by two."""

    key = "consumer-secret"
    client_id = "consumer-key"

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, dict[str, Any]] = {}
        self.accounts: dict[str, dict[str, Any]] = {}
        self.names = {stage: name for stage, (name, _closed, _won) in _STAGES.items()}
        self.fields = ["Name", "AccountId", "StageName", "IsWon", "IsClosed", "Amount", "CloseDate", "CreatedDate"]
        self.fields += ["LossReason__c", "Missing__c"]
        self.hidden_objects: set[str] = set()
        # The address of the primary contact by the opportunity; None where the contact has none.
        self.primary: dict[str, str | None] = {}
        self.sessions: list[str] = []
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.is_full = False

    # What people do there.

    def add_company(self, key: str, name: str, domain: str = "", industry: str = "") -> None:
        self.accounts[key] = {"Name": name, "Website": domain, "Industry": industry}

    def create(self, key: str, *, company: str = "", at: datetime | None = None, **values: Any) -> None:
        when = _stamp(at or self.tick())
        base = {
            "Id": id_of(key),
            "Name": f"Deal {key}",
            "AccountId": company or None,
            "Amount": 10.0,
            "CloseDate": None,
        }
        base |= {
            "IsDeleted": False,
            "CreatedDate": when,
            "SystemModstamp": when,
            "LossReason__c": None,
            "Missing__c": None,
        }
        self.rows[key] = base | _stage("Prospecting") | values

    def change(self, key: str, **values: Any) -> None:
        self.rows[key] |= values | {"SystemModstamp": _stamp(self.tick())}

    def move(self, key: str, stage: str, **values: Any) -> None:
        self.change(key, **_stage(stage), CloseDate=self.now.date().isoformat(), **values)

    def delete(self, key: str) -> None:
        self.change(key, IsDeleted=True)

    def restore(self, key: str) -> None:
        self.change(key, IsDeleted=False)

    def end_sessions(self) -> None:
        self.sessions.clear()

    def forget_lists(self) -> None:
        self.lists.clear()

    # What programs ask.

    def knows(self, asked: Asked) -> bool:
        if asked.path == "/services/oauth2/token":
            return True
        return asked.headers.get("authorization", "").removeprefix("Bearer ") in self.sessions

    def refuses(self) -> Failure:
        return 401, {}, [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]

    def found(self, asked: Asked) -> Failure:
        if asked.path == "/services/oauth2/token":
            return self._sign_in(asked)
        if self.is_full:
            return 403, {}, [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
        if asked.path.startswith(f"{DATA}/query/"):
            return self._next(asked.path.rpartition("/")[2])
        if asked.path in {f"{DATA}/query", f"{DATA}/queryAll"}:
            return self._query(asked.query["q"][0], with_deleted=asked.path.endswith("All"))
        if match := re.fullmatch(rf"{DATA}/sobjects/(\w+)/describe", asked.path):
            return self._describe(match.group(1))
        return 404, {}, [{"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}]

    def _sign_in(self, asked: Asked) -> Failure:
        said = {name: values[0] for name, values in asked.form.items()}
        if said.get("grant_type") != "client_credentials":
            return 400, {}, {"error": "unsupported_grant_type", "error_description": "grant type not supported"}
        if (said.get("client_id"), said.get("client_secret")) != (self.client_id, self.key):
            return 400, {}, {"error": "invalid_client", "error_description": "invalid client credentials"}
        self.sessions.append(f"session-{len(self.asked)}")
        return (
            200,
            {},
            {"access_token": self.sessions[-1], "instance_url": self.url, "token_type": "Bearer"},
        )

    def _describe(self, kind: str) -> Failure:
        names = {
            "Opportunity": ["Id", "SystemModstamp", "IsDeleted", *self.fields],
            "Account": ["Id", "Name", "Website", "Industry"],
            "User": ["Id", "Name", "Email"],
            "OpportunityContactRole": ["Id", "ContactId", "OpportunityId", "IsPrimary", "Role"],
            "Contact": ["Id", "Name", "Email"],
        }[kind]
        if kind in self.hidden_objects:
            return 404, {}, [{"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}]
        why = [{"value": "Price", "active": True}, {"value": "Old", "active": False}]
        return (
            200,
            {},
            {
                "fields": [
                    {
                        "name": name,
                        "label": name.removesuffix("__c"),
                        "type": _TYPES.get(name, "double"),
                        "picklistValues": why if name == "LossReason__c" else [],
                    }
                    for name in names
                ]
            },
        )

    def _query(self, words: str, *, with_deleted: bool) -> Failure:
        if words.startswith("SELECT Name FROM Organization"):
            return self._page([{"Name": "Northwind"}])
        if "FROM OpportunityStage" in words:
            rows = [
                {"ApiName": stage, "MasterLabel": self.names[stage], "IsClosed": closed, "IsWon": won}
                for stage, (_name, closed, won) in _STAGES.items()
            ]
            return self._page(rows)
        if "Opportunity" in self.hidden_objects:
            return 400, {}, [{"message": "sObject type 'Opportunity' is not supported.", "errorCode": "INVALID_TYPE"}]
        words, sub_selects = _PRIMARY.subn("", words)
        if sub_selects and {"OpportunityContactRole", "Contact"} & self.hidden_objects:
            said = "Didn't understand relationship 'OpportunityContactRoles' in FROM part of query call."
            return 400, {}, [{"message": said, "errorCode": "INVALID_TYPE"}]
        asked_for = words.removeprefix("SELECT ").partition(" FROM ")[0].split(", ")
        if unknown := [name for name in asked_for if not self._has(name)]:
            return 400, {}, [{"message": f"No such column '{unknown[0]}'", "errorCode": "INVALID_FIELD"}]
        rows = [row for row in self.rows.values() if (with_deleted or not row["IsDeleted"]) and _is_meant(row, words)]
        rows.sort(key=lambda row: (row["SystemModstamp"], row["Id"]))
        return self._page(
            [self._shown(row, asked_for) | (self._contacts_of(row) if sub_selects else {}) for row in rows]
        )

    def _contacts_of(self, row: dict[str, Any]) -> dict[str, Any]:
        """Show the primary contact of an opportunity as a list of its own, which is null where there is none."""
        if row["Id"] not in self.primary:
            return {"OpportunityContactRoles": None}
        contact = {"attributes": {"type": "Contact"}, "Email": self.primary[row["Id"]]}
        records = [{"attributes": {"type": "OpportunityContactRole"}, "Contact": contact}]
        return {"OpportunityContactRoles": {"totalSize": 1, "done": True, "records": records}}

    def _has(self, name: str) -> bool:
        relation, _dot, _field = name.rpartition(".")
        if relation:
            return {"Account": "Account", "Owner": "User"}[relation] not in self.hidden_objects
        return name in {"Id", "SystemModstamp", "IsDeleted", *self.fields}

    def _shown(self, row: dict[str, Any], names: list[str]) -> dict[str, Any]:
        said: dict[str, Any] = {name: row.get(name) for name in names if "." not in name}
        if any(name.startswith("Account.") for name in names):
            said["Account"] = self.accounts.get(row["AccountId"] or "")
        if any(name.startswith("Owner.") for name in names):
            said["Owner"] = {"Email": "sam@example.com", "Name": "Sam"}
        return said | {"attributes": {"type": "Opportunity"}}

    def _page(self, rows: list[dict[str, Any]], number: int = 0) -> Failure:
        part, rest = rows[:PER_PAGE], rows[PER_PAGE:]
        said: dict[str, Any] = {"totalSize": len(rows), "done": not rest, "records": part}
        if rest:
            locator = f"01g{len(self.asked)}-{number + PER_PAGE}"
            self.lists[locator] = rest
            said["nextRecordsUrl"] = f"{DATA}/query/{locator}"
        return 200, {}, said

    def _next(self, locator: str) -> Failure:
        if locator not in self.lists:
            return 400, {}, [{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}]
        return self._page(self.lists[locator])


def id_of(key: str) -> str:
    return f"006{key:0>15}"


def _is_meant(row: dict[str, Any], words: str) -> bool:
    """Read the few conditions we write."""
    where = words.partition(" WHERE ")[2].partition(" ORDER BY ")[0]
    if match := re.fullmatch(r"Id = '(\w+)'", where):
        return bool(row["Id"] == match.group(1))
    at = row["SystemModstamp"]
    if match := re.fullmatch(r"SystemModstamp >= (\S+)", where):
        return bool(at >= match.group(1))
    match = re.fullmatch(r"\(SystemModstamp > (\S+) OR \(SystemModstamp = (\S+) AND Id > '(\w+)'\)\)", where)
    assert match or not where, where
    return not match or bool(at > match.group(1) or (at == match.group(2) and row["Id"] > match.group(3)))


def _stage(stage: str) -> dict[str, Any]:
    _name, closed, won = _STAGES[stage]
    return {"StageName": stage, "IsClosed": closed, "IsWon": won}


def _stamp(moment: datetime) -> str:
    # Stamps of one width, so that they sort as text; Salesforce itself writes +0000 for Z.
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
