"""The tables of the database: whether they fit this version of Wellheard, and bringing them up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from wellheard.foundation import derived, first_tables
from wellheard.foundation.database import DatabaseError

# Any number will do, as long as nothing else in this database locks it.
_LOCK = 7_311_846_230

Report = Callable[[str], None]


class NewerSchemaError(DatabaseError):
    """The tables were made by a newer version of Wellheard than this one."""

    def __init__(self, unknown: list[str]) -> None:
        super().__init__(
            f"The database was brought up to date by a newer Wellheard (it has {unknown[-1]}, which this version does not "
            "know). Nothing was changed. Install that version again, or restore a backup made by this one."
        )


def pending() -> list[str]:
    """Return the migrations that are not applied yet, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def fits() -> bool:
    """Tell whether all migrations are applied, by their names alone: a process that loads them holds 15 MB for good."""
    applied = MigrationRecorder(connection).applied_migrations()
    return all((app.label, name) in applied for app in apps.get_app_configs() for name in _names(app.label))


def _names(label: str) -> list[str]:
    package, _is_named = MigrationLoader.migrations_module(label)
    spec = find_spec(package) if package else None
    places = spec.submodule_search_locations if spec else None
    return [module.name for module in iter_modules(places or []) if module.name[0] not in "_~"]


def unknown() -> list[str]:
    """Return applied migrations that this version does not have: then the tables are newer than the code."""
    loader = MigrationLoader(connection)
    applied = {key for key in loader.applied_migrations if key[0] in loader.migrated_apps}
    return sorted(f"{label}.{name}" for label, name in applied - set(loader.disk_migrations))


def applied_heads() -> dict[str, str]:
    """Return the newest applied migration of each app."""
    # The last of each app wins.
    return dict(sorted(MigrationLoader(connection).applied_migrations))


def not_known_here(heads: dict[str, str]) -> list[str]:
    """Return those migrations that this version does not have; parts that were taken out since then are no hindrance."""
    loader = MigrationLoader(None)
    known = {label for label, _ in loader.disk_migrations}
    return [
        f"{label}.{name}"
        for label, name in heads.items()
        if label in known and (label, name) not in loader.disk_migrations
    ]


def bring_up_to_date(*, report: Report) -> None:
    """Apply what is pending, one process at a time. Raises NewerSchemaError and changes nothing when the tables are newer."""
    with _alone(report):
        if newer := unknown():
            raise NewerSchemaError(newer)
        if steps := pending():
            if not first_tables.make_in_empty_database():
                report(f"Bringing the tables up to date ({len(steps)} {'step' if len(steps) == 1 else 'steps'})…")
                derived.drop_all()
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        derived.make_all(report=report)


@contextmanager
def _alone(report: Report) -> Iterator[None]:
    if not _call("pg_try_advisory_lock"):
        report("Another process is bringing the tables up to date; waiting for it…")
        _call("pg_advisory_lock")
    try:
        yield
    finally:
        _call("pg_advisory_unlock")


def _call(function: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])
        return cursor.fetchone()[0]
