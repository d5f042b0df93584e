"""Import what customers said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from wellheard.customers.commands import ContactDraft, ErasedPersonError, import_contacts
from wellheard.customers.models import Company, Contact
from wellheard.customers.queries import companies_named
from wellheard.listen.commands import FeedbackDraft, import_feedback
from wellheard.listen.commands.feedback import FeedbackFields
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.filing import MOST_NAME, Places
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, result_of
from wellheard.listen.imports.values import moment, text, words
from wellheard.listen.models import AsideReason, Feedback
from wellheard.workspace.models import Category

_SOURCES = {
    "portal": "portal", "board": "portal", "widget": "widget", "inapp": "widget", "email": "email", "mail": "email",
    "support": "support", "ticket": "support", "helpdesk": "support", "zendesk": "support", "intercom": "support",
    "survey": "survey", "nps": "survey", "csat": "survey", "lostdeal": "lost_deal", "departure": "departure",
    "churn": "departure", "interview": "interview", "call": "interview", "community": "community", "forum": "community",
    "slack": "community", "api": "api", "import": "import", "": "import",
}  # fmt: skip
_QUOTABLE = {
    "named": "named",
    "byname": "named",
    "unnamed": "unnamed",
    "anonymous": "unnamed",
    "yes": "unnamed",
    "true": "unnamed",
}


@dataclass(frozen=True)
class _Said:
    """One row, understood as far as it can be alone: the contact, company and area it names are looked up by batch."""

    words: str
    source: str
    fields: FeedbackFields
    contact: ContactDraft | None
    company: str
    area: str
    category: str
    reason: str


class FeedbackImporter(Importer):
    """Feedback, each row once by its id; by its words, author and day where a file has no ids. Nobody is written to."""

    later_counts = False
    columns: Sequence[Column] = (
        Column(
            "words",
            "text feedback comment comments body description details content message verbatim quote answer response question "
            "posttext ideatext review title subject posttitle ideatitle headline summary",
            is_needed=True,
        ),
        Column("title", "subject posttitle ideatitle headline summary"),
        Column("id", "feedbackid postid ideaid suggestionid ticketid commentid responseid externalid number key"),
        Column("contact_id", "userid authorid personid contactexternalid memberid"),
        Column(
            "contact_email",
            "email authoremail useremail requestedby ideacreatoremailaddress contactemail customeremail emailaddress",
        ),
        Column(
            "contact_name",
            "author authorname username createdby ideacreatorname contactname fullname submittedby name",
        ),
        Column(
            "company",
            "companyid accountid companyexternalid organizationid organisationid orgid companyname account accountname "
            "organization customerid",
        ),
        Column(
            "heard_at",
            "created createdat createddate submittedat timestamp date datetime heardon saidat postedat time reportedat",
        ),
        Column("source", "channel sourcetype medium"),
        Column("area", "module component board boardname forumname productarea feature"),
        # Why a deal was lost or a customer left is what kind of thing they told us.
        Column("category", "categoryname type kind feedbacktype lostreason churnreason cancellationreason"),
        Column(
            "set_aside_reason",
            "notactionablereason notplannedreason declinereason declinedreason closereason closedreason closingreason "
            "wontdoreason rejectionreason",
        ),
        Column("language", "lang locale"),
        Column("url", "link permalink posturl pageurl"),
        Column("version", "appversion productversion release"),
        Column("quotable", "mayquote consent"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._origin = options.source or "import"
        self._places = Places(options.areas_product)
        self._alike: Counter[str] = Counter()
        self.choices = {
            "category": [(one.key, one.name) for one in Category.objects.order_by("position", "key")],
            "set_aside_reason": AsideReason.choices,
        }

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        said = _words(cells)
        contact = _contact(cells)
        with cells.reading("heard_at") as cell:
            heard_at = moment(cell, self._habits)
        company = text(cells.get("company"))
        content = digest(said, contact, company, heard_at)
        row_id = text(cells.get("id"))
        key = row_id or self._key_of(content)
        fields = FeedbackFields(
            heard_at=heard_at,
            origin=self._origin,
            origin_key=key,
            url=text(cells.get("url")),
            version=text(cells.get("version")),
            language=text(cells.get("language")).replace("_", "-")[:10].lower(),
            quotable=_QUOTABLE.get(_plain(cells.get("quotable")), Feedback.Quotable.NO),
        )
        row = _Said(
            words=said,
            source=_SOURCES.get(_plain(cells.get("source")), Feedback.Source.IMPORT),
            fields=fields,
            contact=contact,
            company=company,
            area=text(cells.get("area"))[:MOST_NAME],
            category=text(cells.get("category")),
            reason=text(cells.get("set_aside_reason")),
        )
        fields["attributes"] = dict(cells.others())
        return Draft(cells.number, key, digest(said), row, twin=content if row_id else "")

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many pieces of feedback, with the contacts they name."""
        rows: list[_Said] = [draft.saved for draft in drafts]
        companies = companies_named(row.company for row in rows)
        contacts = _contacts(rows, companies)
        self._places.learn(row.area for row in rows)
        placed = [
            self._placed(row, contact, companies.get(row.company))
            for row, (contact, problem) in zip(rows, contacts, strict=True)
            if not isinstance(problem, ErasedPersonError)
        ]
        outcomes = iter(import_feedback(drafts=placed))
        return [
            result_of(problem)
            if isinstance(problem, ErasedPersonError)
            else result_of(next(outcomes), self._notes(row, problem, companies))
            for row, (_contact_found, problem) in zip(rows, contacts, strict=True)
        ]

    def _notes(self, row: _Said, problem: Exception | None, companies: dict[str, Company]) -> list[str]:
        said = [str(problem)] if problem else []
        places = self._places.notes(row.area, row.category)
        return [*said, *_company_notes(row, companies), *places, *_reason_notes(row)]

    def finish(self) -> list[str]:
        """Nothing follows from the rows together."""
        return []

    def _key_of(self, content: str) -> str:
        """Name a row without an id. Two people may say the same, so the second of two equal rows is another voice."""
        self._alike[content] += 1
        return f"row:{content}:{self._alike[content]}"

    def _placed(self, row: _Said, contact: Contact | None, company: Company | None) -> FeedbackDraft:
        attributes = dict(row.fields["attributes"])
        # What we could not place is kept beside the words, for whoever can.
        if row.company and company is None:
            attributes["company"] = row.company
        if row.contact and contact is None and row.contact.name:
            attributes["author"] = row.contact.name
        aside = _aside(row.reason)
        if row.reason and not aside:
            attributes["set_aside_reason"] = row.reason[:200]
        fields = row.fields | FeedbackFields(contact=contact, company=company, attributes=attributes)
        area, category = self._places.area(row.area), self._places.category(row.category)
        return FeedbackDraft(row.words, row.source, fields, area, category, aside)


def _words(cells: Cells) -> str:
    title, body = words(cells.get("title")), words(cells.get("words"))
    if title and body and not body.startswith(title):
        return f"{title}\n\n{body}"
    if not (said := body or title):
        raise RowError(_("There are no words in it."))
    return said


def _contact(cells: Cells) -> ContactDraft | None:
    external_id, email, name = (
        text(cells.get("contact_id")),
        text(cells.get("contact_email")),
        text(cells.get("contact_name")),
    )
    # Some exports put the address into the author's column.
    if not email and "@" in name and " " not in name:
        email, name = name, ""
    return ContactDraft(external_id=external_id, email=email, name=name) if external_id or email or name else None


def _contacts(rows: Sequence[_Said], companies: dict[str, Company]) -> list[tuple[Contact | None, Exception | None]]:
    """Return each row's contact, made now where they are not known, and what is wrong with them."""
    drafts: dict[int, ContactDraft] = {}
    for row in rows:
        if row.contact and (row.contact.external_id or row.contact.email):
            company = companies.get(row.company)
            drafts[id(row)] = replace(row.contact, company_id=company.pk if company else None)
    found = dict(zip(drafts, import_contacts(drafts=list(drafts.values())), strict=True))
    results: list[tuple[Contact | None, Exception | None]] = []
    for row in rows:
        contact, outcome = found.get(id(row), (None, "unchanged"))
        results.append((contact, outcome if isinstance(outcome, Exception) else None))
    return results


def _company_notes(row: _Said, companies: dict[str, Company]) -> list[str]:
    if not row.company or row.company in companies:
        return []
    return [_("There is no company “%(name)s”; the words came in without one.") % {"name": row.company[:40]}]


def _aside(reason: str) -> str:
    """Return which of our reasons this is, by its code or its name; none for another one."""
    names = {name.casefold(): code for code, label in AsideReason.choices for name in (code, str(label))}
    return names.get(reason.casefold(), "")


def _reason_notes(row: _Said) -> list[str]:
    if not row.reason or _aside(row.reason):
        return []
    said = {"name": row.reason[:40]}
    return [_("“%(name)s” is none of our reasons; it was kept beside the words, which wait in triage.") % said]


def _plain(value: Any) -> str:
    return "".join(letter for letter in text(value).casefold() if letter.isalpha())
