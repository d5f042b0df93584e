"""What our fields are called on the pages of imports."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.listen.models import Import

# Where one goes on once a file of this kind is in: an address by its name, and what one does there.
LEADS_TO: dict[str, tuple[str, str | Promise]] = {
    Import.Kind.COMPANIES: ("companies", _("See the companies")),
    Import.Kind.SUBSCRIPTIONS: ("companies", _("See the companies")),
    Import.Kind.CONTACTS: ("contacts", _("See the contacts")),
    Import.Kind.FEEDBACK: ("filing", _("File what came in")),
    Import.Kind.IDEAS: ("ideas", _("See the ideas")),
    Import.Kind.CONVERSATIONS: ("inbox", _("See the conversations")),
    Import.Kind.DEALS: ("deals", _("See the deals")),
    Import.Kind.DEPARTURES: ("departures", _("See the departures")),
}

LABELS: dict[str, str | Promise] = {
    "id": _("Id there"),
    "name": _("Name"),
    "domain": _("Domain"),
    "stage": _("Stage"),
    "industry": _("Industry"),
    "country": _("Country"),
    "plan": _("Plan"),
    "seats": _("Seats"),
    "joined_on": _("With us since"),
    "owner": _("Looked after by"),
    "mrr": _("Pays a month"),
    "currency": _("Currency"),
    "is_trial": _("On trial"),
    "is_lost": _("Has left"),
    "company": _("Company"),
    "from": _("First day"),
    "until": _("First day no longer paid"),
    "amount": _("Amount a month"),
    "yearly_amount": _("Amount a year"),
    "arr": _("Amount a year"),
    "email": _("E-mail address"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "role": _("Role"),
    "language": _("Language"),
    "words": _("What they said"),
    "title": _("Title"),
    "contact_id": _("Person’s id there"),
    "contact_email": _("Person’s address"),
    "contact_name": _("Person’s name"),
    "heard_at": _("When it was said"),
    "source": _("How it came"),
    "area": _("Area"),
    "category": _("Category"),
    "set_aside_reason": _("Why there is nothing to do"),
    "url": _("Link"),
    "version": _("Version"),
    "quotable": _("May be quoted"),
    "record": _("What the row is"),
    "text": _("Text"),
    "status": _("Status"),
    "votes": _("Number of votes"),
    "author_name": _("Author’s name"),
    "author_email": _("Author’s address"),
    "created_at": _("Written on"),
    "tags": _("Tags"),
    "merged_into": _("Merged into"),
    "response": _("Our public answer"),
    "status_at": _("Status since"),
    "voter_email": _("Voter’s address"),
    "voter_name": _("Voter’s name"),
    "voted_at": _("Voted on"),
    "importance": _("Importance"),
    "is_internal": _("For us only"),
    "comment_id": _("Comment’s id there"),
    "subject": _("Subject"),
    "company_name": _("Company’s name"),
    "messages": _("All messages"),
    "html": _("What they said, as HTML"),
    "kind": _("Who wrote it"),
    "message_key": _("Message’s id there"),
    "at": _("When a message was said"),
    "assignee": _("Given to"),
    "team": _("Team"),
    "state": _("State"),
    "priority": _("Priority"),
    "started_at": _("Began"),
    "closed_at": _("Closed"),
    "snoozed_until": _("Put off until"),
    "first_answer_at": _("First answered"),
    "participants": _("Who else takes part"),
    "rating": _("How it went"),
    "rating_comment": _("How it went, in words"),
    "channel": _("Way in"),
    "files": _("Files"),
    "mail_id": _("Message-ID of the mail"),
    "in_reply_to": _("Message-ID it answers"),
    "system": _("System"),
    "left_on": _("When they left"),
    "reason": _("Why they left"),
    "competitor": _("To whom they went"),
    "company_id": _("Company’s id there"),
    "pipeline": _("Pipeline"),
    "deal_amount": _("Amount"),
    "deal_competitor": _("Competitor"),
    "deal_reason": _("Reason"),
    "missing": _("What was missing"),
    "opened_on": _("Opened on"),
    "closed_on": _("Closed on"),
    "changed_at": _("Last changed there"),
    "tag_area": _("Tags, as areas"),
    "tag_category": _("Tags, as categories"),
}


# What a tag of a conversation can mean, each in a field of its own.
TAG_FIELDS = {"tag_area": _("%(value)s: area"), "tag_category": _("%(value)s: category")}


def label_of(name: str) -> str:
    """Return what one of our fields is called."""
    return str(LABELS.get(name, name))


_ROWS: dict[str, str | Promise] = {
    "customers.company": _("Companies"),
    "customers.subscription": _("Subscriptions"),
    "customers.contact": _("People"),
    "customers.contactidentity": _("Addresses and ids of people"),
    "customers.membership": _("Places of people in companies"),
    "listen.feedback": _("Pieces of feedback"),
    "decide.idea": _("Ideas"),
    "decide.vote": _("Votes"),
    "decide.evidence": _("Companies’ and people’s need of ideas"),
    "decide.evidenceitem": _("Links between words and ideas"),
    "conversations.conversation": _("Conversations"),
    "conversations.message": _("Messages"),
    "conversations.participant": _("Who takes part in conversations"),
    "conversations.attachment": _("Links to files"),
    "conversations.tag": _("Areas and categories of conversations"),
    "satisfaction.rating": _("How conversations went"),
    "deals.deal": _("Deals"),
    "deals.dealreason": _("Reasons of deals"),
    "deals.dealmissing": _("What was missing in deals"),
    "deals.dealdoubt": _("Doubtful rows"),
    "departures.departure": _("Departures"),
}


def kinds_of_rows(kind: str) -> str:
    """Return what rows of a table are called."""
    return str(_ROWS.get(kind, kind.partition(".")[2]))
