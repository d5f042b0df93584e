"""Import contacts."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from wellheard.customers.commands import ContactDraft, import_contacts
from wellheard.customers.models import Membership
from wellheard.customers.queries import companies_named
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, result_of
from wellheard.listen.imports.values import text

_ROLES = {
    "decider": "decider", "decisionmaker": "decider", "executive": "decider", "owner": "decider", "ceo": "decider",
    "buyer": "buyer", "billing": "buyer", "purchaser": "buyer", "user": "user", "member": "user", "admin": "user", "": "user",
}  # fmt: skip


class ContactImporter(Importer):
    """Contacts, known by their id elsewhere or their address. Nobody is written to."""

    later_counts = True
    columns: Sequence[Column] = (
        # The id by which other systems know a person comes before that of the board.
        Column("id", "externaluserexternalid contactid userid personid externalid customerid memberid"),
        Column("email", "emailaddress mail useremail contactemail workemail externaluseremailaddress"),
        Column("name", "fullname contactname username displayname personname externalusername"),
        Column("first_name", "firstname givenname"),
        Column("last_name", "lastname surname familyname"),
        Column(
            "company",
            "companyid accountid organizationid organisationid orgid companyname account accountname organization "
            "accountexternalid",
        ),
        Column("role", "contactrole persona"),
        Column("language", "lang locale preferredlanguage"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        external_id, email = text(cells.get("id")), text(cells.get("email"))
        if not external_id and not email:
            raise RowError(_("It has neither an id nor an e-mail address."))
        name = text(cells.get("name")) or f"{text(cells.get('first_name'))} {text(cells.get('last_name'))}".strip()
        company, role = text(cells.get("company")), text(cells.get("role"))
        language = text(cells.get("language")).replace("_", "-")[:10].lower()
        contact = ContactDraft(
            external_id=external_id,
            email=email,
            name=name,
            language=language,
            role=_ROLES.get("".join(letter for letter in role.casefold() if letter.isalpha()), Membership.Role.USER),
            attributes=dict(cells.others()),
        )
        key = external_id or email.casefold()
        return Draft(cells.number, f"{key} {company}", digest(contact), (contact, company))

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many contacts."""
        companies = companies_named(company for _contact, company in (draft.saved for draft in drafts))
        placed = []
        for contact, company in (draft.saved for draft in drafts):
            found = companies.get(company)
            placed.append(replace(contact, company_id=found.pk if found else None))
        outcomes = [outcome for _contact, outcome in import_contacts(drafts=placed)]
        return [
            result_of(outcome, _notes(draft.saved[1], known=draft.saved[1] in companies))
            for outcome, draft in zip(outcomes, drafts, strict=True)
        ]

    def finish(self) -> list[str]:
        """Nothing follows from the rows together."""
        return []


def _notes(company: str, *, known: bool) -> list[str]:
    if not company or known:
        return []
    return [_("There is no company “%(name)s”; the contact came in without one.") % {"name": company[:40]}]
