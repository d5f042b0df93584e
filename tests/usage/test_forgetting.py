"""What was kept long enough is deleted, and what an erased person did is in no file any more; each with a record."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.makers import (
    make_arrived,
    make_company,
    make_contact,
    make_event_name,
    make_survey,
    make_survey_answer,
)
from tests.usage.test_lake import catalog_of, rows_of
from wellheard.customers.commands import erase_contact
from wellheard.customers.erasing import everything_of, person_of
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.sources.commands import keep_dead_letter
from wellheard.listen.sources.models import DeadLetter
from wellheard.listen.surveys.models import Display
from wellheard.listen.usage import lake_rows, reactions
from wellheard.listen.usage.commands import erase_owed, forget_old, keep_for
from wellheard.listen.usage.lake.places import Place
from wellheard.listen.usage.lake.store import LakeStore
from wellheard.listen.usage.models import (
    ArrivedEvent,
    DailyUse,
    Deletion,
    DeviceTraits,
    KeptFor,
    OwedErasure,
    RecentEvent,
    SeenMessage,
)
from wellheard.listen.usage.moving import move_all
from wellheard.workspace.commands import StaleError

pytestmark = pytest.mark.django_db
Arrive = Callable[..., None]


def known(external_id: str, device: str) -> Contact:
    contact = make_contact(company=make_company())
    for kind, value in (("external", external_id), ("device", device)):
        ContactIdentity.objects.create(contact=contact, kind=kind, value=value)
    return contact


def test_a_person_s_events_are_in_their_export_and_after_erasure_in_no_file(
    own_lake: LakeStore, place: Place, arrive: Arrive, monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]
) -> None:
    monkeypatch.setattr(lake_rows, "place", lambda: place)
    monkeypatch.setattr(reactions, "event_store", lambda: own_lake)
    ada = known("zzz-ada", "zzz-device")
    arrive(
        make_arrived(user_id="zzz-ada", is_trusted=True, name="Exported", properties=json.dumps({"file": "zzz-words"})),
        make_arrived(anonymous_id="zzz-device", name="Opened"),
        make_arrived(kind="identify", anonymous_id="zzz-device", traits='{"name": "zzz-claimed"}'),
        *(make_arrived(user_id="zzz-ada", is_trusted=True, name="Exported") for _n in range(1200)),
        *(make_arrived(name="Others", anonymous_id="d-other") for _n in range(1200)),
    )
    move_all(own_lake)
    arrive(make_arrived(user_id="zzz-ada", is_trusted=True))

    told = everything_of(person_of(ada.pk))
    assert len(told["events"]) == 1202
    assert {"file": "zzz-words"} in [json.loads(event["properties"]) for event in told["events"]]
    assert sum(row["count"] for row in told["use"]) == 1202
    assert told["claims"][0]["traits"] == {"name": "zzz-claimed"}

    erase_contact(contact_id=ada.pk)
    run_jobs()

    files = [path.read_bytes() for path in sorted(Path(place.files).rglob("*")) if path.is_file()]
    assert own_lake.size() == 1200
    assert not [one for one in files if b"zzz-" in one]
    assert "zzz-" not in rows_of(place)
    assert "zzz-" not in catalog_of(place)
    assert not ArrivedEvent.objects.exists()
    assert not OwedErasure.objects.exists()
    assert not DeviceTraits.objects.exists()
    assert not RecentEvent.objects.filter(contact=ada).exists()
    assert set(DailyUse.objects.values_list("known_as", flat=True)) == {"", "device:d-other"}
    assert not DailyUse.objects.exclude(contact=None).exists()
    deletion = Deletion.objects.get()
    assert (deletion.kind, deletion.count, deletion.contact_id) == ("person", 1202, ada.pk)
    assert Fact.objects.filter(name="events.erased", contact_id=ada.pk).count() == 1


def test_an_erasure_that_broke_off_is_done_again(lake: LakeStore, arrive: Arrive) -> None:
    ada = known("u-1", "d-1")
    arrive(make_arrived(user_id="u-1", is_trusted=True))
    move_all(lake)
    erase_contact(contact_id=ada.pk)
    owed = OwedErasure.objects.get()

    assert erase_owed(store=lake) == 1
    owed.save(force_insert=True)
    assert erase_owed(store=lake) == 1

    assert lake.size() == 0
    assert sorted(Deletion.objects.values_list("count", flat=True)) == [0, 1]


def test_somebody_of_whom_no_event_was_ever_moved_needs_no_lake(run_jobs: Callable[[], None]) -> None:
    ada = known("u-1", "d-1")

    assert everything_of(person_of(ada.pk))["events"] == []
    erase_contact(contact_id=ada.pk)
    run_jobs()

    assert not OwedErasure.objects.exists()


def test_what_is_older_than_its_time_is_deleted_with_a_record(lake: LakeStore, arrive: Arrive) -> None:
    keep_for(days={"events": 100, "sums": 200}, versions={})
    now = clock.now()
    for days in (300, 150, 50):
        with clock.at(now - timedelta(days=days)):
            arrive(make_arrived(group_id="a", is_trusted=True))
            move_all(lake)

    forget_old(store=lake)
    forget_old(store=lake)

    assert lake.size() == 1
    assert DailyUse.objects.count() == 2
    assert dict(Deletion.objects.values_list("kind", "count")) == {"events": 2, "sums": 1}
    assert SeenMessage.objects.count() == 0


def test_letters_and_who_was_shown_what_have_their_own_times_and_records(lake: LakeStore) -> None:
    survey, now = make_survey(), clock.now()
    old, fresh = now - timedelta(days=731), now - timedelta(days=29)
    make_survey_answer(survey, 9, contact=make_contact(), at=old)
    for number, at in enumerate((old, fresh)):
        shown = {"channel": "in_app", "state": Display.State.SHOWN, "shown_at": at}
        Display.objects.create(survey=survey, contact=make_contact(), key=f"shown-{number}", **shown)
    for number, days in enumerate((31, 29)):
        at = now - timedelta(days=days)
        keep_dead_letter(
            source_id=None, protocol="segment", body=b"%d" % number, reason="It is no JSON.", received_at=at
        )

    forget_old(store=lake)
    forget_old(store=lake)

    assert dict(Deletion.objects.values_list("kind", "count")) == {"dead_letters": 1, "displays": 1}
    assert Fact.objects.filter(name="keeping.forgotten").count() == 2
    assert bytes(DeadLetter.objects.get().body) == b"1"
    assert Display.objects.filter(response=None).get().key == "shown-1"
    assert Display.objects.exclude(response=None).count() == 1


def test_what_is_kept_for_ever_is_not_deleted(lake: LakeStore) -> None:
    keep_for(days={"sums": 0}, versions={})
    DailyUse.objects.create(day=clock.today() - timedelta(days=9000), event=make_event_name(), count=1)

    forget_old(store=lake)

    assert DailyUse.objects.exists()


def test_two_who_change_how_long_do_not_overwrite_each_other() -> None:
    keep_for(days={"events": 100}, versions={})
    keep_for(days={"events": 100}, versions={"events": 1})

    with pytest.raises(StaleError):
        keep_for(days={"events": 50}, versions={"events": 0})

    assert KeptFor.objects.get().days == 100
