"""HubSpot: signed webhooks (v3) as hints, then the deal is read again (developers.hubspot.com: CRM objects v3, webhooks v3)."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from wellheard.connect.crm.known import Known
from wellheard.connect.crm.speaking import AbsentError, CrmError, Question, ask, judged, too_fast
from wellheard.connect.crm.there import (
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
    moment_of,
    text_of,
)
from wellheard.foundation.http import Answer

NAME = "HubSpot"
URL = "https://api.hubapi.com"
# A signature holds for five minutes (developers.hubspot.com, validating requests); clocks differ by a little.
HOLDS, CLOCKS_DIFFER = timedelta(minutes=5), timedelta(minutes=1)
PER_PAGE = 100
# The search gives no more than its first 10,000 results.
MOST_FOUND = 9_900
# So many pages of deleted deals are looked through.
MOST_ARCHIVED = 50
_PROPERTIES = (
    "dealname", "amount", "deal_currency_code", "dealstage", "pipeline", "createdate", "closedate", "hs_lastmodifieddate",
    "hs_is_closed_won", "hs_is_closed_lost", "hubspot_owner_id",
)  # fmt: skip


@dataclass
class HubSpot:
    """A HubSpot account, by the token of an app of its own. Names of pipelines, people and companies are asked once each."""

    access: Access
    _known: Known = field(default_factory=Known)

    def account(self) -> str:
        said = self._get("/account-info/v3/details")
        # Reading the account needs no right to read deals.
        self._get("/crm/v3/objects/deals?limit=1")
        return text_of(said.get("portalId"))

    def stages(self) -> Sequence[StageThere]:
        return [
            StageThere(str(pipeline["id"]), str(stage["id"]), _stage_name(pipeline, stage), _outcome_of(stage))
            for pipeline in self._get("/crm/v3/pipelines/deals").get("results", [])
            for stage in pipeline.get("stages", [])
        ]

    def reasons(self) -> Sequence[str]:
        name = self.access.fields.get("reason", "")
        if not name:
            return []
        try:
            said = self._get(f"/crm/v3/properties/deals/{quote(name, safe='')}")
        except AbsentError:
            return []
        return [text_of(option.get("value")) for option in said.get("options") or [] if not option.get("hidden")]

    def fields(self) -> Sequence[FieldThere]:
        rows = self._get("/crm/v3/properties/deals").get("results", [])
        return [FieldThere(str(row["name"]), text_of(row.get("label"))) for row in rows if not row.get("hidden")]

    def deal(self, external_id: str) -> DealThere:
        ours = [name for name in self.access.fields.values() if name and name not in _PROPERTIES]
        asked = urlencode(
            {"properties": ",".join([*_PROPERTIES, *ours]), "associations": "companies,contacts"}, safe=","
        )
        said = self._get(f"/crm/v3/objects/deals/{quote(external_id, safe='')}?{asked}")
        return self._deal(said)

    def changed_since(self, moment: datetime) -> Iterator[Change]:
        yield from self._archived_since(moment)
        after, seen = "", 0
        while seen < MOST_FOUND:
            page = self._search(moment, after)
            for row in page.get("results", []):
                changed_at = moment_of(row["properties"].get("hs_lastmodifieddate"))
                yield Change(str(row["id"]), changed_at or moment)
                seen += 1
            after = str(((page.get("paging") or {}).get("next") or {}).get("after") or "")
            if not after:
                return

    def _archived_since(self, moment: datetime) -> Iterator[Change]:
        """Yield the deals deleted since then; HubSpot lists them for 90 days, in no order of time."""
        after = ""
        for _page in range(MOST_ARCHIVED):
            asked = {"archived": "true", "limit": PER_PAGE, **({"after": after} if after else {})}
            page = self._get(f"/crm/v3/objects/deals?{urlencode(asked)}")
            for row in page.get("results", []):
                archived_at = moment_of(row.get("archivedAt"))
                if archived_at and archived_at >= moment:
                    yield Change(str(row["id"]), archived_at, is_gone=True)
            after = str(((page.get("paging") or {}).get("next") or {}).get("after") or "")
            if not after:
                return

    def _search(self, moment: datetime, after: str) -> Any:
        since = {
            "propertyName": "hs_lastmodifieddate",
            "operator": "GTE",
            "value": str(int(moment.timestamp() * 1000)),
        }
        data = {
            "filterGroups": [{"filters": [since]}],
            "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}],
            "properties": ["hs_lastmodifieddate"],
            "limit": PER_PAGE,
            **({"after": after} if after else {}),
        }
        return self._ask(Question(f"{self.access.url}/crm/v3/objects/deals/search", "POST", self._headers(), data))

    def _deal(self, said: Any) -> DealThere:
        values = said["properties"]
        company = self._first_of(said, "companies", "companies", ("name", "domain", "industry"))
        contact = self._first_of(said, "contacts", "contacts", ("email",))
        ours = self.access.fields
        stage = str(values.get("dealstage") or "")
        is_won, is_lost = values.get("hs_is_closed_won") == "true", values.get("hs_is_closed_lost") == "true"
        return DealThere(
            external_id=str(said["id"]),
            title=text_of(values.get("dealname")),
            company_id=text_of(company.get("id")),
            company_name=text_of(company.get("name")),
            company_domain=text_of(company.get("domain")),
            contact_email=text_of(contact.get("email")),
            owner=self._owner(text_of(values.get("hubspot_owner_id"))),
            pipeline=text_of(values.get("pipeline")),
            stage=stage,
            stage_name=self._known.stage_name(self.stages, text_of(values.get("pipeline")), stage),
            outcome="won" if is_won else "lost" if is_lost else "open",
            amount=amount_of(values.get("amount")),
            currency=text_of(values.get("deal_currency_code")) or self._currency(),
            industry=text_of(values.get(ours.get("industry", ""))) or text_of(company.get("industry")),
            competitor=text_of(values.get(ours.get("competitor", ""))),
            reason=text_of(values.get(ours.get("reason", ""))),
            missing=text_of(values.get(ours.get("missing", ""))),
            opened_on=day_of(values.get("createdate")),
            closed_on=day_of(values.get("closedate")),
            changed_at=moment_of(values.get("hs_lastmodifieddate")),
            raw=said,
        )

    def _first_of(self, deal: Any, association: str, kind: str, properties: Sequence[str]) -> dict[str, Any]:
        """Return the first company or person a deal is tied to; nothing where there is none, or we may not read it."""
        rows = ((deal.get("associations") or {}).get(association) or {}).get("results") or []
        # A deal may have one company several times, by several labels; the primary one is named so.
        first = min(rows, key=lambda row: 0 if "primary" in str(row.get("type")) else 1, default=None)
        if first is None:
            return {}
        path = f"/crm/v3/objects/{kind}/{quote(str(first['id']), safe='')}?properties={','.join(properties)}"
        said = self._once(path)
        return {"id": first["id"], **(said.get("properties") or {})}

    def _owner(self, owner_id: str) -> str:
        return text_of(self._once(f"/crm/v3/owners/{quote(owner_id, safe='')}").get("email")) if owner_id else ""

    def _currency(self) -> str:
        """Return the currency in which an account without several states its amounts."""
        return text_of(self._once("/account-info/v3/details").get("companyCurrency"))

    def _once(self, path: str) -> dict[str, Any]:
        """Ask for something that only adds to a deal, once; nothing where it is gone or not for us to see."""
        found: dict[str, Any] = self._known.besides(path, lambda: self._get(path))
        return found

    def _get(self, path: str) -> Any:
        said = self._ask(Question(f"{self.access.url}{path}", headers=self._headers()))
        return said if isinstance(said, dict) else {}

    def _ask(self, question: Question) -> Any:
        return ask(question, name=NAME, judge=_judge)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access.key}"}


def proves(letter: Letter, secret: str) -> bool:
    """Tell whether a letter carries a v3 signature of our app, made in the last minutes and not ahead of our clock."""
    stamp = letter.headers.get("x-hubspot-request-timestamp", "")
    said = letter.headers.get("x-hubspot-signature-v3", "")
    if not secret or not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 15):  # noqa: PLR2004 - of the year 5138
        return False
    sent_at = datetime.fromtimestamp(int(stamp) / 1000, UTC)
    if not letter.at - HOLDS <= sent_at <= letter.at + CLOCKS_DIFFER:
        return False
    try:
        given = base64.b64decode(said.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(given, signed(letter, stamp, secret))


def signed(letter: Letter, stamp: str, secret: str) -> bytes:
    """Return the signature of a letter: HMAC-SHA256 of method, address, body and time."""
    content = b"POST" + letter.url.encode() + letter.body + stamp.encode()
    return hmac.new(secret.encode(), content, hashlib.sha256).digest()


def hints(body: bytes) -> Sequence[str]:
    """Return the ids of the deals that a batch of events speaks of."""
    ids: list[str] = []
    for event in _events(body):
        if not str(event.get("subscriptionType", "")).startswith("deal.") and str(event.get("objectTypeId")) != "0-3":
            continue
        ids += [text_of(event.get("objectId")), text_of(event.get("primaryObjectId"))]
        # An association names the deal on either side.
        ids += [text_of(event.get(side)) for side in _DEAL_SIDE.get(str(event.get("associationType")), ())]
        ids += [text_of(one) for one in event.get("mergedObjectIds") or []]
    return [one for one in dict.fromkeys(ids) if one]


_DEAL_SIDE = {"DEAL_TO_COMPANY": ("fromObjectId",), "COMPANY_TO_DEAL": ("toObjectId",)}


def key(body: bytes) -> str:
    """Return the name of a batch: of what happened, not of how often it was tried to tell us."""
    told = sorted(
        ":".join(text_of(event.get(name)) for name in ("eventId", "subscriptionType", "objectId", "occurredAt"))
        for event in _events(body)
    )
    return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:64]


def _events(body: bytes) -> list[dict[str, Any]]:
    said = json.loads(body)
    if not isinstance(said, list) or not all(isinstance(event, dict) for event in said):
        raise ValueError(NAME)
    return said


def _stage_name(pipeline: Any, stage: Any) -> str:
    return f"{text_of(pipeline.get('label'))}: {text_of(stage.get('label'))}"


def _outcome_of(stage: Any) -> str:
    said = stage.get("metadata") or {}
    if str(said.get("isClosed")).lower() != "true":
        return "open"
    return "won" if text_of(said.get("probability")) in {"1", "1.0"} else "lost"


def _judge(answer: Answer, said: Any) -> CrmError | None:
    why = text_of(said.get("message"))[:300] if isinstance(said, dict) else ""
    policy = text_of(said.get("policyName")) if isinstance(said, dict) else ""
    if answer.status == 429 and policy == "DAILY" and "retry-after" not in answer.headers:  # noqa: PLR2004
        # The day's questions are used up; an hour on there is room again at the earliest.
        return too_fast(NAME, 3600)
    return judged(answer, why, name=NAME)


ADAPTER = Adapter(
    name=NAME,
    opened=HubSpot,
    proves=proves,
    hints=hints,
    key=key,
    url=URL,
    fields={"reason": "closed_lost_reason"},
    proof=Proof.THEIRS,
    labels={"key": _("Access token of your app"), "hook_secret": _("Client secret of your app")},
    how_to_send=_(
        "In HubSpot, open your app, add this address as the target of its webhooks, and subscribe to deals: created, "
        "deleted, merged, restored, and changes of the properties you use."
    ),
)
