"""Bitrix24: outgoing webhooks name a deal only, which is then read by an incoming one (apidocs.bitrix24.com, crm.deal.*)."""

import hmac
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from django.utils.translation import gettext_lazy as _

from wellheard.connect.crm.known import Known
from wellheard.connect.crm.speaking import AbsentError, CrmError, KeyRefusedError, Question, ask, judged, too_fast
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
    key_of_bytes,
    moment_of,
    text_of,
)
from wellheard.foundation.http import Answer
from wellheard.foundation.text.numbers import is_whole_number

NAME = "Bitrix24"
# A list gives so many rows at once.
PER_PAGE = 50
MOST_PAGES = 200
_OUTCOMES = {"S": "won", "F": "lost", "P": "open"}
_TOO_FAST = frozenset({"QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT"})
_SHUT_OUT = frozenset({"NO_AUTH_FOUND", "INVALID_CREDENTIALS", "expired_token", "insufficient_scope", "ACCESS_DENIED"})
_SELECT = ["ID", "DATE_MODIFY"]


@dataclass
class Bitrix24:
    """A Bitrix24 portal, by an incoming webhook of somebody's. What only adds to a deal is asked once each."""

    access: Access
    _known: Known = field(default_factory=Known)

    def account(self) -> str:
        said = self._result("profile")
        self._result("crm.deal.fields")
        return text_of(said.get("NAME")) if isinstance(said, dict) else ""

    def stages(self) -> Sequence[StageThere]:
        found = []
        for pipeline, name in self._pipelines().items():
            entity = "DEAL_STAGE" if pipeline == "0" else f"DEAL_STAGE_{pipeline}"
            for row in self._result("crm.status.list", {"filter": {"ENTITY_ID": entity}}) or []:
                semantics = text_of(row.get("SEMANTICS")) or text_of((row.get("EXTRA") or {}).get("SEMANTICS"))
                # `failure` and `apology` are both lost.
                outcome = _OUTCOMES.get(semantics[:1].upper(), "lost" if semantics == "apology" else "open")
                found.append(
                    StageThere(pipeline, str(row["STATUS_ID"]), f"{name}: {text_of(row.get('NAME'))}", outcome)
                )
        return found

    def reasons(self) -> Sequence[str]:
        said = self._fields().get(self.access.fields.get("reason", ""), {})
        return [text_of(one.get("VALUE")) for one in said.get("items") or []]

    def fields(self) -> Sequence[FieldThere]:
        return [
            FieldThere(name, text_of(said.get("listLabel") or said.get("title")))
            for name, said in self._fields().items()
        ]

    def deal(self, external_id: str) -> DealThere:
        return self._deal(self._result("crm.deal.get", {"id": external_id}))

    def changed_since(self, moment: datetime) -> Iterator[Change]:
        asked = {"filter": {">=DATE_MODIFY": moment.isoformat()}, "order": {"DATE_MODIFY": "ASC"}, "select": _SELECT}
        start: Any = 0
        for _page in range(MOST_PAGES):
            said = self._ask("crm.deal.list", {**asked, "start": start})
            for row in said.get("result") or []:
                yield Change(str(row["ID"]), moment_of(row.get("DATE_MODIFY")) or moment)
            start = said.get("next")
            if not start:
                return

    def still_there(self, external_ids: Sequence[str]) -> Collection[str]:
        found: set[str] = set()
        for begin in range(0, len(external_ids), PER_PAGE):
            wanted = [int(one) for one in external_ids[begin : begin + PER_PAGE] if is_whole_number(one)]
            # No list of ids at all would ask for all deals. A start below nought leaves them uncounted, as the docs advise.
            said = (
                self._result("crm.deal.list", {"filter": {"@ID": wanted}, "select": ["ID"], "start": -1})
                if wanted
                else []
            )
            found |= {str(row["ID"]) for row in said or []}
        return found

    def _deal(self, said: Any) -> DealThere:
        pipeline, stage = text_of(said.get("CATEGORY_ID")) or "0", text_of(said.get("STAGE_ID"))
        company = self._once("crm.company.get", said.get("COMPANY_ID"))
        return DealThere(
            external_id=str(said["ID"]),
            title=text_of(said.get("TITLE")),
            company_id=text_of(said.get("COMPANY_ID")).strip("0") and text_of(said.get("COMPANY_ID")),
            company_name=text_of(company.get("TITLE")),
            company_domain=_first(company.get("WEB")),
            contact_email=_first(self._once("crm.contact.get", said.get("CONTACT_ID")).get("EMAIL")),
            owner=self._owner(text_of(said.get("ASSIGNED_BY_ID"))),
            pipeline=pipeline,
            stage=stage,
            stage_name=self._known.stage_name(self.stages, pipeline, stage),
            outcome=_OUTCOMES.get(text_of(said.get("STAGE_SEMANTIC_ID")), "open"),
            amount=amount_of(said.get("OPPORTUNITY")),
            currency=text_of(said.get("CURRENCY_ID")),
            industry=self._said("industry", said),
            competitor=self._said("competitor", said),
            reason=self._said("reason", said),
            missing=self._said("missing", said),
            opened_on=day_of(said.get("DATE_CREATE")),
            closed_on=day_of(said.get("CLOSEDATE")),
            changed_at=moment_of(said.get("DATE_MODIFY")),
            raw=said,
        )

    def _said(self, name: str, deal: Any) -> str:
        """Return what a field of the account's own says; of a choice its words."""
        key = self.access.fields.get(name, "")
        value = deal.get(key) if key else None
        items = {
            text_of(one.get("ID")): text_of(one.get("VALUE")) for one in self._fields().get(key, {}).get("items") or []
        }
        values = value if isinstance(value, list) else [value]
        return ", ".join(filter(None, (items.get(text_of(one), text_of(one)) for one in values)))

    def _fields(self) -> dict[str, Any]:
        found: dict[str, Any] = self._known.once("fields", lambda: self._result("crm.deal.fields") or {})
        return found

    def _pipelines(self) -> dict[str, str]:
        said = self._result("crm.category.list", {"entityTypeId": 2})
        return {str(one["id"]): text_of(one.get("name")) for one in said.get("categories") or []}

    def _owner(self, number: str) -> str:
        if not number:
            return ""
        rows = self._known.besides(f"user {number}", lambda: self._result("user.get", {"ID": number}))
        first = next(iter(rows), None)
        return text_of(first.get("EMAIL")) if first else ""

    def _once(self, method: str, key: Any) -> dict[str, Any]:
        """Ask for something that only adds to a deal, once; nothing where there is none, or it is not for us to see."""
        number = text_of(key)
        if number in {"", "0"}:
            return {}
        found: dict[str, Any] = self._known.besides(f"{method} {number}", lambda: self._result(method, {"id": number}))
        return found

    def _result(self, method: str, data: Any = None) -> Any:
        return self._ask(method, data).get("result")

    def _ask(self, method: str, data: Any = None) -> dict[str, Any]:
        # The whole secret is part of the address: an incoming webhook is /rest/USER/SECRET/.
        url = f"{self.access.url}/rest/{self.access.key.strip().strip('/')}/{method}.json"
        said = ask(Question(url, "POST", data=data or {}), name=NAME, judge=_judge)
        return said if isinstance(said, dict) else {}


def proves(letter: Letter, secret: str) -> bool:
    """Tell whether a letter carries the token of our outgoing webhook."""
    said = _form(letter.body).get("auth[application_token]", "")
    return bool(secret) and hmac.compare_digest(said.encode("utf-8", "replace"), secret.encode())


def hints(body: bytes) -> Sequence[str]:
    """Return the deal a message speaks of."""
    form = _form(body)
    is_deal = form.get("event", "").upper().startswith("ONCRMDEAL")
    number = form.get("data[FIELDS][ID]", "")
    return [number] if is_deal and is_whole_number(number) else []


def key(body: bytes) -> str:
    """Return the name of a message: it has none of its own, and one that is like another says the same."""
    return key_of_bytes(body)


def _form(body: bytes) -> dict[str, str]:
    try:
        said = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return {}
    return {name: values[0] for name, values in said.items()}


def _first(rows: Any) -> str:
    return text_of(rows[0].get("VALUE")) if isinstance(rows, list) and rows else ""


def _judge(answer: Answer, said: Any) -> CrmError | None:
    code = text_of(said.get("error")) if isinstance(said, dict) else ""
    why = (text_of(said.get("error_description")) if isinstance(said, dict) else "") or code
    if code in _TOO_FAST:
        return too_fast(NAME, 2 if code == "QUERY_LIMIT_EXCEEDED" else 600)
    if code in _SHUT_OUT:
        return KeyRefusedError(str(_("Bitrix24 does not accept our key: %(why)s")) % {"why": why[:300]}, 401)
    if answer.status == 400 and why.lower().startswith("not found"):  # noqa: PLR2004 - so it answers for a deal that is gone
        return AbsentError(str(_("Bitrix24 does not have this any more.")), 404)
    return judged(answer, why[:300], name=NAME)


ADAPTER = Adapter(
    name=NAME,
    opened=Bitrix24,
    proves=proves,
    hints=hints,
    key=key,
    example="https://northwind.bitrix24.com",
    proof=Proof.THEIRS,
    labels={"key": _("User and secret of an incoming webhook, as 1/abc123"), "hook_secret": _("Application token")},
    how_to_send=_(
        "In Bitrix24, make an outgoing webhook for this address with the events of deals: created, updated, deleted. It shows "
        "the application token."
    ),
)
