"""How a count is narrowed to some companies: to the member rows of a segment, or to those that fit a rule."""

from typing import Any

from wellheard.customers.segments.among import Among


def source(among: Among | None) -> str:
    """Return the table and condition of volumes between two days: of everybody, or of some companies."""
    if among is None:
        return "trends_dayvolume v WHERE v.day BETWEEN %(first)s AND %(last)s"
    return f"trends_companyvolume v {joined(among)} WHERE v.day BETWEEN %(first)s AND %(last)s"


def joined(among: Among | None) -> str:
    """Return what keeps only some companies of a table v that has them."""
    if among is None:
        return ""
    if among.segment:
        return "JOIN customers_segmentmember m ON m.company_id = v.company_id AND m.segment_id = %(segment)s"
    return "JOIN unnest(%(companies)s::bigint[]) AS m (company_id) ON m.company_id = v.company_id"


def theirs(column: str) -> str:
    """Return the condition that a company is among them; it holds for everybody where nobody is chosen."""
    return f"""(%(segment)s::bigint IS NULL
        OR {column} IN (SELECT company_id FROM customers_segmentmember WHERE segment_id = %(segment)s))
    AND (%(companies)s::bigint[] IS NULL OR {column} = ANY(%(companies)s::bigint[]))"""  # noqa: S608 - a column of ours


def values_of(among: Among | None) -> dict[str, Any]:
    """Return the values these pieces need."""
    if among is None:
        return {"segment": None, "companies": None}
    return {"segment": among.segment_id, "companies": among.company_ids}
