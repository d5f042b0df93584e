"""Pipedrive: webhooks (v2) with a user and password as hints, then the deal is read again (developers.pipedrive.com, API v2).

Its stages say how far a deal is; whether it is won or lost is a status beside them. So a deal that ended is in a stage called as
its status here, and both can be given a meaning.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from wellheard.connect.crm.known import Known
from wellheard.connect.crm.speaking import (
    AbsentError,
    CrmError,
    Question,
    ask,
    judged,
    pause_of,
    too_fast,
)
from wellheard.connect.crm.there import (
    Access,
    Adapter,
    Change,
    DealThere,
    FieldThere,
    Letter,
    StageThere,
    amount_of,
    day_of,
    moment_of,
    text_of,
)
from wellheard.foundation.http import Answer

NAME = "Pipedrive"
# The user our password goes with; it says nothing, as Pipedrive asks for one.
USER = "wellheard"
PER_PAGE, MOST_PAGES = 500, 100
_ENDED = ("won", "lost")


@dataclass
class Pipedrive:
    """A Pipedrive account, by somebody's API token. What only adds to a deal is asked once each."""

    access: Access
    _known: Known = field(default_factory=Known)

    def account(self) -> str:
        said = self._data("/api/v1/users/me")
        self._get("/api/v2/deals?limit=1")
        return text_of(said.get("company_name"))

    def stages(self) -> Sequence[StageThere]:
        pipelines = {str(one["id"]): text_of(one.get("name")) for one in self._rows("/api/v2/pipelines")}
        going = [
            StageThere(str(one["pipeline_id"]), str(one["id"]), _called(pipelines, one), "open")
            for one in self._rows("/api/v2/stages")
        ]
        ended = [
            StageThere(pipeline, status, f"{name}: {status}", status)
            for pipeline, name in pipelines.items()
            for status in _ENDED
        ]
        return [*going, *ended]

    def reasons(self) -> Sequence[str]:
        name = self.access.fields.get("reason", "")
        options = [one for row in self._fields() if row.get("key") == name for one in row.get("options") or []]
        return [label for one in options if (label := text_of(one.get("label")))]

    def fields(self) -> Sequence[FieldThere]:
        return [FieldThere(str(row["key"]), text_of(row.get("name"))) for row in self._fields()]

    def deal(self, external_id: str) -> DealThere:
        said = self._data(f"/api/v2/deals/{quote(external_id, safe='')}")
        if said.get("is_deleted") or said.get("status") == "deleted":
            raise AbsentError(str(_("It was deleted there.")), 404)
        return self._deal(said)

    def changed_since(self, moment: datetime) -> Iterator[Change]:
        asked = {
            "updated_since": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "sort_by": "update_time",
            "sort_direction": "asc",
            "limit": PER_PAGE,
        }
        # Those deleted are listed apart, for 30 days.
        for row in self._rows(f"/api/v2/deals?{urlencode(asked | {'status': 'deleted'})}"):
            yield Change(str(row["id"]), moment_of(row.get("update_time")) or moment, is_gone=True)
        for row in self._rows(f"/api/v2/deals?{urlencode(asked)}"):
            yield Change(str(row["id"]), moment_of(row.get("update_time")) or moment)

    def _deal(self, said: Any) -> DealThere:
        status, pipeline = text_of(said.get("status")), text_of(said.get("pipeline_id"))
        stage = status if status in _ENDED else text_of(said.get("stage_id"))
        organisation = self._once("/api/v2/organizations", said.get("org_id"))
        return DealThere(
            external_id=str(said["id"]),
            title=text_of(said.get("title")),
            company_id=text_of(said.get("org_id")),
            company_name=text_of(organisation.get("name")),
            company_domain=text_of(organisation.get("website")),
            contact_email=_address(self._once("/api/v2/persons", said.get("person_id"))),
            owner=text_of(self._once("/api/v1/users", said.get("owner_id")).get("email")),
            pipeline=pipeline,
            stage=stage,
            stage_name=self._known.stage_name(self.stages, pipeline, stage),
            outcome=status if status in _ENDED else "open",
            amount=amount_of(said.get("value")),
            currency=text_of(said.get("currency")),
            industry=self._said("industry", said),
            competitor=self._said("competitor", said),
            reason=self._said("reason", said),
            missing=self._said("missing", said),
            opened_on=day_of(said.get("add_time")),
            closed_on=day_of(said.get("won_time") or said.get("lost_time") or said.get("close_time")),
            changed_at=moment_of(said.get("update_time")),
            raw=said,
        )

    def _said(self, name: str, deal: Any) -> str:
        """Return what a field of the account's own says; of a choice its label."""
        key = self.access.fields.get(name, "")
        value = (deal.get("custom_fields") or {}).get(key, deal.get(key)) if key else None
        if value in (None, ""):
            return ""
        labels = {
            text_of(one.get("id")): text_of(one.get("label"))
            for row in self._fields()
            if row.get("key") == key
            for one in row.get("options") or []
        }
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(text_of(one), text_of(one)) for one in values)

    def _fields(self) -> list[Any]:
        rows: list[Any] = self._known.once("fields", lambda: list(self._rows("/api/v1/dealFields")))
        return rows

    def _once(self, path: str, key: Any) -> dict[str, Any]:
        """Ask for something that only adds to a deal, once; nothing where there is none, or it is not for us to see."""
        if not key:
            return {}
        name = f"{path}/{quote(text_of(key), safe='')}"
        found: dict[str, Any] = self._known.besides(name, lambda: self._data(name))
        return found

    def _rows(self, path: str) -> Iterator[Any]:
        """Yield the rows of all pages: v2 names the next by a cursor, v1 by where it begins."""
        following, sign = "", "&" if "?" in path else "?"
        for _page in range(MOST_PAGES):
            said = self._get(f"{path}{following}")
            yield from said.get("data") or []
            more = said.get("additional_data") or {}
            if more.get("next_cursor"):
                following = f"{sign}{urlencode({'cursor': more['next_cursor']})}"
            elif (more.get("pagination") or {}).get("more_items_in_collection"):
                following = f"{sign}{urlencode({'start': more['pagination']['next_start']})}"
            else:
                return

    def _data(self, path: str) -> dict[str, Any]:
        said = self._get(path).get("data")
        return said if isinstance(said, dict) else {}

    def _get(self, path: str) -> dict[str, Any]:
        question = Question(f"{self.access.url}{path}", headers={"x-api-token": self.access.key})
        said = ask(question, name=NAME, judge=_judge)
        return said if isinstance(said, dict) else {}


def proves(letter: Letter, secret: str) -> bool:
    """Tell whether a letter comes with the user and password we gave (RFC 7617)."""
    scheme, _space, said = letter.headers.get("authorization", "").partition(" ")
    if not secret or scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(said.strip().encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(given, f"{USER}:{secret}".encode())


def hints(body: bytes) -> Sequence[str]:
    """Return the deal a message speaks of."""
    meta = _meta(body)
    return [text_of(meta.get("entity_id"))] if meta.get("entity") == "deal" and meta.get("entity_id") else []


def key(body: bytes) -> str:
    """Return the name of what happened, which stays when it is tried again to tell us."""
    return text_of(_meta(body)["id"])[:80]


def _meta(body: bytes) -> dict[str, Any]:
    said = json.loads(body)
    if not isinstance(said, dict) or not isinstance(said.get("meta"), dict):
        raise TypeError(NAME)
    meta: dict[str, Any] = said["meta"]
    return meta


def _called(pipelines: dict[str, str], stage: Any) -> str:
    return f"{pipelines.get(str(stage['pipeline_id']), '')}: {text_of(stage.get('name'))}"


def _address(person: dict[str, Any]) -> str:
    rows = person.get("emails") or []
    first = min(rows, key=lambda row: 0 if row.get("primary") else 1, default=None)
    return text_of(first.get("value")) if first else ""


def _judge(answer: Answer, said: Any) -> CrmError | None:
    why = text_of(said.get("error"))[:300] if isinstance(said, dict) else ""
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.status == 429 and "retry-after" not in answer.headers:  # noqa: PLR2004 - RFC 6585 4
        in_seconds = int(reset) if reset.isascii() and reset.isdecimal() and len(reset) < 6 else pause_of(answer)  # noqa: PLR2004
        return too_fast(NAME, max(in_seconds, 1))
    return judged(answer, why, name=NAME)


ADAPTER = Adapter(
    name=NAME,
    opened=Pipedrive,
    proves=proves,
    hints=hints,
    key=key,
    example="https://northwind.pipedrive.com",
    fields={"reason": "lost_reason"},
    labels={"key": _("API token")},
    how_to_send=_(
        "In Pipedrive, make a webhook (version 2) for this address, with all actions of deals, the user wellheard, and the "
        "secret as its password."
    ),
)
