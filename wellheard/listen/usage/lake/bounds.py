"""What the catalog says of whole columns: their least and greatest text, which may be the id of somebody who was erased."""

import psycopg
from psycopg import sql

from wellheard.listen.usage.lake.places import Place

# DuckLake widens these and never narrows them. They are counted anew from the files that are there; nothing is in the catalog
# itself after the rows there were written to files.
_NARROW = """
    UPDATE {bounds} AS whole SET min_value = files.least, max_value = files.greatest
    FROM {columns} AS named LEFT JOIN LATERAL (
        SELECT min(said.min_value COLLATE "C") AS least, max(said.max_value COLLATE "C") AS greatest
        FROM {of_files} AS said JOIN {files} AS file USING (data_file_id)
        WHERE file.end_snapshot IS NULL AND said.table_id = named.table_id AND said.column_id = named.column_id
    ) AS files ON true
    WHERE named.table_id = whole.table_id AND named.column_id = whole.column_id
        AND named.column_type = 'varchar' AND named.end_snapshot IS NULL
"""


def forget_bounds(place: Place) -> None:
    """Let the catalog say of texts only what its files still hold. Raises psycopg.Error."""
    tables = {
        "bounds": "ducklake_table_column_stats",
        "columns": "ducklake_column",
        "of_files": "ducklake_file_column_stats",
        "files": "ducklake_data_file",
    }
    names = {name: sql.Identifier(place.schema, table) for name, table in tables.items()}
    with psycopg.connect(place.dsn) as database:
        database.execute(sql.SQL(_NARROW).format(**names))
