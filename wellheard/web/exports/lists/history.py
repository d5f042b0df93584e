"""The ledger as a file: all of it, or what concerns one company, contact or idea."""

from django.utils.translation import gettext_lazy

from wellheard.foundation.facts.models import Fact
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.web.exports.table import Asked, Columns, Rows, Table, by_key

_ABOUT = {"company": "company_id", "contact": "contact_id"}
_SUBJECTS = ("idea", "feedback", "release", "answer")


def _facts(asked: Asked) -> Rows:
    rows = Fact.objects.all()
    for name, column in _ABOUT.items():
        if written := asked.query.get(name):
            rows = rows.filter(**{column: _key(written)})
    for kind in _SUBJECTS:
        if written := asked.query.get(kind):
            rows = rows.filter(subject_type=kind, subject_id=_key(written))
    if name := asked.query.get("name"):
        rows = rows.filter(name=name[:60].replace("\x00", ""))
    return by_key(rows)


def _columns() -> Columns:
    return {
        "id": lambda fact: fact.pk,
        "name": lambda fact: fact.name,
        "happened_at": lambda fact: fact.happened_at,
        "recorded_at": lambda fact: fact.recorded_at,
        "actor_type": lambda fact: fact.actor_type,
        "actor_id": lambda fact: fact.actor_id,
        "subject_type": lambda fact: fact.subject_type,
        "subject_id": lambda fact: fact.subject_id,
        "company_id": lambda fact: fact.company_id,
        "contact_id": lambda fact: fact.contact_id,
        "details": lambda fact: fact.details,
    }


def _key(written: str) -> int:
    """Return a key; one that nothing has where somebody typed something else: then nothing is listed, not everything."""
    return int(written) if is_whole_number(written) else 0


TABLES = (Table("facts", gettext_lazy("History"), _columns, _facts),)
