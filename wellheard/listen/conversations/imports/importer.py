"""Import conversations of another inbox: messages, notes, people, tags, how they stood. Nobody is written to, no clock starts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.customers.queries import companies_named
from wellheard.foundation import clock
from wellheard.listen.conversations.brought import BroughtConversation, BroughtMessage, Person
from wellheard.listen.conversations.commands.importing import import_conversations
from wellheard.listen.conversations.imports.messages import (
    Named,
    SaidThere,
    objects_in,
    people_in,
    person_in,
    read_message,
    read_messages,
)
from wellheard.listen.conversations.imports.people import Colleagues, Customers, each_with_company
from wellheard.listen.conversations.imports.tags import LEFT_OUT, TagMeanings
from wellheard.listen.conversations.models import Conversation, ConversationAside, Message
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.filing import MOST_NAME, Places
from wellheard.listen.imports.importers import (
    Cells,
    Draft,
    Importer,
    Options,
    Result,
    digest,
    parts_of,
    result_of,
)
from wellheard.listen.imports.values import moment, text
from wellheard.workspace.models import Area, Category, Staff

State, Priority = Conversation.State, Conversation.Priority
SPAM = "spam"
_STATES = {
    State.OPEN: "open new pending active unread waiting inprogress opened onhold hold",
    State.SNOOZED: "snoozed postponed delayed later",
    State.CLOSED: "closed solved resolved completed done archived finished",
    SPAM: "spam junk",
}
_STATE_BY_NAME = {name: str(state) for state, names in _STATES.items() for name in names.split()}
_PRIORITIES = {
    Priority.LOW: "low 0",
    Priority.NORMAL: "normal medium none notpriority 1",
    Priority.HIGH: "high priority important 2",
    Priority.URGENT: "urgent critical highest 3",
}
_PRIORITY_BY_NAME = {name: priority.value for priority, names in _PRIORITIES.items() for name in names.split()}
# So many characters of a conversation weigh as much as a common row.
_CHARACTERS_OF_A_ROW = 20_000
_MOST_TAGS, _MOST_PEOPLE = 50, 100
_NO_RATING = {"", "unoffered", "offered", "none", "null"}


@dataclass(frozen=True)
class _Talk:
    """One row, understood as far as it can be alone: whom it names is looked up by batch."""

    origin: str
    key: str
    subject: str
    state: str
    priority: int
    requester: Named
    others: tuple[Named, ...]
    company: str
    company_name: str
    assignee: Named
    team: str
    tags: tuple[str, ...]
    area: str
    category: str
    language: str
    closed_at: datetime | None
    snoozed_until: datetime | None
    first_answer_at: datetime | None
    messages: tuple[SaidThere, ...]
    stats: dict[str, Any]


class _Companies:
    """The companies that some rows name: by id or name, else by the name beside the id."""

    def __init__(self, talks: Sequence[_Talk]) -> None:
        self._found = companies_named(name for talk in talks for name in (talk.company, talk.company_name))

    def of(self, talk: _Talk) -> Company | None:
        """Return the company of a conversation."""
        return self._found.get(talk.company) or self._found.get(talk.company_name)


class ConversationImporter(Importer):
    """Conversations, known by their ids there: one a row with all its messages, or one row for each message."""

    later_counts = True
    parts = {"tag_area": "tags", "tag_category": "tags"}
    columns: Sequence[Column] = (
        Column("id", "conversationid ticketid issueid threadid caseid conversation ticket thread number"),
        Column("subject", "title topic summary rawsubject"),
        Column("messages", "parts conversationparts"),
        Column("words", "body text message comment content description plainbody"),
        Column("html", "htmlbody bodyhtml"),
        Column("kind", "messagekind messagetype direction sendertype authortype"),
        Column("message_key", "messageid commentid partid"),
        Column("at", "saidat sentat messagecreatedat messagedate date timestamp time"),
        Column("author_email", "fromemail authoraddress senderemail from author sender"),
        Column("author_name", "fromname sendername"),
        Column("contact_id", "requesterid userid customerexternalid"),
        Column("contact_email", "contact requester customer requesteremail customeremail useremail email"),
        Column("contact_name", "requestername customername username name"),
        Column("company", "companyid account accountid accountname organization organisation organizationid"),
        Column("company_name"),
        Column("assignee", "assigneeemail agent agentemail assignedto owner"),
        Column("team", "group groupname teamname department"),
        Column("state", "status conversationstate ticketstatus"),
        Column("priority", "urgency"),
        Column("started_at", "createdat created opened openedat submittedat createddate"),
        Column("closed_at", "closed solvedat resolvedat completedat"),
        Column("snoozed_until", "snoozeduntil delayedto"),
        Column("first_answer_at", "firstreplyat firstresponseat firstreplycreatedat firstanswered"),
        Column("tags", "labels tag"),
        Column("area", "module productarea"),
        Column("category", "type issuetype reason"),
        Column("participants", "cc collaborators followers contacts"),
        Column("language", "lang locale"),
        Column("rating", "csat satisfactionscore score satisfaction"),
        Column("rating_comment", "csatcomment ratingremark"),
        Column("channel", "source via"),
        Column("url", "link permalink"),
        Column("files", "attachments"),
        Column("mail_id", "emailmessageid rfcmessageid internetmessageid"),
        Column("in_reply_to"),
        Column("system"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._origin = options.source
        self._places = Places(options.areas_product)
        self._tags = TagMeanings(self._places, options.values)
        self._alike: dict[str, int] = {}
        self._ours = Colleagues()
        areas = [(str(area.pk), f"{area.product} · {area}") for area in Area.objects.select_related("product")]
        categories = [(one.key, one.name) for one in Category.objects.order_by("position", "key")]
        self.choices = {
            "tag_area": [(LEFT_OUT, _("Leave this tag out")), *sorted(areas, key=lambda one: one[1])],
            "tag_category": categories,
            "category": categories,
            "state": [*State.choices, (SPAM, ConversationAside.SPAM.label)],
        }

    def understood(self, name: str, value: str) -> str:
        """Return the area or the category that a tag is called like."""
        if name not in self.parts:
            return ""
        self._places.learn(())
        return self._tags.called(name, value)

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        talk, notes = self._talk(cells)
        content = digest(talk)
        row_key = talk.key if cells.get("messages") else f"{talk.key} {talk.messages[0].key}"
        size = sum(len(one.words) + len(one.html) for one in talk.messages)
        weight = max(1, len(talk.messages), size // _CHARACTERS_OF_A_ROW)
        return Draft(cells.number, f"{talk.origin} {row_key}", content, talk, notes, weight=weight)

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many conversations, with the people they name."""
        talks: list[_Talk] = [draft.saved for draft in drafts]
        companies = _Companies(talks)
        people = self._people(talks, companies)
        self._places.learn(talk.area for talk in talks)
        self._tags.learn()
        results: list[Result] = [result_of(people.erased(talk.requester) or "unchanged") for talk in talks]
        for origin in dict.fromkeys(talk.origin for talk in talks):
            numbers = [n for n, talk in enumerate(talks) if talk.origin == origin and not people.erased(talk.requester)]
            brought = [self._brought(talks[n], people, companies) for n in numbers]
            outcomes = import_conversations(origin=origin, drafts=[one for one, _notes in brought])
            for n, one, (_draft, notes) in zip(numbers, outcomes, brought, strict=True):
                results[n] = result_of(one.outcome, [*drafts[n].notes, *notes])
        return results

    def _people(self, talks: Sequence[_Talk], companies: _Companies) -> Customers:
        """Return the contacts of who asked and who wrote; who was only in copy stays an address."""
        rows = []
        for talk in talks:
            wrote = [one.author for one in talk.messages if self._kind(one) == Message.Kind.HEARD]
            company = companies.of(talk)
            rows.append(([talk.requester], company.pk if company else None))
            rows.append((wrote, None))
        return Customers(each_with_company(rows))

    def finish(self) -> list[str]:
        """Nothing follows from the rows together."""
        return []

    def _talk(self, cells: Cells) -> tuple[_Talk, list[str]]:
        since = self._moment(cells, "started_at") or clock.now()
        messages, notes = self._messages(cells, since)
        requester = self._requester(cells, messages)
        with cells.reading("state") as cell:
            state = _STATE_BY_NAME.get(_plain(cell), "")
        if text(cell) and not state:
            notes.append(_("“%(name)s” is no state we know; the conversation is closed.") % {"name": text(cell)[:40]})
        talk = _Talk(
            origin=(self._origin or text(cells.get("system")) or "import")[:60],
            key=text(cells.get("id"))[:100] or digest(requester, messages[0].key),
            subject=text(cells.get("subject")),
            state=state,
            priority=_PRIORITY_BY_NAME.get(_plain(cells.get("priority")), Priority.NORMAL.value),
            requester=requester,
            others=tuple(one for one in people_in(cells.get("participants")) if not self._ours.are_ours(one.email)),
            company=text(cells.get("company")),
            company_name=text(cells.get("company_name")),
            assignee=person_in(cells.get("assignee")),
            team=text(cells.get("team")),
            tags=tuple(parts_of(cells.get("tags"))[:_MOST_TAGS]),
            area=text(cells.get("area"))[:MOST_NAME],
            category=text(cells.get("category")),
            language=text(cells.get("language")).replace("_", "-")[:10].lower(),
            closed_at=self._moment(cells, "closed_at"),
            snoozed_until=self._moment(cells, "snoozed_until"),
            first_answer_at=self._moment(cells, "first_answer_at"),
            messages=tuple(messages),
            stats=self._stats(cells),
        )
        return talk, notes

    def _messages(self, cells: Cells, since: datetime) -> tuple[list[SaidThere], list[str]]:
        """Return what was said: a list of messages, one message in columns of its own, or at least the subject."""
        if rows := objects_in(cells.get("messages"), "messages"):
            found, notes = read_messages(rows, since=since, habits=self._habits)
            if not found:
                raise RowError(notes[0])
            return found, notes
        row = {name: cells.get(name) for name in ("words", "html", "kind", "at", "files", "in_reply_to")}
        row |= {"id": cells.get("message_key"), "message_id": cells.get("mail_id")}
        author = person_in(cells.get("author_email"))
        row["author"] = {"email": author.email, "name": text(cells.get("author_name")) or author.name}
        if not any((text(row["words"]), text(row["html"]), text(row["files"]))):
            row["words"] = text(cells.get("subject"))
        return [read_message(row, since=since, habits=self._habits, alike=self._alike)], []

    def _requester(self, cells: Cells, messages: Sequence[SaidThere]) -> Named:
        """Return who asked: as the row says, else who wrote first and is none of us."""
        written = person_in(cells.get("contact_email"))
        named = Named(written.email, text(cells.get("contact_name")) or written.name, text(cells.get("contact_id")))
        theirs = (one.author for one in messages if self._kind(one) == Message.Kind.HEARD and one.author)
        return named or next(theirs, Named())

    def _kind(self, said: SaidThere) -> str:
        """Return who wrote a message: as the file says; a colleague's address writes replies."""
        return said.kind or str(Message.Kind.REPLY if self._ours.at(said.author.email) else Message.Kind.HEARD)

    def _stats(self, cells: Cells) -> dict[str, Any]:
        """Return what the other system had, for people to read: its figures and names are not ours."""
        assignee = person_in(cells.get("assignee"))
        named: dict[str, Any] = {
            "rating": _rating(cells.get("rating")),
            "rating_comment": text(cells.get("rating_comment"))[:2_000],
            "assignee": "" if self._ours.named(assignee) else assignee.name or assignee.email,
            "team": "" if self._ours.team(text(cells.get("team"))) else text(cells.get("team"))[:80],
            "channel": text(cells.get("channel"))[:60],
            "url": text(cells.get("url"))[:2_000],
            # Of a message a row, the other columns may be the message's.
            "more": cells.others() if cells.get("messages") else {},
        }
        return {name: value for name, value in named.items() if value}

    def _brought(self, talk: _Talk, people: Customers, companies: _Companies) -> tuple[BroughtConversation, list[str]]:
        meaning = self._tags.of(talk.tags, area=talk.area, category=talk.category)
        assignee, requester = self._ours.named(talk.assignee), people.person(talk.requester)
        is_spam = talk.state == SPAM
        brought = BroughtConversation(
            key=talk.key,
            messages=tuple(
                self._message(one, people, requester, talk.origin)
                for one in talk.messages
                if not people.erased(one.author)
            ),
            subject=talk.subject,
            state=str(State.CLOSED) if is_spam else talk.state,
            aside_reason=str(ConversationAside.SPAM) if is_spam else "",
            requester=requester,
            others=tuple(people.person(one) for one in talk.others[:_MOST_PEOPLE]),
            company=companies.of(talk) or people.company(requester.contact),
            assignee=assignee if assignee and (assignee.is_active or talk.state == State.CLOSED) else None,
            team=self._ours.team(talk.team),
            priority=talk.priority,
            language=talk.language,
            closed_at=talk.closed_at,
            snoozed_until=talk.snoozed_until,
            first_answer_at=talk.first_answer_at,
            pairs=meaning.pairs,
            stats=talk.stats | ({"tags": list(meaning.kept)} if meaning.kept else {}),
        )
        return brought, [*meaning.notes, *_unknown(talk, assignee, people, companies)]

    def _message(self, said: SaidThere, people: Customers, requester: Person, origin: str) -> BroughtMessage:
        kind = self._kind(said)
        is_heard = kind == Message.Kind.HEARD
        staff = None if is_heard else self._ours.named(said.author)
        author = people.person(said.author) if is_heard else Person(said.author.email, said.author.name)
        if is_heard and not said.author:
            author = requester
        if not is_heard and not author.name:
            # Where nobody is named, the system is: a message without an author reads as one of the page's.
            author = replace(author, name=staff.name if staff else author.address or origin)
        return BroughtMessage(
            key=said.key,
            kind=kind,
            said_at=said.at,
            words=said.words,
            html=said.html,
            author=author,
            staff=staff,
            to=said.to,
            cc=said.cc,
            message_id=said.message_id,
            in_reply_to=said.in_reply_to,
            is_automatic=said.is_automatic,
            links=said.links,
        )

    def _moment(self, cells: Cells, name: str) -> datetime | None:
        with cells.reading(name) as cell:
            return moment(cell, self._habits)


def _unknown(talk: _Talk, assignee: Staff | None, people: Customers, companies: _Companies) -> list[str]:
    """Return whom a row names that nobody here is."""
    notes = []
    if problem := people.problem(talk.requester):
        notes.append(problem)
    if talk.assignee and assignee is None:
        said = {"name": talk.assignee.email or talk.assignee.name[:40]}
        notes.append(_("Nobody here is “%(name)s”; what they had was given to nobody.") % said)
    if (name := talk.company_name or talk.company) and companies.of(talk) is None:
        said = {"name": name[:40]}
        notes.append(_("There is no company “%(name)s”; the conversation came in without one.") % said)
    return notes


def _rating(cell: Any) -> int | str:
    """Return how satisfied they were: 1 to 5, or as the other system says it. Nothing where nobody said."""
    said = text(cell)[:40]
    if said.casefold() in _NO_RATING:
        return ""
    return int(said) if said.isascii() and said.isdigit() else said


def _plain(cell: Any) -> str:
    return "".join(letter for letter in text(cell).casefold() if letter.isalnum())
