"""The page of the docs that says what every table and column means."""

from wellheard.learn.bi.table import Table
from wellheard.learn.bi.tables import TABLES

_INTRODUCTION = """# Tables for Tableau, Metabase or a spreadsheet

Whatever Wellheard knows can be read by other tools, in one of three ways. Nothing can be written by any of them.

**In the database.** The schema `bi` holds one view for each table below, always as of now. Give a tool an account of its
own that may read these and nothing else; what is granted holds through every upgrade:

```sql
CREATE ROLE reader LOGIN PASSWORD 'a long one';
GRANT USAGE ON SCHEMA bi TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA bi TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA bi GRANT SELECT ON TABLES TO reader;
```

Run it as the user Wellheard connects with (the last line holds for what that user makes). A tool needs a PostgreSQL that
can be reached: the embedded one listens to this machine only, so set `WELLHEARD_DATABASE_URL` to one of yours, or take the
files. Views that you build upon these are removed by an upgrade; keep such queries in your tool. Where the database's user
may make no schema, Wellheard says so when it starts and works without.

**As files.** `wellheard bi FOLDER` writes a CSV file for each table, `wellheard bi FOLDER --format parquet` one of Parquet,
for DuckDB, Power BI or a data lake; `--only deals` just that one. Run it each night by cron or a systemd timer. Files that
were there are replaced when the new ones are whole.

**In the browser.** Under *Learn, Tables for other tools*, whoever may export takes a table as CSV. That they did is noted
in the history.

Amounts are in whole units of the currency beside them. Times are in UTC. Names and addresses of people stay out; what an
erased person said is gone from here in the same moment. A column is never given another meaning.

This page is written by `wellheard bi`."""


def as_markdown() -> str:
    """Return the page: the same on every machine."""
    return "\n\n".join([_INTRODUCTION, *(_part(table) for table in TABLES.values())])


def _part(table: Table) -> str:
    rows = "\n".join(f"| `{column.name}` | {column.meaning} |" for column in table.columns)
    return f"## {table.name}\n\n{table.meaning}\n\n| column | meaning |\n|---|---|\n{rows}"
