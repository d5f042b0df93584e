"""Keep endpoints, note what they are owed, and how each try ended."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.connect.webhooks import queries
from wellheard.connect.webhooks.models import MOST_FAILING, Attempt, Delivery, Endpoint
from wellheard.connect.webhooks.signing import make_secret
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.http import FetchError
from wellheard.foundation.http.addresses import target_of
from wellheard.foundation.sealing import seal, unseal
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.models import Staff

ADDED = names.declare("webhook.added", "An outside system is told what happens from now on.")
EDITED = names.declare("webhook.edited", "An endpoint's address, or what it hears of, changed.")
REMOVED = names.declare("webhook.removed", "An outside system is told nothing any more.")
ROTATED = names.declare("webhook.secret_rotated", "An endpoint got a new secret; for a day the old one signs too.")
SWITCHED_OFF = names.declare(
    "webhook.switched_off", "An endpoint failed for days, or is gone: it is told nothing more."
)
SWITCHED_ON = names.declare("webhook.switched_on", "Somebody switched an endpoint on again.")
OWED = names.declare("webhook.owed", "A message waits to be delivered to an endpoint.")

PURPOSE = "webhook"
MOST_ENDPOINTS = 20
BOTH_SIGN = timedelta(days=1)
# Seconds before each further try: nine tries over a day and a bit.
WAITS = (5, 60, 300, 1_800, 7_200, 14_400, 28_800, 36_000)
GONE = 410
# An answer that takes longer is slow: the next messages wait in a lane of their own.
SLOW_MILLISECONDS = 2_000
MOST_EXCERPT = 500
KEPT = timedelta(days=30)


class EndpointError(WorkspaceError):
    """An endpoint cannot be kept so; the text says what to do next."""


@dataclass(frozen=True)
class Outcome:
    """How a try ended: the status of the answer, none without one, and its beginning or the reason."""

    status: int | None
    excerpt: str
    milliseconds: int

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110 15.3


@transaction.atomic
def add_endpoint(*, url: str, fact_names: Sequence[str], by: Staff | None) -> tuple[Endpoint, str]:
    """Tell an outside system from now on what happens; return its secret, which is never shown again. Raises EndpointError."""
    if Endpoint.objects.count() >= MOST_ENDPOINTS:
        raise EndpointError(_("There are 20 endpoints already; remove one first."))
    secret = make_secret()
    endpoint = Endpoint.objects.create(
        url=_checked(url),
        fact_names=_known(fact_names),
        secret_sealed=seal(secret, purpose=PURPOSE),
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(ADDED, endpoint)
    transaction.on_commit(queries.forget)
    return endpoint, secret


@transaction.atomic
def edit_endpoint(*, endpoint_id: int, url: str, fact_names: Sequence[str]) -> Endpoint:
    """Change where an endpoint is and what it hears of; the same again changes nothing. Raises EndpointError."""
    endpoint = _locked(endpoint_id)
    new = {"url": _checked(url), "fact_names": _known(fact_names)}
    if any(getattr(endpoint, name) != value for name, value in new.items()):
        endpoint.url, endpoint.fact_names = str(new["url"]), list(new["fact_names"])
        endpoint.save(update_fields=["url", "fact_names"])
        ledger.record(EDITED, endpoint)
        transaction.on_commit(queries.forget)
    return endpoint


@transaction.atomic
def remove_endpoint(*, endpoint_id: int) -> None:
    """Tell an outside system nothing more, and forget what it was told. Removing it again changes nothing."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    if endpoint:
        ledger.record(REMOVED, endpoint)
        endpoint.delete()
        transaction.on_commit(queries.forget)


@transaction.atomic
def rotate_secret(*, endpoint_id: int) -> str:
    """Give an endpoint a new secret and return it; for a day both sign, so that nothing is lost while it is changed there."""
    endpoint, secret = _locked(endpoint_id), make_secret()
    endpoint.old_secret_sealed, endpoint.old_secret_until = endpoint.secret_sealed, clock.now() + BOTH_SIGN
    endpoint.secret_sealed = seal(secret, purpose=PURPOSE)
    endpoint.save(update_fields=["secret_sealed", "old_secret_sealed", "old_secret_until"])
    ledger.record(ROTATED, endpoint)
    return secret


@transaction.atomic
def switch_on(*, endpoint_id: int) -> Endpoint:
    """Send to an endpoint again; what happened meanwhile is not made up for."""
    endpoint = _locked(endpoint_id)
    if endpoint.switched_off_at:
        endpoint.switched_off_at = endpoint.failing_since = endpoint.slow_since = None
        endpoint.save(update_fields=["switched_off_at", "failing_since", "slow_since"])
        ledger.record(SWITCHED_ON, endpoint)
        transaction.on_commit(queries.forget)
    return endpoint


@transaction.atomic
def owe(*, fact: Fact, endpoint_id: int) -> Delivery:
    """Owe an endpoint the message of a fact, in the transaction of the fact."""
    page = f"{settings.BASE_URL.rstrip('/')}/api/v1/facts?after={fact.pk - 1}&limit=1"
    data = {
        "fact_id": fact.pk,
        "subject": {"type": fact.subject_type, "id": fact.subject_id},
        "company_id": fact.company_id,
        "contact_id": fact.contact_id,
        "details": fact.details,
        "links": {"fact": page},
    }
    return _put_down(endpoint_id, fact.name, fact.happened_at.isoformat(), data, fact_id=fact.pk)


@transaction.atomic
def owe_test(*, endpoint_id: int) -> Delivery:
    """Owe an endpoint a message that only says it is a test."""
    return _put_down(_locked(endpoint_id).pk, "webhook.test", clock.now().isoformat(), {"test": True}, fact_id=None)


@transaction.atomic
def redeliver(*, delivery_id: int) -> Delivery:
    """Send a message again by hand, under its old id: a receiver that took it already can tell."""
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery_id)
    if delivery.state != Delivery.State.WAITING:
        delivery.state, delivery.tries = Delivery.State.WAITING, 0
        delivery.save(update_fields=["state", "tries"])
        ledger.record(OWED, delivery)
    return delivery


@transaction.atomic
def note_attempt(*, delivery_id: int, outcome: Outcome) -> int | None:
    """Note how a try ended; return in how many seconds to try again, None when there is nothing left to do."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
    if delivery is None:
        return None
    Attempt.objects.create(
        delivery=delivery,
        tried_at=clock.now(),
        status=outcome.status,
        milliseconds=outcome.milliseconds,
        excerpt=clean_words(outcome.excerpt)[:MOST_EXCERPT],
    )
    delivery.tries += 1
    wait = None if outcome.is_good or delivery.tries > len(WAITS) else WAITS[delivery.tries - 1]
    is_off = _note_health(delivery.endpoint_id, outcome)
    wait = None if is_off else wait
    failed = Delivery.State.FAILED if wait is None else Delivery.State.WAITING
    delivery.state = Delivery.State.DELIVERED if outcome.is_good else failed
    delivery.save(update_fields=["tries", "state"])
    return wait


def secrets_of(endpoint: Endpoint) -> list[str]:
    """Return the secrets that sign now, the newest first."""
    sealed = [endpoint.secret_sealed]
    if endpoint.both_sign_until:
        sealed.append(endpoint.old_secret_sealed)
    return [secret for secret in (unseal(one, purpose=PURPOSE) for one in sealed) if secret]


def forget_old_deliveries() -> int:
    """Delete deliveries of more than a month ago; return how many rows went."""
    return Delivery.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]


def _note_health(endpoint_id: int, outcome: Outcome) -> bool:
    """Note since when an endpoint fails and switch it off after days, or when it is gone; return whether it is off."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint_id)
    if outcome.is_good:
        slow = (endpoint.slow_since or clock.now()) if outcome.milliseconds > SLOW_MILLISECONDS else None
        if (endpoint.failing_since, endpoint.slow_since) != (None, slow):
            endpoint.failing_since, endpoint.slow_since = None, slow
            endpoint.save(update_fields=["failing_since", "slow_since"])
        return False
    endpoint.failing_since = endpoint.failing_since or clock.now()
    is_over = outcome.status == GONE or clock.now() - endpoint.failing_since >= MOST_FAILING
    if is_over and endpoint.switched_off_at is None:
        endpoint.switched_off_at = clock.now()
        ledger.record(SWITCHED_OFF, endpoint, status=outcome.status)
        transaction.on_commit(queries.forget)
    endpoint.save(update_fields=["failing_since", "switched_off_at"])
    return endpoint.switched_off_at is not None


def _put_down(endpoint_id: int, kind: str, moment: str, data: dict[str, Any], *, fact_id: int | None) -> Delivery:
    body = json.dumps({"type": kind, "timestamp": moment, "data": data}, separators=(",", ":"))
    delivery = Delivery.objects.create(
        endpoint_id=endpoint_id,
        message_id=f"msg_{secrets.token_hex(12)}",
        type=kind,
        fact_id=fact_id,
        body=body,
        made_at=clock.now(),
    )
    ledger.record(OWED, delivery)
    return delivery


def _checked(url: str) -> str:
    try:
        target_of(url.strip())
    except FetchError as problem:
        raise EndpointError(str(problem), field="url") from problem
    return url.strip()


def _known(fact_names: Sequence[str]) -> list[str]:
    if unknown := set(fact_names) - {name for name, _meaning in queries.offered_names()}:
        raise EndpointError(
            _("There is no fact “%(name)s”; choose from the list.") % {"name": min(unknown)}, field="fact_names"
        )
    return sorted(set(fact_names))


def _locked(endpoint_id: int) -> Endpoint:
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise EndpointError(_("This endpoint does not exist any more; go back to the list."))
    return endpoint
