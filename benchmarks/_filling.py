"""A large installation in minutes: rows made by PostgreSQL itself, in the proportions of a vendor with many customers."""

import json
import os
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from wellheard.decide.commands import keep_ranks
from wellheard.decide.counters import in_parts, recount
from wellheard.understand.similar import statistics

WORDS = 3_000
# Phrases are made once, of words that are as frequent as the words of a language, and put together anew for each text.
PHRASES = 20_000
PHRASE_WORDS = 5
_SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu")


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    companies: int = 100_000
    ideas: int = 10_000
    evidence: int = 1_000_000
    feedback: int = 1_000_000
    unfiled: int = 10_000
    owed: int = 2_000


# As many ideas as the full size has, with the customers of a young company.
MANY_IDEAS = Size(companies=2_000, evidence=50_000, feedback=50_000, unfiled=1_000, owed=200)


def filled(wanted: Size | None = None) -> Size:
    """Fill the database unless an earlier run did, and return how much is in it; WELLHEARD_BENCH_PART makes it a part."""
    part = float(os.environ.get("WELLHEARD_BENCH_PART", "1"))
    size = Size(*(max(200, int(value * part)) for value in vars(wanted or Size()).values()))
    note = settings.DATA / "filled.json"
    if note.exists():
        return Size(**json.loads(note.read_text()))
    began = time.perf_counter()
    fill(size)
    note.write_text(json.dumps(asdict(size)))
    print(f"{size} made in {time.perf_counter() - began:.0f} s")
    return size


def fill(size: Size) -> None:
    """Fill an empty database; the order is that of the foreign keys."""
    begin()
    customers(size)
    _ideas(size)
    _evidence(size)
    _feedback(size)
    _votes(size)
    _answers(size)
    _index(size)
    _sql("ANALYZE")
    in_parts(recount, range(1, size.ideas + 1))
    keep_ranks()
    statistics.recount()
    _sql("VACUUM ANALYZE")


def begin() -> None:
    """Make the words texts are made of, for this connection, and what the vendor sells."""
    _vocabulary()
    _structure()


def _vocabulary() -> None:
    dice = random.Random(1)
    words = ["".join(_SYLLABLES[int(digit)] for digit in str(number)) + "k" for number in range(1, WORDS + 1)]
    weights = [1 / number for number in range(1, WORDS + 1)]
    phrases = [" ".join(dice.choices(words, weights, k=PHRASE_WORDS)) for _number in range(PHRASES)]
    _sql("CREATE TEMPORARY TABLE phrase (id int PRIMARY KEY, words text)")
    _sql("INSERT INTO phrase SELECT n, words FROM unnest(%s::text[]) WITH ORDINALITY AS made (words, n)", [phrases])


def _structure() -> None:
    insert("workspace.Product", {"id": "1", "name": "'Product'"}, "generate_series(1, 1)")
    insert("workspace.Area", {"id": "n", "product_id": "1", "name": "'Area ' || n"}, "generate_series(1, 40) n")


def customers(size: Size) -> None:
    """Make companies, each with one contact."""
    insert(
        "customers.Company",
        {
            "id": "n",
            "name": "'Company ' || n",
            "external_id": "'c' || n",
            "domain": "'c' || n || '.example'",
            "stage": "(ARRAY['at_risk', 'trial', 'lost', 'prospect', 'active'])[least(5, 1 + n % 10)]",
            "mrr_minor": "floor(exp(random() * 9)) * 100",
            "joined_on": "current_date - (random() * 1500)::int",
            "renews_on": "current_date + (random() * 365)::int",
            "industry": "'industry ' || n % 12",
            "created_at": "now()",
        },
        f"generate_series(1, {size.companies}) n",
    )
    people = f"generate_series(1, {size.companies}) n"
    insert(
        "customers.Contact", {"id": "n", "name": "'Person ' || n", "language": "'en'", "created_at": "now()"}, people
    )
    insert(
        "customers.ContactIdentity",
        {"contact_id": "n", "kind": "'email'", "value": "'p' || n || '@c' || n || '.example'", "verified_at": "now()"},
        people,
    )
    insert("customers.Membership", {"contact_id": "n", "company_id": "n", "is_primary": "true"}, people)


def _ideas(size: Size) -> None:
    insert(
        "decide.Idea",
        {
            "id": "n",
            "title": sentence(1),
            "public_text": sentence(4),
            "problem": sentence(4),
            "status": "(ARRAY['heard','heard','heard','under_review','planned','building','beta','shipped','not_now','heard'])"
            "[1 + n % 10]",
            "area_id": "1 + n % 40",
            "language": "'en'",
            "is_public": "n % 3 > 0",
            "created_at": "now() - n * interval '1 hour'",
            "status_changed_at": "now() - n * interval '1 hour'",
        },
        f"generate_series(1, {size.ideas}) n",
    )


def _evidence(size: Size) -> None:
    """Few ideas are asked by thousands, most by dozens; a company asks once for each."""
    each = size.evidence / size.ideas
    # 31 and the number of companies have no common divisor: no company comes twice for an idea.
    wanted = f"least({size.companies}, ceil({each} * 0.4 * power({size.ideas}::float8 / k, 0.6)))::int"
    source = (
        # Nothing in it comes from outside.
        f"(SELECT row_number() OVER () AS n, k, (k * 7919 + j * 31) % {size.companies} + 1 AS company, random() AS dice "  # noqa: S608
        f"FROM generate_series(1, {size.ideas}) k, LATERAL generate_series(1, {wanted}) j LIMIT {size.evidence}) asked"
    )
    insert(
        "decide.Evidence",
        {
            "id": "n",
            "idea_id": "k",
            "company_id": "company",
            "importance": "CASE WHEN dice < 0.6 THEN 1 + floor(dice * 5)::int % 3 END",
            "importance_set_by": "CASE WHEN dice < 0.6 THEN 'customer' ELSE '' END",
            "grade": "(ARRAY['A','B','B','C','D'])[1 + n % 5]",
            "first_at": "now() - dice * interval '700 days'",
            "last_at": "now() - dice * interval '700 days'",
        },
        source,
    )


def _feedback(size: Size) -> None:
    """Every piece stands behind a row of evidence as far as there are so many; the newest ones wait to be filed."""
    insert(
        "listen.Feedback",
        {
            "id": "n",
            "words": sentence(3),
            "source": "(ARRAY['portal','support','import','api','interview'])[1 + n % 5]",
            "voice": "'own'",
            "quotable": "'no'",
            "language": "'en'",
            "heard_at": f"now() - n * interval '700 days' / {size.feedback}",
            "recorded_at": f"now() - n * interval '700 days' / {size.feedback}",
            "company_id": "e.company_id",
            "contact_id": "e.company_id",
            "area_id": f"CASE WHEN n > {size.unfiled} THEN 1 + n % 40 END",
            "filed_at": f"CASE WHEN n > {size.unfiled} THEN now() - n * interval '700 days' / {size.feedback} END",
        },
        f"generate_series(1, {size.feedback}) n LEFT JOIN decide_evidence e ON e.id = n",
    )
    insert(
        "decide.EvidenceItem",
        {"evidence_id": "e.id", "idea_id": "e.idea_id", "feedback_id": "e.id", "linked_at": "e.first_at"},
        f"decide_evidence e WHERE e.id BETWEEN {size.unfiled} AND {size.feedback}",
    )
    insert(
        "foundation.Fact",
        {
            "name": "'feedback.recorded'",
            "happened_at": "f.heard_at",
            "recorded_at": "f.heard_at",
            "actor_type": "'system'",
            "subject_type": "'feedback'",
            "subject_id": "f.id",
            "company_id": "f.company_id",
            "contact_id": "f.contact_id",
        },
        "listen_feedback f",
    )


def _votes(size: Size) -> None:
    """Every third company that asks also voted."""
    del size
    insert(
        "decide.Vote",
        {"idea_id": "e.idea_id", "contact_id": "e.company_id", "voted_at": "e.first_at"},
        "decide_evidence e WHERE e.id % 3 = 0",
    )
    insert(
        "decide.EvidenceItem",
        {"evidence_id": "e.id", "idea_id": "e.idea_id", "vote_id": "v.id", "linked_at": "e.first_at"},
        "decide_vote v JOIN decide_evidence e ON e.idea_id = v.idea_id AND e.company_id = v.contact_id",
    )


def _answers(size: Size) -> None:
    """The outcomes of shipped and declined ideas were told; the newest answers are still owed."""
    insert(
        "answer.Answer",
        {
            "contact_id": "e.company_id",
            "idea_id": "e.idea_id",
            "occasion": "CASE i.status WHEN 'shipped' THEN 'shipped' ELSE 'not_now' END",
            "state": f"CASE WHEN row_number() OVER (ORDER BY e.id) <= {size.owed} THEN 'held' ELSE 'sent' END",
            "subject_line": "'About what you asked'",
            "words": "'It is there.'",
            "language": "'en'",
            "waiting_since": "e.first_at",
            "owed_at": "now() - interval '3 days'",
            "hold_until": "now() + interval '9 days'",
            "told_at": "now() - interval '2 days'",
        },
        "decide_evidence e JOIN decide_idea i ON i.id = e.idea_id AND i.status IN ('shipped', 'not_now') AND e.id % 10 = 0",
    )


def _index(size: Size) -> None:
    del size
    for kind, text, table in (("feedback", "words", "listen_feedback"), ("idea", "title", "decide_idea")):
        insert(
            "understand.SearchDocument",
            {
                "kind": f"'{kind}'",
                "object_id": "id",
                "language": "'en'",
                "content_hash": "md5(id::text)",
                "vector": f"to_tsvector('english', {text})",
            },
            table,
        )


def sentence(count: int) -> str:
    """Return what makes a text of so many phrases for the row n."""
    # Any primes will do: neighbours must not read alike.
    pick = "(SELECT words FROM phrase WHERE id = 1 + (n::bigint * {prime} + {number}) %% {all})"
    return " || ' ' || ".join(pick.format(prime=7919 + 2 * k, number=k, all=PHRASES) for k in range(count)).replace(
        "%%", "%"
    )


def insert(label: str, values: Mapping[str, str], source: str) -> None:
    """Insert rows of a model; columns that are not named get what the model gives them."""
    model = apps.get_model(label)
    columns = {
        field.column: values.get(field.column) or _default(field)
        for field in model._meta.concrete_fields  # noqa: SLF001 - documented, in spite of its name
        if not (isinstance(field, models.AutoField) and field.column not in values) and not field.generated
    }
    names, expressions = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
    table = model._meta.db_table  # noqa: SLF001
    _sql(f"INSERT INTO {table} ({names}) SELECT {expressions} FROM {source}")  # noqa: S608 - all of it is written here
    if "id" in values:
        _sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608


@contextmanager
def unchecked() -> Iterator[None]:
    """Leave out the checks of foreign keys, most of the work of a million rows, where keys are right by the way they are made.

    PostgreSQL lets its own superuser do so, as in the database that comes with us; with another user they are checked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        is_allowed = cursor.fetchone()[0]
        if is_allowed:
            cursor.execute("SET session_replication_role = replica")
        yield
        if is_allowed:
            cursor.execute("RESET session_replication_role")


def _default(field: "models.Field[object, object]") -> str:
    if field.null:
        return "NULL"
    kind = str(field.db_type(connection))
    given = field.get_default()
    if isinstance(given, bool | int | float):
        return str(given)
    if kind == "jsonb":
        return f"'{json.dumps(given)}'"
    if kind.endswith("[]"):
        return f"'{{}}'::{kind}"
    if isinstance(given, str) and given:
        return f"'{given}'"
    return "now()" if "timestamp" in kind else "0" if "int" in kind else "false" if kind == "boolean" else "''"


def _sql(statement: str, values: list[list[str]] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
