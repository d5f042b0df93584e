"""amoCRM (Kommo): webhooks known by their address only, then the lead is read again (developers.kommo.com, API v4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from django.utils.translation import gettext_lazy as _

from wellheard.connect.crm.known import Known
from wellheard.connect.crm.speaking import AbsentError, CrmError, Question, ask, judged
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

NAME = "amoCRM"
PER_PAGE, MOST_PAGES = 250, 200
# The two stages that every pipeline ends in have these ids in every account.
WON, LOST = "142", "143"
_OUTCOMES = {WON: "won", LOST: "lost"}
LOSS_REASON = "loss_reason"


@dataclass
class AmoCrm:
    """An amoCRM account, by a long-lived token. What only adds to a lead is asked once each."""

    access: Access
    _known: Known = field(default_factory=Known)

    def account(self) -> str:
        said = self._get("/api/v4/account")
        self._get("/api/v4/leads?limit=1")
        return text_of(said.get("name"))

    def stages(self) -> Sequence[StageThere]:
        return [
            StageThere(
                str(pipeline["id"]),
                str(stage["id"]),
                f"{text_of(pipeline.get('name'))}: {text_of(stage.get('name'))}",
                _OUTCOMES.get(str(stage["id"]), "open"),
            )
            for pipeline in _embedded(self._get("/api/v4/leads/pipelines"), "pipelines")
            for stage in _embedded(pipeline, "statuses")
        ]

    def reasons(self) -> Sequence[str]:
        if self.access.fields.get("reason") != LOSS_REASON:
            return []
        return [text_of(one.get("name")) for one in _embedded(self._get("/api/v4/leads/loss_reasons"), "loss_reasons")]

    def fields(self) -> Sequence[FieldThere]:
        rows = self._rows("/api/v4/leads/custom_fields", "custom_fields")
        own = [FieldThere(str(one["id"]), text_of(one.get("name"))) for one in rows]
        return [FieldThere(LOSS_REASON, str(_("Reason of the loss"))), *own]

    def deal(self, external_id: str) -> DealThere:
        asked = urlencode({"with": "contacts,loss_reason"}, safe=",")
        said = self._get(f"/api/v4/leads/{quote(external_id, safe='')}?{asked}")
        # A lead that is gone is answered with nothing (204).
        if not said.get("id") or said.get("is_deleted"):
            raise AbsentError(str(_("It was deleted there.")), 404)
        return self._deal(said)

    def changed_since(self, moment: datetime) -> Iterator[Change]:
        asked = {"filter[updated_at][from]": int(moment.timestamp()), "order[updated_at]": "asc"}
        # Those deleted are listed apart, while they lie in its bin.
        for row in self._rows(f"/api/v4/leads?{urlencode(asked | {'with': 'only_deleted'})}", "leads"):
            yield Change(str(row["id"]), moment_of(row.get("updated_at")) or moment, is_gone=True)
        for row in self._rows(f"/api/v4/leads?{urlencode(asked)}", "leads"):
            yield Change(str(row["id"]), moment_of(row.get("updated_at")) or moment)

    def _deal(self, said: Any) -> DealThere:
        pipeline, stage = text_of(said.get("pipeline_id")), text_of(said.get("status_id"))
        company = self._first_of("companies", said)
        return DealThere(
            external_id=str(said["id"]),
            title=text_of(said.get("name")),
            company_id=text_of(company.get("id")),
            company_name=text_of(company.get("name")),
            company_domain=_coded(company, "WEB"),
            contact_email=_coded(self._first_of("contacts", said), "EMAIL"),
            owner=self._owner(text_of(said.get("responsible_user_id"))),
            pipeline=pipeline,
            stage=stage,
            stage_name=self._known.stage_name(self.stages, pipeline, stage),
            outcome=_OUTCOMES.get(stage, "open"),
            amount=amount_of(said.get("price") or None),
            currency=self._currency(),
            industry=self._said("industry", said),
            competitor=self._said("competitor", said),
            reason=self._said("reason", said),
            missing=self._said("missing", said),
            opened_on=day_of(said.get("created_at")),
            closed_on=day_of(said.get("closed_at")),
            changed_at=moment_of(said.get("updated_at")),
            raw=said,
        )

    def _said(self, name: str, lead: Any) -> str:
        """Return what a field of the account's own says, or the reason of the loss, which stands apart."""
        key = self.access.fields.get(name, "")
        if key == LOSS_REASON:
            return ", ".join(text_of(one.get("name")) for one in _embedded(lead, "loss_reason"))
        rows = [one for one in lead.get("custom_fields_values") or [] if key and text_of(one.get("field_id")) == key]
        return ", ".join(text_of(one.get("value")) for row in rows for one in row.get("values") or [])

    def _first_of(self, kind: str, lead: Any) -> dict[str, Any]:
        rows = _embedded(lead, kind)
        first = min(rows, key=lambda row: 0 if row.get("is_main") else 1, default=None)
        return self._once(f"/api/v4/{kind}/{quote(str(first['id']), safe='')}") if first else {}

    def _owner(self, number: str) -> str:
        return text_of(self._once(f"/api/v4/users/{quote(number, safe='')}").get("email")) if number else ""

    def _currency(self) -> str:
        """Return the currency of the account: its leads have no other."""
        return text_of(self._once("/api/v4/account").get("currency"))

    def _once(self, path: str) -> dict[str, Any]:
        """Ask for something that only adds to a lead, once; nothing where there is none, or it is not for us to see."""
        found: dict[str, Any] = self._known.besides(path, lambda: self._get(path))
        return found

    def _rows(self, path: str, kind: str) -> Iterator[Any]:
        sign = "&" if "?" in path else "?"
        for page in range(1, MOST_PAGES + 1):
            rows = _embedded(self._get(f"{path}{sign}{urlencode({'limit': PER_PAGE, 'page': page})}"), kind)
            yield from rows
            if len(rows) < PER_PAGE:
                return

    def _get(self, path: str) -> dict[str, Any]:
        question = Question(f"{self.access.url}{path}", headers={"Authorization": f"Bearer {self.access.key.strip()}"})
        said = ask(question, name=NAME, judge=_judge)
        return said if isinstance(said, dict) else {}


def proves(_letter: Letter, _secret: str) -> bool:
    """Believe whoever knows the address: amoCRM signs nothing. What such a message can do is have a lead read again."""
    return True


def hints(body: bytes) -> Sequence[str]:
    """Return the leads a message speaks of: leads[add][0][id], leads[status][0][id], and so on."""
    form = parse_qs(body.decode("utf-8", "replace"), max_num_fields=2_000)
    ids = [values[0] for name, values in form.items() if name.startswith("leads[") and name.endswith("][id]")]
    return [one for one in dict.fromkeys(ids) if is_whole_number(one)]


def _embedded(said: Any, kind: str) -> list[Any]:
    rows = (said.get("_embedded") or {}).get(kind) or []
    return rows if isinstance(rows, list) else [rows]


def _coded(card: Any, code: str) -> str:
    rows = [one for one in card.get("custom_fields_values") or [] if one.get("field_code") == code]
    return text_of(((rows[0].get("values") or [{}])[0]).get("value")) if rows else ""


def _judge(answer: Answer, said: Any) -> CrmError | None:
    why = text_of(said.get("detail") or said.get("title"))[:300] if isinstance(said, dict) else ""
    return judged(answer, why, name=NAME)


ADAPTER = Adapter(
    name=NAME,
    opened=AmoCrm,
    proves=proves,
    hints=hints,
    key=key_of_bytes,
    example="https://northwind.amocrm.com",
    fields={"reason": LOSS_REASON},
    proof=Proof.ADDRESS,
    labels={"key": _("Long-lived token of an integration")},
    how_to_send=_(
        "In amoCRM, add a webhook for this address with the events of leads: added, edited, status changed, deleted, restored. "
        "Keep the address to yourself: amoCRM signs nothing."
    ),
)
