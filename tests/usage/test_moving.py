"""What arrived is moved into the lake and the sums, each message once, whatever happens on the way."""

import json
import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections

from tests.makers import keep_now, make_arrived, make_company, make_contact, make_event_name
from wellheard.customers.commands import erase_contact
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership
from wellheard.foundation import clock
from wellheard.listen.usage import moving
from wellheard.listen.usage.commands import settle_batch
from wellheard.listen.usage.holding import LAKE_LOCK
from wellheard.listen.usage.lake.places import Place
from wellheard.listen.usage.lake.store import LakeStore
from wellheard.listen.usage.models import (
    ArrivedEvent,
    Batch,
    CompanySeen,
    ContactSeen,
    DailyUse,
    DeviceTraits,
    EventName,
    RecentEvent,
)

Arrive = Callable[..., None]
pytestmark = pytest.mark.django_db
commits = pytest.mark.django_db(transaction=True)

move_all = moving.move_all


def known(external_id: str = "", device: str = "", company: Company | None = None) -> Contact:
    contact = make_contact(company=company)
    for kind, value in (("external", external_id), ("device", device)):
        if value:
            ContactIdentity.objects.create(contact=contact, kind=kind, value=value)
    return contact


def test_what_a_server_tells_counts_for_its_contact_and_company(lake: LakeStore, arrive: Arrive) -> None:
    acme = make_company(external_id="acme")
    ada = known("u-1", company=acme)
    said = {"user_id": "u-1", "is_trusted": True, "name": "Report exported"}
    arrive(make_arrived(**said), make_arrived(**said), make_arrived(**said | {"name": "Signed in"}))

    assert move_all(lake) == 3

    uses = {(use.event.name, use.company, use.contact): use.count for use in DailyUse.objects.all()}
    assert uses == {("Report exported", acme, ada): 2, ("Signed in", acme, ada): 1}
    assert CompanySeen.objects.get().company == acme
    assert ContactSeen.objects.get().contact == ada
    assert RecentEvent.objects.filter(company=acme, contact=ada).count() == 3
    assert {one.name for one in lake.timeline([acme.pk], most=9)} == {"Report exported", "Signed in"}
    assert not ArrivedEvent.objects.exists()


def test_a_message_that_comes_again_counts_once_in_this_batch_and_in_a_later_one(
    lake: LakeStore, arrive: Arrive
) -> None:
    message = make_arrived(message_id="the-same")
    arrive(message, message)
    move_all(lake)
    arrive(message, make_arrived(message_id="the-same", source_id=2))
    move_all(lake)

    assert lake.size() == 2
    assert sum(DailyUse.objects.values_list("count", flat=True)) == 2
    assert list(Batch.objects.order_by("pk").values_list("messages", "repeated")) == [(2, 1), (2, 1)]


def test_a_second_batch_adds_to_the_sums_of_the_first(lake: LakeStore, arrive: Arrive) -> None:
    for _again in range(2):
        arrive(make_arrived(name="One", anonymous_id="d-1"), make_arrived(name="One"))
        move_all(lake)

    assert sorted(DailyUse.objects.values_list("known_as", "count")) == [("", 2), ("device:d-1", 2)]
    assert EventName.objects.get().count == 4


def test_a_browser_s_claim_to_be_somebody_is_believed_by_nobody(lake: LakeStore, arrive: Arrive) -> None:
    acme = make_company(external_id="acme", name="Acme")
    known("u-1", company=acme)
    claims = {"user_id": "u-1", "group_id": "acme", "anonymous_id": "d-9"}
    arrive(
        make_arrived(**claims),
        make_arrived(kind="identify", traits=json.dumps({"name": "Mallory", "mrr": 1}), **claims),
        make_arrived(kind="group", traits=json.dumps({"name": "Ours now"}), **claims),
        make_arrived(kind="alias", previous_id="u-1", user_id="u-2"),
    )

    move_all(lake)

    use = DailyUse.objects.get()
    assert (use.company, use.contact, use.known_as) == (None, None, "device:d-9")
    assert Company.objects.get().name == "Acme"
    assert Contact.objects.count() == 1
    assert DeviceTraits.objects.get().traits == {"name": "Mallory", "mrr": 1}


def test_a_server_says_who_people_and_companies_are(lake: LakeStore, arrive: Arrive) -> None:
    arrive(
        make_arrived(
            kind="identify",
            user_id="u-1",
            anonymous_id="d-1",
            is_trusted=True,
            traits=json.dumps({"firstName": "Ada", "lastName": "Lim", "email": "ada@acme.example", "role": "admin"}),
        ),
        make_arrived(
            kind="group",
            user_id="u-1",
            group_id="acme",
            is_trusted=True,
            traits=json.dumps({"name": "Acme", "plan": "Pro", "website": "https://acme.example/", "mrr": 120.5}),
        ),
        make_arrived(user_id="u-1", is_trusted=True),
    )

    move_all(lake)

    ada = ContactIdentity.objects.get(kind="external", value="u-1").contact
    acme = Company.objects.get()
    assert (ada.name, ada.attributes) == ("Ada Lim", {"role": "admin"})
    assert set(ada.identities.values_list("kind", "value")) == {
        ("external", "u-1"),
        ("email", "ada@acme.example"),
        ("device", "d-1"),
    }
    assert (acme.name, acme.external_id, acme.plan, acme.domain, acme.mrr_minor) == (
        "Acme", "acme", "Pro", "acme.example", 12050,
    )  # fmt: skip
    assert Membership.objects.get().company == acme
    assert DailyUse.objects.get().contact == ada


def test_one_message_that_cannot_be_kept_does_not_hold_up_the_others(lake: LakeStore, arrive: Arrive) -> None:
    arrive(
        make_arrived(
            kind="group", group_id="x", is_trusted=True, traits=json.dumps({"name": "x", "industry": "y" * 500})
        ),
        make_arrived(kind="identify", user_id="u-2", is_trusted=True, traits="[1, 2"),
        make_arrived(kind="identify", user_id="u-3", is_trusted=True, traits='{"email": "nonsense", "name": "Bo"}'),
        make_arrived(name="Fine"),
    )

    move_all(lake)

    assert EventName.objects.get().name == "Fine"
    assert ContactIdentity.objects.get(value="u-3").contact.name == "Bo"


def test_a_message_that_fails_as_nobody_thought_of_is_left_out_and_noted_without_its_words(
    lake: LakeStore, arrive: Arrive, caplog: pytest.LogCaptureFixture
) -> None:
    arrive(
        # Deeper than can be read.
        make_arrived(
            kind="identify", user_id="u-1", is_trusted=True, traits='{"role": "a secret", "in": ' + "[" * 9_000
        ),
        make_arrived(kind="identify", user_id="u-2", is_trusted=True, traits='{"role": "pilot"}'),
        make_arrived(name="Fine", source_id=7),
    )

    move_all(lake)

    assert ContactIdentity.objects.get().contact.attributes == {"role": "pilot"}
    assert EventName.objects.get().name == "Fine"
    assert not ArrivedEvent.objects.exists()
    noted = [vars(record) for record in caplog.records if record.levelname == "ERROR"]
    assert [(one["kind"], one["error"]) for one in noted] == [("identify", "RecursionError")]
    assert "traits.py" in noted[0]["at"]
    assert "secret" not in caplog.text + noted[0]["at"]


@commits
def test_a_message_that_meets_a_lock_waits_with_the_others_and_is_done_the_next_time(lake: LakeStore) -> None:
    acme = make_company(external_id="acme", name="Acme")
    keep_now(
        make_arrived(kind="group", group_id="acme", is_trusted=True, traits='{"name": "Acme Ltd"}'),
        make_arrived(name="Done", group_id="acme", is_trusted=True),
    )
    other = connections.create_connection("default")
    other.set_autocommit(autocommit=False)
    with other.cursor() as cursor:
        cursor.execute("SELECT FROM customers_company WHERE id = %s FOR UPDATE", [acme.pk])
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")

    with pytest.raises(OperationalError):
        move_all(lake)
    assert ArrivedEvent.objects.count() == 2

    other.rollback()
    other.close()
    assert move_all(lake) == 2
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    assert Company.objects.get().name == "Acme Ltd"
    assert DailyUse.objects.get().count == 1


@pytest.mark.parametrize("said", ["1e300", '"1e999999999"', '"1e-999999999"', '"9e99999999999999999999"', "1" * 400])
def test_an_amount_that_nobody_pays_is_no_amount_and_holds_up_nobody(
    lake: LakeStore, arrive: Arrive, said: str
) -> None:
    arrive(
        make_arrived(kind="group", group_id="acme", is_trusted=True, traits=f'{{"name": "Acme", "mrr": {said}}}'),
        make_arrived(kind="group", group_id="bolt", is_trusted=True, traits='{"name": "Bolt", "mrr": 1e6}'),
    )

    move_all(lake)

    assert dict(Company.objects.values_list("name", "mrr_minor")) == {"Acme": 0, "Bolt": 100_000_000}


def test_what_a_device_did_follows_it_when_it_is_joined(
    lake: LakeStore, arrive: Arrive, run_jobs: Callable[[], None]
) -> None:
    acme = make_company()
    ada = known("u-1", company=acme)
    arrive(make_arrived(anonymous_id="d-1"), make_arrived(anonymous_id="d-2"))
    move_all(lake)

    arrive(make_arrived(kind="identify", user_id="u-1", anonymous_id="d-1", is_trusted=True))
    move_all(lake)
    run_jobs()

    assert set(DailyUse.objects.values_list("company", "contact", "known_as")) == {
        (acme.pk, ada.pk, "device:d-1"),
        (None, None, "device:d-2"),
    }
    assert ContactSeen.objects.get().contact == ada
    assert CompanySeen.objects.get().company == acme


def test_whoever_was_erased_is_nobody_when_their_client_goes_on(lake: LakeStore, arrive: Arrive) -> None:
    ada = known("u-1", "d-1", company=make_company())
    erase_contact(contact_id=ada.pk)
    arrive(make_arrived(user_id="u-1", anonymous_id="d-1", is_trusted=True), make_arrived(anonymous_id="d-1"))

    move_all(lake)

    use = DailyUse.objects.get()
    assert (use.contact, use.known_as, use.count) == (None, "", 2)
    today = clock.now().date()
    kept = list(lake.counts(today - timedelta(1), today + timedelta(2)))
    assert [(one.contact_id, one.known_as) for one in kept] == [(None, "")]


def test_a_clock_that_is_years_off_is_not_believed(lake: LakeStore, arrive: Arrive) -> None:
    now = clock.now()
    arrive(make_arrived(said_at=now + timedelta(days=900)), make_arrived(said_at=now - timedelta(days=90)))

    move_all(lake)

    assert DailyUse.objects.get().day == now.date()


def test_names_without_end_are_counted_together(
    lake: LakeStore, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellheard.listen.usage.commands.summing.MOST_NAMES", 2)
    make_event_name(name="Known")
    arrive(*(make_arrived(name=name) for name in ("Known", "a", "b", "c")))

    move_all(lake)

    assert dict(EventName.objects.values_list("name", "count")) == {"Known": 1, "a": 1, "(others)": 2}


def test_only_the_latest_events_of_a_company_are_kept_for_its_page(lake: LakeStore, arrive: Arrive) -> None:
    acme = make_company(external_id="acme")
    now = clock.now()
    for start in (0, 40):
        arrive(
            *(
                make_arrived(group_id="acme", is_trusted=True, said_at=now - timedelta(minutes=n))
                for n in range(start, start + 40)
            )
        )
        move_all(lake)

    assert RecentEvent.objects.filter(company=acme).count() == 50
    assert RecentEvent.objects.filter(said_at__gte=now - timedelta(minutes=49)).count() == 50


@commits
def test_two_movers_do_not_move_at_once(lake: LakeStore) -> None:
    keep_now(make_arrived())
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LAKE_LOCK])

    assert move_all(lake) == 0
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LAKE_LOCK])
    other.close()

    assert move_all(lake) == 1


def _killed(place: Place, step: str) -> None:
    """Move in a process that is killed at this step."""

    def die(*_arguments: object, **_named: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def then_die(work: Callable[..., object]) -> Callable[..., object]:
        def both(*arguments: object, **named: object) -> None:
            work(*arguments, **named)
            die()

        return both

    store = LakeStore(place)
    if step == "claimed":
        setattr(moving, "apply_said", die)  # noqa: B010 - in a process of its own
    elif step == "applied":
        store.append = die  # type: ignore[method-assign]
    elif step == "in the lake":
        setattr(moving, "settle_batch", die)  # noqa: B010
    elif step == "settled":
        setattr(moving, "settle_batch", then_die(settle_batch))  # noqa: B010
    move_all(store)


@commits
@pytest.mark.all
@pytest.mark.parametrize("step", ["claimed", "applied", "in the lake", "settled"])
def test_a_mover_that_is_killed_between_two_steps_loses_nothing_and_moves_nothing_twice(
    place: Place, own_lake: LakeStore, step: str
) -> None:
    keep_now(
        make_arrived(kind="group", group_id="acme", is_trusted=True, traits='{"name": "Acme"}'),
        *(make_arrived(name="Done", group_id="acme", is_trusted=True) for _n in range(7)),
    )
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_killed, args=(place, step))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL

    keep_now(make_arrived(name="Done", group_id="acme", is_trusted=True))
    move_all(own_lake)

    assert own_lake.size() == 8
    assert DailyUse.objects.get().count == 8
    assert EventName.objects.get().count == 8
    assert Company.objects.get().name == "Acme"
    assert not ArrivedEvent.objects.exists()
    assert not Batch.objects.filter(moved_at=None).exists()
