"""`wellheard export`: rows as CSV, for a spreadsheet or another system."""

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from wellheard.cli import starting
from wellheard.cli.terminal import RefusedError, tell
from wellheard.foundation.text.sheets import safe_cell

if TYPE_CHECKING:
    from django.db.models import QuerySet

NAME = "export"
HELP = (
    "Write companies, contacts, feedback or ideas as CSV. "
    "Cells that a spreadsheet would take for a formula begin with a quote; the import takes it off again."
)

Columns = dict[str, Callable[[Any], Any]]
CHUNK = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("kind", choices=sorted(TABLES), help="what to write")
    parser.add_argument("file", metavar="FILE", help="where to write it; - for standard output")


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    with starting.joined_database():
        starting.wake_django()
        starting.require_tables()
        rows, columns = TABLES[options.kind]()
        if options.file == "-":
            write_rows(sys.stdout, rows, columns)
            return 0
        with _new_file(Path(options.file)) as file:
            count = write_rows(file, rows, columns)
    tell(f"{count:,} rows are in {options.file}.")
    return 0


def _currency() -> str:
    """Return the currency of the figures; asked of the database, so only once Django is awake."""
    from wellheard.workspace.installation import installation

    return installation().currency


def write_rows(file: TextIO, rows: "QuerySet[Any]", columns: Columns) -> int:
    """Write a head and all rows; return how many there were."""
    writer = csv.writer(file)
    writer.writerow(columns)
    count = 0
    for row in rows.iterator(chunk_size=CHUNK):
        writer.writerow([safe_cell(read(row)) for read in columns.values()])
        count += 1
    return count


@contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """Write beside the place and move it there when it is whole; readable for its owner only, customers' words are in it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise RefusedError(
            f"No file can be written to {path.parent} ({problem.strerror}); choose another place."
        ) from problem
    try:
        # With the mark, Excel reads it as UTF-8.
        with os.fdopen(handle, "w", newline="", encoding="utf-8-sig") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _companies() -> "tuple[QuerySet[Any], Columns]":

    from wellheard.customers.models import Company
    from wellheard.foundation.money import to_major

    return Company.objects.select_related("owner").order_by("pk"), {
        "id": lambda company: company.external_id,
        "name": lambda company: company.name,
        "domain": lambda company: company.domain,
        "stage": lambda company: company.stage,
        "industry": lambda company: company.industry,
        "country": lambda company: company.country,
        "plan": lambda company: company.plan,
        "seats": lambda company: company.seats,
        "owner": lambda company: company.owner.name if company.owner else "",
        "joined_on": lambda company: company.joined_on,
        "mrr": lambda company: to_major(company.mrr_minor, _currency()),
        "currency": lambda _company: _currency(),
    }


def _contacts() -> "tuple[QuerySet[Any], Columns]":
    from wellheard.customers.models import Contact, ContactIdentity

    def identity(kind: str) -> Callable[[Contact], str]:
        return lambda contact: next((row.value for row in contact.identities.all() if row.kind == kind), "")

    def primary(contact: Contact) -> Any:
        return next((row for row in contact.memberships.all() if row.is_primary), None)

    rows = Contact.objects.prefetch_related("identities", "memberships__company").order_by("pk")
    return rows, {
        "id": identity(ContactIdentity.Kind.EXTERNAL),
        "name": lambda contact: contact.name,
        "email": identity(ContactIdentity.Kind.EMAIL),
        "language": lambda contact: contact.language,
        "company": lambda contact: (found := primary(contact)) and (found.company.external_id or found.company.name),
        "role": lambda contact: (found := primary(contact)) and found.role,
    }


def _feedback() -> "tuple[QuerySet[Any], Columns]":
    from wellheard.customers.models import ContactIdentity
    from wellheard.listen.models import Feedback

    def email(feedback: Feedback) -> str:
        identities = feedback.contact.identities.all() if feedback.contact else []
        return next((row.value for row in identities if row.kind == ContactIdentity.Kind.EMAIL), "")

    rows = Feedback.objects.with_people().prefetch_related("contact__identities").order_by("pk")
    return rows, {
        "id": lambda feedback: feedback.pk,
        "words": lambda feedback: feedback.words,
        "contact_name": lambda feedback: feedback.contact.name if feedback.contact else "",
        "contact_email": email,
        "company": lambda feedback: feedback.company.name if feedback.company else "",
        "heard_at": lambda feedback: feedback.heard_at,
        "source": lambda feedback: feedback.source,
        "voice": lambda feedback: feedback.voice,
        "quotable": lambda feedback: feedback.quotable,
        "language": lambda feedback: feedback.language,
        "area": lambda feedback: feedback.area.name if feedback.area else "",
        "category": lambda feedback: feedback.category.key if feedback.category else "",
        "filed_at": lambda feedback: feedback.filed_at,
        "url": lambda feedback: feedback.url,
        "version": lambda feedback: feedback.version,
        "origin": lambda feedback: feedback.origin,
        "origin_key": lambda feedback: feedback.origin_key,
    }


def _ideas() -> "tuple[QuerySet[Any], Columns]":

    from wellheard.decide.models import Idea
    from wellheard.foundation.money import to_major

    return Idea.objects.select_related("area", "owner").order_by("pk"), {
        "id": lambda idea: idea.pk,
        "title": lambda idea: idea.title,
        "status": lambda idea: idea.status,
        "area": lambda idea: idea.area.name if idea.area else "",
        "owner": lambda idea: idea.owner.name if idea.owner else "",
        "problem": lambda idea: idea.problem,
        "public_text": lambda idea: idea.public_text,
        "is_public": lambda idea: idea.is_public,
        "companies": lambda idea: idea.company_count,
        "contacts": lambda idea: idea.contact_count,
        "feedback": lambda idea: idea.feedback_count,
        "votes": lambda idea: idea.vote_count,
        "mrr": lambda idea: to_major(idea.mrr_minor, _currency()),
        "worth": lambda idea: to_major(idea.worth_minor, _currency()),
        "currency": lambda _idea: _currency(),
        "created_at": lambda idea: idea.created_at,
    }


TABLES: "dict[str, Callable[[], tuple[QuerySet[Any], Columns]]]" = {
    "companies": _companies,
    "contacts": _contacts,
    "feedback": _feedback,
    "ideas": _ideas,
}
