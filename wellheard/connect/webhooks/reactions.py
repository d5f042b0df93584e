"""What facts owe outside systems, and what endpoints that fail owe admins."""

import time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from wellheard.connect.webhooks import commands, queries
from wellheard.connect.webhooks.models import Delivery, Endpoint
from wellheard.connect.webhooks.signing import signed
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.http import FetchError, fetch
from wellheard.foundation.jobs import OUTSIDE, OUTSIDE_SLOW
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

SECONDS = 10.0
MOST_ANSWER = 100_000


def listen_to_the_ledger() -> None:
    """Owe a message to each endpoint that wants a fact, in the transaction of the fact."""
    ledger.watch(_owe)


def _owe(fact: Fact) -> None:
    wanting = queries.endpoints_for(fact.name)
    if not wanting:
        return
    # One may have been removed or switched off in another process a moment ago.
    for endpoint_id in Endpoint.objects.at_work().filter(pk__in=wanting).values_list("pk", flat=True):
        commands.owe(fact=fact, endpoint_id=endpoint_id)


@reacts_to(commands.OWED, queue=OUTSIDE)
def deliver_first(fact: Fact) -> None:
    """Send a message that has just come up; to an endpoint that fails or is slow where nobody else waits for it."""
    endpoint = Endpoint.objects.filter(deliveries=fact.subject_id).first()
    if endpoint and endpoint.waits_apart:
        deliver_again.defer(delivery_id=fact.subject_id)
    else:
        deliver_once(fact.subject_id)


@app.task(name="connect.webhooks.deliver_again", queue=OUTSIDE_SLOW, pass_context=False)
def deliver_again(delivery_id: int) -> None:
    """Send a message that was tried before, or whose endpoint is slow."""
    deliver_once(delivery_id)


def deliver_once(delivery_id: int) -> None:
    """Send a message that still waits, note how it went, and come back later when it has to be.

    A crash after the receiver took it sends it again, under the same id.
    """
    delivery = Delivery.objects.select_related("endpoint").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != Delivery.State.WAITING:
        return
    outcome = _send(delivery)
    wait = commands.note_attempt(delivery_id=delivery_id, outcome=outcome)
    if wait is not None:
        deliver_again.configure(schedule_in={"seconds": wait}).defer(delivery_id=delivery_id)


def _send(delivery: Delivery) -> commands.Outcome:
    body = delivery.body.encode()
    headers = signed(
        body,
        message_id=delivery.message_id,
        moment=int(clock.now().timestamp()),
        with_secrets=commands.secrets_of(delivery.endpoint),
    )
    began = time.monotonic()
    try:
        answer = fetch(
            delivery.endpoint.url,
            method="POST",
            body=body,
            headers={**headers, "Content-Type": "application/json"},
            seconds=SECONDS,
            most_bytes=MOST_ANSWER,
        )
    except FetchError as problem:
        return commands.Outcome(None, str(problem), _since(began))
    return commands.Outcome(answer.status, answer.body.decode("utf-8", "replace"), _since(began))


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


@reacts_to(commands.SWITCHED_OFF)
def tell_admins(fact: Fact) -> None:
    """Tell every admin that an outside system is told nothing any more."""
    endpoint = Endpoint.objects.filter(pk=fact.subject_id).first()
    if endpoint is None:
        return
    page = settings.BASE_URL.rstrip("/") + reverse("settings_webhook", args=[endpoint.pk])
    for admin in Staff.objects.at_work().filter(role=Role.ADMIN):
        queue_mail(
            Letter(
                key=f"webhook-off:{fact.pk}:{admin.pk}",
                to_address=admin.email,
                to_name=admin.name,
                subject=_("A webhook was switched off"),
                body=_(
                    "%(url)s has refused every message for days, or said that it is gone. It is told nothing more.\n\n"
                    "Look at what it answered, and switch it on again when it is well: %(page)s"
                )
                % {"url": endpoint.url, "page": page},
            )
        )
