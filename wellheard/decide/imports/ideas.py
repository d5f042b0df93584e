"""Import ideas of another board: ideas with their author, status and dates, votes of people and in numbers, comments, merges."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellheard.customers.commands import ContactDraft, ErasedPersonError, import_contacts
from wellheard.customers.models import Contact
from wellheard.decide.commands.importing import (
    CommentDraft,
    IdeaDraft,
    ReplyDraft,
    SaidDraft,
    VoteDraft,
    import_ideas,
    keep_note,
    settle_unattributed,
)
from wellheard.decide.commands.importing import Draft as Saved
from wellheard.decide.imports.merges import in_order
from wellheard.decide.models import Idea
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.filing import MOST_NAME, Places
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest
from wellheard.listen.imports.reading import Broken, Row
from wellheard.listen.imports.values import moment, text, truth, whole_number, words
from wellheard.workspace.models import Staff

Status = Idea.Status
_STATUSES = {
    Status.HEARD: "open active new heard published approved unseen",
    Status.UNDER_REVIEW: "underreview reviewing inreview review underconsideration considering",
    Status.PLANNED: "planned roadmap accepted next",
    Status.BUILDING: "started inprogress workingonit building indevelopment now",
    Status.BETA: "beta testing",
    Status.SHIPPED: "completed complete shipped done released live finished",
    Status.NOT_NOW: "declined closed wontdo notnow rejected notplanned archived",
    Status.ALREADY_POSSIBLE: "alreadyexists alreadythere alreadypossible",
}
_STATUS_BY_NAME = {
    name: status for status, names in _STATUSES.items() for name in [*names.split(), status.replace("_", "")]
}
# Records that are words of somebody about an idea.
_SAID = {"comment", "note"}
_IMPORTANCE = {"nicetohave": 1, "important": 2, "musthave": 3, "1": 1, "2": 2, "3": 3}


@dataclass(frozen=True)
class _Person:
    email: str
    name: str


@dataclass(frozen=True)
class _Said:
    """One row, understood as far as it can be alone."""

    record: str
    key: str
    title: str
    words: str
    status: str
    area: str
    author: _Person
    voter: _Person
    at: datetime | None
    status_at: datetime | None
    voted_at: datetime | None
    votes: int
    response: str
    tags: str
    url: str
    into: str
    is_internal: bool
    by_staff: bool
    comment_key: str
    importance: int | None


class IdeaImporter(Importer):
    """Ideas, votes and comments, known by their ids there. What is here already stays as it is. Nobody is written to."""

    later_counts = True
    choices = {"status": Status.choices}
    columns: Sequence[Column] = (
        Column("record"),
        Column("id", "ideaid suggestionid postid number", is_needed=True),
        Column("title", "ideatitle suggestiontitle posttitle subject featuretitle name"),
        Column("text", "ideadescription suggestionbody description details content body comment"),
        Column("status", "publicstatusname suggestionstatusname state stage roadmapstatus"),
        Column("votes", "voterscount votecount votescount upvotes score likes totallikes"),
        Column(
            "area", "forumname suggestionforumname board boardname category categoryname suggestioncategoryname list"
        ),
        Column("author_name", "ideacreatorname author authorname createdby"),
        Column("author_email", "ideacreatoremailaddress authoremail requestedby email"),
        Column(
            "created_at",
            "created createdat createddate submittedat timestamp createdtimestamp suggestioncreatedtimestamp date",
        ),
        Column("tags", "labels suggestionlabelsname"),
        Column("url", "suggestionportalurl portalurl link permalink"),
        Column("merged_into", "suggestionparentid parentid originalnumber duplicateof"),
        Column("response", "publicstatusupdatemessage officialresponse"),
        Column("status_at", "publicstatusupdatedtimestamp respondedat statuschangedat"),
        Column("voter_email", "useremailaddress useremail"),
        Column("voter_name", "username"),
        Column("voted_at", "linkedideacreationdate votedate"),
        Column("importance", "votepriority"),
        Column("is_internal", "internal isprivate"),
        Column("by_staff", "isstaff isadmin ismod isteammember isofficial"),
        Column("comment_id", "commentid"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._origin = options.source or "import"
        self._places = Places(options.areas_product)
        self._staff = {staff.email.casefold(): staff for staff in Staff.objects.order_by("-pk")}

    def arrange(self, rows: Iterator[Row | Broken]) -> Iterator[Row | Broken]:
        """Let ideas that were merged away come after those they went into."""
        return in_order(rows)

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        said = self._said(cells)
        if not said.key:
            raise RowError(_("It names no idea: give each idea an id."))
        if said.record == "idea" and not said.title:
            raise RowError(_("The idea has no title."))
        if said.record in _SAID and not said.words:
            raise RowError(_("There are no words in it."))
        key = f"{said.record} {said.key} {said.voter.email} {said.comment_key}"
        notes = [_("“%(name)s” is no status we know; the idea is heard.") % {"name": said.status[:40]}]
        is_known = not said.status or said.record != "idea" or _status(said.status) is not None
        return Draft(cells.number, key, digest(said), said, [] if is_known else notes)

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many rows, with the people they name."""
        rows: list[_Said] = [draft.saved for draft in drafts]
        people, gone = _contacts(rows)
        self._places.learn(row.area for row in rows)
        saved = [self._drafts(row, people, gone) for row in rows]
        outcomes = iter(import_ideas(origin=self._origin, drafts=[one for some in saved for one in some]))
        results = []
        for row, some, draft in zip(rows, saved, drafts, strict=True):
            found = [next(outcomes) for _one in some]
            if row.is_internal and row.record == "comment" and row.author.email.casefold() not in gone:
                found = ["new" if self._keep_note(row) else "unchanged"]
            results.append(_result(row, found, draft.notes))
        return results

    def finish(self) -> list[str]:
        """Count the votes nobody is named for, once every voter is in."""
        settle_unattributed(origin=self._origin)
        return []

    def _said(self, cells: Cells) -> _Said:
        title, body = text(cells.get("title")), _plain(words(cells.get("text")))
        voter = _Person(text(cells.get("voter_email")), text(cells.get("voter_name")))
        author = _Person(text(cells.get("author_email")), text(cells.get("author_name")))
        record = text(cells.get("record")) or ("idea" if title else "comment" if body else "vote")
        key, comment_key = text(cells.get("id"))[:200], ""
        if record in _SAID:
            if not author.email and voter.email:
                # Files of comments call their author the user, as files of votes call the voter.
                author, voter = voter, _Person("", "")
            comment_key = text(cells.get("comment_id")) or digest(key, body, author, cells.get("created_at"))
        with cells.reading("votes") as cell:
            votes = max(whole_number(cell, self._habits) or 0, 0)
        with cells.reading("is_internal") as cell:
            is_internal = truth(cell)
        with cells.reading("by_staff") as cell:
            by_staff = truth(cell)
        return _Said(
            record=record,
            key=key,
            title=title,
            words=body,
            status=text(cells.get("status")),
            area=text(cells.get("area"))[:MOST_NAME],
            author=author,
            voter=voter,
            at=self._moment(cells, "created_at"),
            status_at=self._moment(cells, "status_at"),
            voted_at=self._moment(cells, "voted_at"),
            votes=votes,
            response=_plain(words(cells.get("response"))),
            tags=text(cells.get("tags")),
            url=text(cells.get("url")),
            into=text(cells.get("merged_into")),
            is_internal=is_internal,
            by_staff=by_staff,
            comment_key=comment_key,
            importance=_IMPORTANCE.get(_letters(text(cells.get("importance")))),
        )

    def _moment(self, cells: Cells, name: str) -> datetime | None:
        with cells.reading(name) as cell:
            return moment(cell, self._habits)

    def _drafts(self, row: _Said, people: dict[str, Contact], gone: set[str]) -> list[Saved]:
        if row.record in _SAID and row.author.email.casefold() in gone:
            return []
        author, voter = people.get(row.author.email.casefold()), people.get(row.voter.email.casefold())
        drafts: list[Saved] = []
        if row.record == "idea":
            drafts.append(self._idea(row))
            if (author or row.into) and row.author.email.casefold() not in gone:
                said = f"{row.title}\n\n{row.words}".strip()
                drafts.append(SaidDraft(row.key, f"idea {row.key}"[:200], said, author, row.author.name, row.at))
        elif row.record in _SAID and not row.is_internal:
            drafts.append(self._said_below(row, author))
        if voter and row.record not in _SAID:
            drafts.append(VoteDraft(row.key, voter, row.voted_at, row.importance))
        return drafts

    def _said_below(self, row: _Said, author: Contact | None) -> Saved:
        """Return what stands below an idea: the team's reply, a customer's comment, or what somebody noted of them."""
        staff = self._staff.get(row.author.email.casefold())
        if staff or row.by_staff:
            return ReplyDraft(row.key, row.words, staff, row.at)
        draft = SaidDraft if row.record == "note" else CommentDraft
        return draft(row.key, f"comment {row.comment_key}"[:200], row.words, author, row.author.name, row.at)

    def _idea(self, row: _Said) -> IdeaDraft:
        return IdeaDraft(
            key=row.key,
            title=row.title,
            text=row.words,
            status=_status(row.status) or Status.HEARD,
            area=self._places.area(row.area),
            created_at=row.at,
            status_at=row.status_at,
            response=row.response,
            note=_("Tags there: %(tags)s") % {"tags": row.tags} if row.tags else "",
            url=row.url,
            into=row.into,
            votes=row.votes,
        )

    def _keep_note(self, row: _Said) -> bool:
        note = f"{row.author.name or row.author.email}: {row.words}".removeprefix(": ")
        return keep_note(origin=self._origin, key=row.key, note=note)


def _result(row: _Said, found: Sequence[str | None], notes: Sequence[str]) -> Result:
    if row.record == "vote" and not row.voter.email:
        return Result("unchanged", "", [_("A vote without an address is kept only as a number.")])
    if None in found:
        return Result("refused", _("There is no idea with the id “%(id)s” here or before it.") % {"id": row.key[:40]})
    outcome = "new" if "new" in found else "updated" if "updated" in found else "unchanged"
    return Result(outcome, "", notes)


def _contacts(rows: Sequence[_Said]) -> tuple[dict[str, Contact], set[str]]:
    """Return the people with an address, made now where they are not known, and the addresses of those who were erased.

    An address that is none is left out.
    """
    people = [one for row in rows for one in ((row.voter,) if row.by_staff else (row.author, row.voter))]
    said = {one.email.casefold(): one for one in people if "@" in one.email}
    drafts = [ContactDraft(email=person.email, name=person.name) for person in said.values()]
    found = dict(zip(said, import_contacts(drafts=drafts), strict=True))
    gone = {email for email, (_contact, outcome) in found.items() if isinstance(outcome, ErasedPersonError)}
    known = {email: who for email, (who, outcome) in found.items() if who and not isinstance(outcome, Exception)}
    return known, gone


def _status(written: str) -> str | None:
    return _STATUS_BY_NAME.get(_letters(written))


def _letters(written: str) -> str:
    return "".join(letter for letter in written.casefold() if letter.isalnum())


def _plain(written: str) -> str:
    """Return text without the markup that some boards keep it in."""
    if not re.search(r"</?(p|br|div|ul|li|strong|em|a)\b[^<>]{0,500}>", written):
        return written
    lines = re.sub(r"<(br|/p|/div|/li)\b[^<>]{0,500}>", "\n", written)
    return html.unescape(re.sub(r"<[^<>]{0,2000}>", "", lines)).strip()
