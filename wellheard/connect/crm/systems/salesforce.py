"""Salesforce: sends no messages that could be proven, so it is asked what changed (REST API, SOQL; OAuth 2.0 client credentials).

Opportunities are read whole, by SystemModstamp and Id: several may change in one moment, and some are stored later than they say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from wellheard.connect.crm.known import Known
from wellheard.connect.crm.speaking import AbsentError, CrmError, Question, ask
from wellheard.connect.crm.systems.salesforce_errors import (
    NAME,
    LocatorEndedError,
    SessionEndedError,
    judge,
    judge_signing_in,
)
from wellheard.connect.crm.there import (
    MISSHAPEN,
    Access,
    Adapter,
    Change,
    DealThere,
    FieldThere,
    Letter,
    Proof,
    StageThere,
    amount_of,
    day_of,
    key_of_bytes,
    moment_of,
    text_of,
)
from wellheard.workspace.installation import installation

API = "/services/data/v60.0"
# A row may be stored ten minutes after the time it bears: so long may a transaction take.
LATE = timedelta(minutes=10)
# So often the reading of one round begins again where its list was forgotten there.
MOST_LISTS = 20
# What of an opportunity, its account and its owner is asked for, where the account lets us see it.
_OURS = ("Name", "AccountId", "StageName", "IsWon", "IsClosed", "Amount", "CurrencyIsoCode", "CloseDate", "CreatedDate")
_BESIDES = {"Account": ("Name", "Website", "Industry"), "Owner": ("Email", "Name")}
_OBJECTS = {"Account": "Account", "Owner": "User"}
# Whom the deal is with: of the people in it the one marked as primary (Object Reference: OpportunityContactRole).
_CONTACTS = "OpportunityContactRoles"
_PRIMARY = f"(SELECT Contact.Email FROM {_CONTACTS} WHERE IsPrimary = true LIMIT 1)"  # noqa: S608 - no value in it
_IN_WORDS = frozenset({"string", "textarea", "picklist", "multipicklist", "combobox"})
_SAID = ("reason", "competitor", "industry", "missing")
_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")


@dataclass
class Salesforce:
    """A Salesforce org, as the user that an app of its own runs as. We sign in once a round, and again when that ended."""

    access: Access
    _known: Known = field(default_factory=Known)
    _session: tuple[str, str] | None = None

    def account(self) -> str:
        rows = self._get(_query("query", "SELECT Name FROM Organization"))["records"]
        self._get(_query("query", "SELECT Id FROM Opportunity LIMIT 1"))
        return text_of(rows[0].get("Name")) if rows else ""

    def stages(self) -> Sequence[StageThere]:
        asked = "SELECT ApiName, MasterLabel, IsClosed, IsWon FROM OpportunityStage ORDER BY SortOrder"
        return [
            StageThere("", str(row["ApiName"]), text_of(row.get("MasterLabel")), _outcome(row))
            for row in self._rows(_query("query", asked))
        ]

    def reasons(self) -> Sequence[str]:
        said = self._fields("Opportunity").get(self.access.fields.get("reason", ""), {})
        return [text_of(one.get("value")) for one in said.get("picklistValues") or [] if one.get("active")]

    def fields(self) -> Sequence[FieldThere]:
        known = self._fields("Opportunity")
        return [
            FieldThere(name, text_of(row.get("label"))) for name, row in known.items() if row.get("type") in _IN_WORDS
        ]

    def deal(self, external_id: str) -> DealThere:
        if not _ID.fullmatch(external_id):
            raise AbsentError(str(_("This is no id of a Salesforce opportunity.")), 404)
        rows = self._get(_query("queryAll", f"{self._select()} WHERE Id = '{external_id}'"))["records"]
        if not rows or rows[0].get("IsDeleted"):
            raise AbsentError(str(_("It was deleted there.")), 404)
        return self._deal(rows[0])

    def changed_since(self, moment: datetime) -> Iterator[Change]:
        after = f"SystemModstamp >= {_stamp(moment - LATE)}"
        for _list in range(MOST_LISTS):
            try:
                for row in self._rows(
                    _query("queryAll", f"{self._select()} WHERE {after} ORDER BY SystemModstamp, Id")
                ):
                    at = moment_of(row["SystemModstamp"]) or moment
                    # A list that is forgotten there goes on after the last row we saw: those of one moment by their ids.
                    after = f"(SystemModstamp > {_stamp(at)} OR (SystemModstamp = {_stamp(at)} AND Id > '{row['Id']}'))"
                    yield self._change(row, at)
            except LocatorEndedError:
                continue
            return

    def _change(self, row: Any, at: datetime) -> Change:
        if row.get("IsDeleted"):
            return Change(str(row["Id"]), at, is_gone=True)
        try:
            return Change(str(row["Id"]), at, self._deal(row))
        except MISSHAPEN:
            # It is read by itself then, and stands on the page as what it is; the others go on.
            return Change(str(row["Id"]), at)

    def _deal(self, said: Any) -> DealThere:
        company, owner, stage = said.get("Account") or {}, said.get("Owner") or {}, text_of(said.get("StageName"))
        return DealThere(
            external_id=str(said["Id"]),
            title=text_of(said.get("Name")),
            company_id=text_of(said.get("AccountId")),
            company_name=text_of(company.get("Name")),
            company_domain=text_of(company.get("Website")),
            contact_email=_primary_email(said),
            owner=text_of(owner.get("Email")) or text_of(owner.get("Name")),
            stage=stage,
            stage_name=self._known.stage_name(self.stages, "", stage),
            outcome=_outcome(said),
            amount=amount_of(said.get("Amount")),
            currency=text_of(said.get("CurrencyIsoCode"))
            or self.access.fields.get("currency")
            or installation().currency,
            industry=self._said("industry", said) or text_of(company.get("Industry")),
            competitor=self._said("competitor", said),
            reason=self._said("reason", said),
            missing=self._said("missing", said),
            opened_on=day_of(said.get("CreatedDate")),
            closed_on=day_of(said.get("CloseDate")),
            changed_at=moment_of(said.get("SystemModstamp")),
            # The address of a person is kept with the person only, where it can be erased.
            raw={name: value for name, value in said.items() if name not in {"attributes", _CONTACTS}},
        )

    def _said(self, name: str, row: Any) -> str:
        """Return what a field of the account's own says; of several choices all."""
        said = text_of(row.get(self.access.fields.get(name, "")))
        is_several = (
            self._fields("Opportunity").get(self.access.fields.get(name, ""), {}).get("type") == "multipicklist"
        )
        return said.replace(";", ", ") if is_several else said

    def _select(self) -> str:
        """Return what is asked for: only what this account has and lets us see, since one field too many fails the whole."""
        known = self._fields("Opportunity")
        chosen = [self.access.fields.get(name, "") for name in _SAID]
        names = [
            "Id",
            "SystemModstamp",
            "IsDeleted",
            *(name for name in dict.fromkeys([*_OURS, *chosen]) if name in known),
        ]
        for relation, wanted in _BESIDES.items():
            there = self._besides(_OBJECTS[relation])
            names += [f"{relation}.{name}" for name in wanted if name in there]
        if "IsPrimary" in self._besides("OpportunityContactRole") and "Email" in self._besides("Contact"):
            names.append(_PRIMARY)
        return f"SELECT {', '.join(names)} FROM Opportunity"  # noqa: S608 - names the account itself lists

    def _fields(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = self._known.once(kind, lambda: self._described(kind))
        return found

    def _besides(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = self._known.besides(kind, lambda: self._described(kind))
        return found

    def _described(self, kind: str) -> dict[str, Any]:
        return {str(row["name"]): row for row in self._get(f"{API}/sobjects/{kind}/describe").get("fields") or []}

    def _rows(self, path: str) -> Iterator[Any]:
        while path:
            page = self._get(path)
            yield from page.get("records") or []
            path = text_of(page.get("nextRecordsUrl"))
            if path and not path.startswith("/services/data/"):
                raise CrmError(str(_("Salesforce names a next page that is none of its own.")))

    def _get(self, path: str) -> dict[str, Any]:
        try:
            return self._ask(path)
        except SessionEndedError:
            # A session ends after some hours, or when an admin ends it; a new one is all it takes, once.
            self._session = None
            return self._ask(path)

    def _ask(self, path: str) -> dict[str, Any]:
        url, token = self._session = self._session or self._signed_in()
        said = ask(Question(f"{url}{path}", headers={"Authorization": f"Bearer {token}"}), name=NAME, judge=judge)
        return said if isinstance(said, dict) else {}

    def _signed_in(self) -> tuple[str, str]:
        """Return where the org is asked and the session's token (RFC 6749 4.4)."""
        who = {
            "grant_type": "client_credentials",
            "client_id": self.access.client_id,
            "client_secret": self.access.key.strip(),
        }
        question = Question(f"{self.access.url}/services/oauth2/token", "POST", form=urlencode(who))
        said = ask(question, name=NAME, judge=judge_signing_in)
        return text_of(said.get("instance_url")).rstrip("/") or self.access.url, str(said["access_token"])


def proves(_letter: Letter, _secret: str) -> bool:
    """Believe no message: Salesforce signs none, and none is asked for."""
    return False


def hints(_body: bytes) -> Sequence[str]:
    """Return nothing: no message is kept."""
    return []


def _query(how: str, words: str) -> str:
    return f"{API}/{how}?{urlencode({'q': words})}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def _primary_email(row: Any) -> str:
    """Return the address of whom a deal is with. People without one, and deals that name nobody, say nothing."""
    people = (row.get(_CONTACTS) or {}).get("records") or []
    return text_of((people[0].get("Contact") or {}).get("Email")) if people else ""


def _outcome(row: Any) -> str:
    if row.get("IsWon"):
        return "won"
    return "lost" if row.get("IsClosed") else "open"


ADAPTER = Adapter(
    name=NAME,
    opened=Salesforce,
    proves=proves,
    hints=hints,
    key=key_of_bytes,
    example="https://northwind.my.salesforce.com",
    proof=Proof.NONE,
    asks_client_id=True,
    asks_currency=True,
    labels={
        "url": _("Address of your org (My Domain)"),
        "client_id": _("Consumer key of your app"),
        "key": _("Consumer secret of your app"),
    },
)
