"""The lake keeps each batch once, and what is deleted is in no file any more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from wellheard.listen.usage.event_store import Event, StoreError, Subject
from wellheard.listen.usage.lake.places import Place
from wellheard.listen.usage.lake.store import LakeStore

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def event(**said: object) -> Event:
    plain = {
        "said_at": NOON, "received_at": NOON, "source_id": 1, "message_id": "m", "kind": "track", "name": "Exported",
        "company_id": None, "contact_id": None, "known_as": "", "user_id": "", "device": "", "group_id": "",
        "properties": "{}", "context": "{}", "is_trusted": True,
    }  # fmt: skip
    return Event(**plain | said)  # type: ignore[arg-type]


def bytes_of(place: Place) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(Path(place.files).rglob("*")) if path.is_file())


def rows_of(place: Place) -> str:
    """Return every row of every file, read by DuckDB past the catalog: files pack what repeats."""
    import duckdb

    files = [str(path) for path in sorted(Path(place.files).rglob("*.parquet"))]
    with duckdb.connect() as duck:
        return "".join(str(duck.execute("SELECT * FROM read_parquet(?)", [file]).fetchall()) for file in files)


def catalog_of(place: Place) -> str:
    with psycopg.connect(place.dsn) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [place.schema]).fetchall()
        tables = [sql.Identifier(place.schema, name) for (name,) in names]
        return "".join(str(database.execute(sql.SQL("SELECT * FROM {}").format(table)).fetchall()) for table in tables)


def test_a_batch_is_kept_once(lake: LakeStore) -> None:
    lake.append(1, [event(name="One", properties='{"pages": 3}'), event(name="Two")])
    lake.append(1, [event(name="One"), event(name="Two")])
    lake.append(2, [])

    assert lake.size() == 2
    assert {(one.name, one.said_at, one.properties) for one in lake.timeline([1], most=5)} == set()


def test_a_company_s_latest_events_come_first(lake: LakeStore) -> None:
    lake.append(1, [event(name=f"{n}", company_id=7, said_at=NOON + timedelta(minutes=n)) for n in range(5)])
    lake.append(2, [event(name="other", company_id=8)])

    found = lake.timeline([7], most=2)

    assert [one.name for one in found] == ["4", "3"]
    assert found[0].said_at == NOON + timedelta(minutes=4)


def test_sums_are_told_by_day(lake: LakeStore) -> None:
    lake.append(
        1, [event(company_id=7, contact_id=1), event(company_id=7, contact_id=1), event(said_at=NOON - timedelta(1))]
    )

    found = list(lake.counts(NOON.date(), NOON.date() + timedelta(1)))

    assert [(one.day, one.company_id, one.contact_id, one.name, one.count) for one in found] == [
        (NOON.date(), 7, 1, "Exported", 2)
    ]


def test_what_a_person_did_is_theirs_by_every_name_but_not_what_a_browser_claims(lake: LakeStore) -> None:
    lake.append(
        1,
        [
            event(name="known", contact_id=5),
            event(name="by id", user_id="u-5"),
            event(name="on their device", device="d-5"),
            event(name="claimed", user_id="u-5", is_trusted=False),
            event(name="somebody else on their device", contact_id=6, device="d-5"),
        ],
    )

    found = lake.of_subject(Subject((5,), ("u-5",), ("d-5",)))

    assert {one.name for one in found} == {"known", "by id", "on their device"}


@pytest.mark.parametrize("rows", [1, 3000], ids=["kept in the catalog", "kept in a file"])
def test_what_is_deleted_is_in_no_file_and_in_no_row_any_more(own_lake: LakeStore, place: Place, rows: int) -> None:
    own_lake.append(
        1, [event(contact_id=5, user_id="zzz-secret", properties='{"note": "zzz-words"}') for _n in range(rows)]
    )
    own_lake.append(2, [event(contact_id=6, user_id="u-6") for _n in range(2000)])
    # Parquet may pack what repeats, but says its least and its greatest value plainly.
    assert b"zzz-secret" in bytes_of(place) or "zzz-secret" in catalog_of(place)
    assert "zzz-words" in rows_of(place) or "zzz-words" in catalog_of(place)

    assert own_lake.delete_subject(Subject(user_ids=("zzz-secret",))) == rows

    assert own_lake.size() == 2000
    assert b"zzz-" not in bytes_of(place)
    assert "u-6" in rows_of(place)
    assert "zzz-" not in rows_of(place)
    assert "zzz-" not in catalog_of(place)
    own_lake.append(3, [event(user_id="zzzz") for _n in range(2000)])
    assert own_lake.delete_subject(Subject(user_ids=("zzzz",))) == 2000


def test_a_deletion_that_broke_off_before_files_were_rewritten_is_completed_by_the_next(
    own_lake: LakeStore, place: Place
) -> None:
    own_lake.append(1, [event(user_id="zzz-secret") for _n in range(3000)])
    own_lake.append(2, [event(user_id="u-6") for _n in range(2000)])
    own_lake._change(lambda duck: duck.execute("DELETE FROM events WHERE user_id = 'zzz-secret'"))
    assert b"zzz-" in bytes_of(place)

    assert own_lake.delete_subject(Subject(user_ids=("zzz-secret",))) == 0

    assert b"zzz-" not in bytes_of(place)


def test_what_is_older_than_its_time_is_deleted(lake: LakeStore) -> None:
    lake.append(
        1, [event(name="old", company_id=1, said_at=NOON - timedelta(days=800)), event(name="new", company_id=1)]
    )

    assert lake.delete_before(NOON - timedelta(days=730)) == 1

    assert [one.name for one in lake.timeline([1], most=5)] == ["new"]


def test_small_files_become_large_ones_and_nothing_is_lost(own_lake: LakeStore, place: Place) -> None:
    for number in range(4):
        own_lake.append(number, [event(name=f"{number}") for _n in range(1500)])
    own_lake.append(10, [event(name="few")])
    before = len(list(Path(place.files).rglob("events/**/*.parquet")))

    own_lake.tidy()

    assert before == 4
    assert len(list(Path(place.files).rglob("events/**/*.parquet"))) == 1
    assert own_lake.size() == 6001
    own_lake.append(10, [event(name="few")])
    assert own_lake.size() == 6001


def test_a_lake_whose_files_were_moved_is_read_where_they_are(
    own_lake: LakeStore, place: Place, tmp_path: Path
) -> None:
    own_lake.append(1, [event(name="kept") for _n in range(1500)])
    own_lake.close()
    Path(place.files).rename(tmp_path / "moved")

    moved = LakeStore(Place(dsn=place.dsn, files=str(tmp_path / "moved"), links=place.links, schema=place.schema))

    assert {one.name for one in moved.counts(NOON.date(), NOON.date() + timedelta(1))} == {"kept"}
    moved.close()


def test_a_lake_that_cannot_be_opened_says_so_without_its_keys(place: Place) -> None:
    broken = LakeStore(Place(dsn="host=127.0.0.1 port=1 password=hush", files=place.files, links=place.links))

    with pytest.raises(StoreError) as problem:
        broken.size()

    assert "cannot be opened" in str(problem.value)
    assert "hush" not in str(problem.value)


def test_a_lake_is_opened_again_after_the_database_sent_it_away(own_lake: LakeStore, place: Place) -> None:
    own_lake.append(1, [event()])
    with psycopg.connect(place.dsn, autocommit=True) as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE %s",
            [f"%{place.schema}%"],
        )

    for _again in range(3):
        try:
            own_lake.append(2, [event()])
        except StoreError:
            continue
        break

    assert own_lake.size() == 2
