"""The tables of an empty database, made at once as their steps would make them.

One by one the steps take a newcomer most of a minute: between them Django draws hundreds of models again and again.
`bin/first-tables` writes what the steps come to into a file. Steps that are newer than the file are applied after it.
"""

from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FILE = Path(__file__).with_name("first_tables.sql")
# Each line that begins so names a step the file contains, as "app.name".
STEP = "-- step "


def make_in_empty_database() -> bool:
    """Make the tables at once and note which steps that was, all of it or nothing; tell whether that was done.

    What holds tables is left alone. So is a schema other than `public`, which the file names, and whatever belongs to
    libraries that do not have a step of the file.
    """
    script = FILE.read_text()
    contained = steps_of(script)
    if _holds_tables() or not contained <= set(MigrationLoader(None).disk_migrations):
        return False
    recorder = MigrationRecorder(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        # Functions may name tables that come after them.
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(script)
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in sorted(contained))
    return True


def steps_of(script: str) -> set[tuple[str, str]]:
    """Return the steps a file contains, as app and name."""
    lines = (line.removeprefix(STEP) for line in script.splitlines() if line.startswith(STEP))
    return {(app, name) for app, name in (line.split(".", 1) for line in lines)}


def _holds_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema() = 'public'")
        (is_public,) = cursor.fetchone()
        return not is_public or bool(connection.introspection.table_names(cursor))
