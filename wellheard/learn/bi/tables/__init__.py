"""Every table, in the order of the loop."""

from wellheard.learn.bi.table import Table
from wellheard.learn.bi.tables.loop import LOOP
from wellheard.learn.bi.tables.our_side import OUR_SIDE
from wellheard.learn.bi.tables.sales import SALES
from wellheard.learn.bi.tables.their_side import THEIR_SIDE
from wellheard.learn.bi.tables.voices import VOICES

TABLES: dict[str, Table] = {table.name: table for table in (*OUR_SIDE, *THEIR_SIDE, *VOICES, *SALES, *LOOP)}

__all__ = ["TABLES"]
