"""PostgreSQL takes a part of the machine's memory that leaves room for everything else."""

import pytest

from tests.foundation.database.rooms import POSTGRES, Room
from wellheard.foundation import database
from wellheard.foundation.database.memory import MB, machine_memory, memory_settings


@pytest.mark.parametrize(
    ("machine", "own", "with_the_system"),
    [(512, 128, 256), (2048, 256, 1024), (8192, 1024, 4096), (262_144, 1024, 131_072)],
)
def test_it_takes_an_eighth_never_little_and_never_very_much(machine: int, own: int, with_the_system: int) -> None:
    assert memory_settings(machine * MB) == {
        "shared_buffers": f"{own}MB",
        "effective_cache_size": f"{with_the_system}MB",
    }


def test_a_machine_of_which_nothing_is_known_gets_the_least() -> None:
    assert memory_settings(0) == {"shared_buffers": "128MB", "effective_cache_size": "128MB"}


def test_this_machine_has_memory() -> None:
    assert 64 * MB < machine_memory() < 2**50


def test_the_database_runs_with_it(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin):
        megabytes = memory_settings()["shared_buffers"].removesuffix("MB")
        assert my_room.ask("SELECT setting::int / 128 FROM pg_settings WHERE name = 'shared_buffers'") == [
            (int(megabytes),)
        ]
