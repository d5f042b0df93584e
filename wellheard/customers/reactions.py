"""What is owed when a company changes: its place in the segments."""

from wellheard.customers import commands
from wellheard.customers.models import ContactIdentity, Suppression
from wellheard.customers.queries import companies_with_stale_mrr
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.bounces import hard_bounces
from wellheard.foundation.mail.failures import Failure
from wellheard.foundation.mail.models import OutgoingMail

AT_ONCE = 500


@reacts_to("company.saved", "company.mrr_changed")
def place_in_segments(fact: Fact) -> None:
    """Bring the company's segments up to date."""
    commands.refresh_segments_of(company_id=fact.subject_id)


@reacts_to("contact.saved", "contact.joined_company", "contact.left_company", "contact.erased")
def place_people_in_segments(fact: Fact) -> None:
    """Bring the segments that ask about people up to date: for the company they joined or left, and those they are in."""
    if fact.company_id:
        commands.refresh_segments_of(company_id=fact.company_id, asking=("contact.",))
    if fact.contact_id:
        commands.refresh_segments_of_contact(contact_id=fact.contact_id, asking=("contact.",))


@reacts_to("tier.removed", "attribute.edited", "attribute.removed", "staff.handed_on", "staff.given_back")
def refresh_after_settings(fact: Fact) -> None:  # noqa: ARG001 - any company may be concerned
    """Bring all segments up to date after what rules ask about was changed in the settings, or who looks after whom."""
    commands.refresh_all_segments()


@reacts_to("import.finished")
def refresh_segments(fact: Fact) -> None:  # noqa: ARG001 - any import may have changed who belongs where
    """Bring all segments up to date after an import."""
    commands.refresh_all_segments()


@reacts_to("installation.changed")
def count_in_another_currency(fact: Fact) -> None:
    """Sum up what companies pay anew when the owner chose another reporting currency."""
    if "currency" in fact.details.get("columns", []):
        commands.settle_mrr()


@reacts_to("rates.saved", "rate.removed")
def count_at_new_rates(fact: Fact) -> None:  # noqa: ARG001 - whoever pays in that currency is found out
    """Count what companies pay at the new rates, some companies at a time: each part is kept before the next begins."""
    stale = companies_with_stale_mrr()
    for start in range(0, len(stale), AT_ONCE):
        commands.recompute_mrr(company_ids=stale[start : start + AT_ONCE])


@reacts_to("mail.failed")
def stop_writing_to_nobody(fact: Fact) -> None:
    """Write no more to an address of a contact that their mail server does not know, said for good (RFC 5321, 5yz)."""
    mail = OutgoingMail.objects.get(pk=fact.subject_id)
    is_final = mail.failure == Failure.UNKNOWN_ADDRESS and mail.error.startswith("5")
    if is_final and ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL, value=mail.to_address).exists():
        commands.suppress(email=mail.to_address, reason=Suppression.Reason.BOUNCED)


@reacts_to("mail.bounced")
def stop_writing_where_it_came_back(fact: Fact) -> None:
    """Write no more to addresses of contacts from which mail came back because their mail server does not know them."""
    gone = hard_bounces(OutgoingMail.objects.get(pk=fact.subject_id))
    known = ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL, value__in=gone)
    for address in known.order_by("value").values_list("value", flat=True):
        commands.suppress(email=address, reason=Suppression.Reason.BOUNCED)


@reacts_to("company.merged", "company.unmerged")
def place_joined_in_segments(fact: Fact) -> None:
    """Bring the segments of what was joined or parted up to date."""
    commands.refresh_segments_of(company_id=fact.subject_id)
    if kept_id := fact.details.get("kept"):
        commands.refresh_segments_of(company_id=kept_id)


@reacts_to("company.merged", "contact.merged")
def gather_strays(fact: Fact) -> None:
    """Let what came to the joined one while they were being joined follow too."""
    commands.gather_strays(merge_id=fact.details["merge"])
