"""Read what other boards export (ZIP of CSV or JSON, or one JSON object of lists) as rows of ideas, votes and comments.

The formats are those the vendors publish or their sources write: Fider's backup, ClearFlask's and Quackback's archives, and the
lists that the interfaces of Canny, Featurebase and Productboard return.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import MOST_COLUMNS, MOST_FIELD_CHARACTERS, Row, Table

Cells = dict[str, Any]
Lists = dict[str, list[Cells]]

# A board is read whole: its votes and merges point at ideas that may stand anywhere in it.
_MOST_UNPACKED = 300_000_000
_MOST_MEMBERS = 10_000
_LISTS = "posts|ideas|votes|comments|features|notes|results|submissions|upvoters|users|companies|boards|post_votes"
_BOARD_HEAD = re.compile(rb'^\xef?\xbb?\xbf?\s*\{\s*"(' + _LISTS.encode() + rb')"\s*:\s*\[')
_FIDER_STATUSES = {0: "open", 1: "started", 2: "completed", 3: "declined", 4: "planned", 5: "duplicate", 6: "deleted"}


def is_board_head(head: bytes) -> bool:
    """Tell whether a file begins as one JSON object of lists."""
    return _BOARD_HEAD.match(head) is not None


def is_board_archive(path: Path) -> bool:
    """Tell whether a ZIP holds lists instead of an Excel workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def open_board(path: Path, head: bytes) -> Table:
    """Open the export of a board. Raises FileError when it is none we know."""
    lists = _unpacked(path) if head.startswith(b"PK") else _loaded(path)
    for name, fits, read in _FORMATS:
        if fits(lists):
            rows = [_clean(cells) for cells in read(lists)]
            columns = list(dict.fromkeys(column for cells in rows for column in cells))
            if not columns:
                break
            note = _("Recognised as an export of %(name)s.") % {"name": name}
            return Table((Row(n, cells) for n, cells in enumerate(rows, start=1)), columns[:MOST_COLUMNS], [note])
    raise FileError(
        _(
            "This is no Excel file and holds no ideas as a board we know exports them; unpack it and import its CSV files "
            "one by one."
        )
    )


def _unpacked(path: Path) -> Lists:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if part.filename.lower().endswith((".csv", ".json"))]
            if len(parts) > _MOST_MEMBERS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise FileError(_("The archive is larger than 300 MB when unpacked; import its files one by one."))
            return {_list_name(part.filename): _member(archive, part) for part in parts}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError) as problem:
        if isinstance(problem, FileError):
            raise
        raise FileError(_("The archive is damaged or locked; export it again.")) from problem


def _member(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[Cells]:
    with archive.open(part) as file:
        # What the archive says of a member's size may be a lie.
        raw = file.read(_MOST_UNPACKED + 1)
    if len(raw) > _MOST_UNPACKED:
        raise FileError(_("The archive is larger than 300 MB when unpacked; import its files one by one."))
    text = raw.decode("utf-8-sig", "replace")
    if part.filename.lower().endswith(".json"):
        return _objects(_json(text))
    csv.field_size_limit(MOST_FIELD_CHARACTERS)
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""), restkey="")]
    except csv.Error as problem:
        raise FileError(_("%(name)s in the archive is not CSV.") % {"name": part.filename[:60]}) from problem


def _loaded(path: Path) -> Lists:
    if path.stat().st_size > _MOST_UNPACKED:
        raise FileError(_("The file is larger than 300 MB; write one object a line instead."))
    found = _json(path.read_text("utf-8-sig", "replace"))
    return {name: _objects(value) for name, value in found.items() if isinstance(value, list)}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise FileError(_("The file is not whole JSON; export it again.")) from problem


def _objects(value: Any) -> list[Cells]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _list_name(filename: str) -> str:
    """ClearFlask puts the project's name and a sign before: acme-posts.csv."""
    return PurePosixPath(filename).stem.lower().rpartition("-")[2]


def _clean(cells: Cells) -> Cells:
    kept = {name: value for name, value in cells.items() if value not in (None, "", [], {})}
    return {name: _cell(value) for name, value in kept.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)[:MOST_FIELD_CHARACTERS]
    return value[:MOST_FIELD_CHARACTERS] if isinstance(value, str) else value


def _first(lists: Lists, name: str) -> Cells:
    return next(iter(lists.get(name, [])), {})


def _of(value: Any, name: str) -> Any:
    """Return a value of an object inside an object; what is no object has none."""
    return value.get(name) if isinstance(value, dict) else None


def _named(value: Any) -> Any:
    return _of(value, "name") if isinstance(value, dict) else value


def _tags(value: Any) -> str:
    return ", ".join(clean_line(str(_named(tag))) for tag in value) if isinstance(value, list) else str(value or "")


def _fider(lists: Lists) -> Iterator[Cells]:
    people = {user.get("id"): user for user in lists.get("users", [])}
    for post in lists.get("posts", []):
        status = _FIDER_STATUSES.get(post.get("status", 0), "open")
        if status == "deleted":
            continue
        author = people.get(post.get("user_id"))
        yield {
            "record": "idea", "id": post.get("id"), "title": post.get("title"), "text": post.get("description"),
            "status": status, "created_at": post.get("created_at"), "author_name": _of(author, "name"),
            "author_email": _of(author, "email"), "merged_into": post.get("original_id"), "response": post.get("response"),
            "status_at": post.get("response_date"), "url": f"/posts/{post.get('number')}/{post.get('slug', '')}".rstrip("/"),
        }  # fmt: skip
    for vote in lists.get("post_votes", []):
        voter = people.get(vote.get("user_id"))
        yield _vote(vote.get("post_id"), _of(voter, "email"), _of(voter, "name"), vote.get("created_at"))
    for comment in lists.get("comments", []):
        author = people.get(comment.get("user_id"))
        yield _comment(
            comment.get("post_id"), comment.get("id"), comment.get("content"), author, comment.get("created_at")
        )


def _clearflask(lists: Lists) -> Iterator[Cells]:
    people = {user.get("userId"): user for user in lists.get("users", [])}
    for post in lists["posts"]:
        author = people.get(post.get("authorUserId"))
        yield {
            "record": "idea", "id": post.get("ideaId"), "title": post.get("title"), "text": post.get("description"),
            "status": post.get("statusId"), "area": post.get("categoryId"), "tags": post.get("tagIds"),
            "votes": post.get("votersCount") or post.get("voteValue"), "created_at": post.get("created"),
            "author_name": _of(author, "name"), "author_email": _of(author, "email"), "response": post.get("response"),
        }  # fmt: skip
    for comment in lists.get("comments", []):
        author = people.get(comment.get("authorUserId"))
        made = _comment(
            comment.get("ideaId"), comment.get("commentId"), comment.get("content"), author, comment.get("created")
        )
        yield made | {"by_staff": "yes" if str(_of(author, "isMod")).lower() == "true" else ""}


def _quackback(lists: Lists) -> Iterator[Cells]:
    for post in lists["posts"]:
        yield {
            "record": "idea", "id": post.get("id"), "title": post.get("title"), "status": post.get("status"),
            "text": post.get("content") or post.get("body"), "tags": post.get("tags"), "area": post.get("board"),
            "votes": post.get("vote_count"), "author_name": post.get("author_name"),
            "author_email": post.get("author_email"), "created_at": post.get("created_at"),
        }  # fmt: skip
    for vote in lists.get("votes", []):
        email = vote.get("voter_email") or vote.get("user_email")
        yield _vote(vote.get("post_id"), email, vote.get("voter_name"), vote.get("created_at"))
    for kind, rows in (("", lists.get("comments", [])), ("yes", lists.get("notes", []))):
        for said in rows:
            author = {"name": said.get("author_name"), "email": said.get("author_email")}
            made = _comment(
                said.get("post_id"),
                said.get("id"),
                said.get("body") or said.get("content"),
                author,
                said.get("created_at"),
            )
            yield made | {"is_internal": kind, "by_staff": said.get("is_staff")}


def _canny(lists: Lists) -> Iterator[Cells]:
    into = {
        _of(merged.get("post"), "id"): post.get("id")
        for post in lists["posts"]
        for merged in _objects(post.get("mergeHistory"))
    }
    for post in lists["posts"]:
        author = post.get("author")
        yield {
            "record": "idea", "id": post.get("id"), "title": post.get("title"), "text": post.get("details"),
            "status": post.get("status"), "status_at": post.get("statusChangedAt"), "votes": post.get("score"),
            "area": _named(post.get("board")), "tags": _tags(post.get("tags")), "created_at": post.get("created"),
            "author_name": _of(author, "name"), "author_email": _of(author, "email"), "url": post.get("url"),
            "merged_into": into.get(post.get("id")),
        }  # fmt: skip
    for vote in lists.get("votes", []):
        voter = vote.get("voter")
        made = _vote(_of(vote.get("post"), "id"), _of(voter, "email"), _of(voter, "name"), vote.get("created"))
        yield made | {"importance": vote.get("votePriority")}
    for said in lists.get("comments", []):
        author, post = said.get("author"), _of(said.get("post"), "id")
        inside = said.get("internal") or said.get("private")
        made = _comment(post, said.get("id"), said.get("value"), author, said.get("created"))
        yield made | {"is_internal": "yes" if inside else "", "by_staff": "yes" if _of(author, "isAdmin") else ""}


def _featurebase(lists: Lists) -> Iterator[Cells]:
    for post in lists.get("submissions") or lists.get("results") or lists.get("posts", []):
        status, category = (
            post.get("status") or post.get("postStatus"),
            post.get("category") or post.get("postCategory"),
        )
        yield {
            "record": "idea", "id": post.get("id"), "title": post.get("title"), "text": post.get("content"),
            "status": _named(status), "area": _named(category) or _of(category, "category"), "votes": post.get("upvotes"),
            "tags": _tags(post.get("tags") or post.get("postTags")), "created_at": post.get("date") or post.get("createdAt"),
            "author_name": post.get("authorName") or _named(post.get("user")), "url": post.get("postUrl"),
            "author_email": post.get("email") or post.get("authorEmail") or _of(post.get("user"), "email"),
        }  # fmt: skip
    for vote in lists.get("upvoters", []):
        yield _vote(
            vote.get("submissionId"), vote.get("email"), vote.get("name"), vote.get("date") or vote.get("createdAt")
        )
    for said in lists.get("comments", []):
        author = said.get("author") or said.get("user")
        made = _comment(said.get("submissionId"), said.get("id"), said.get("content"), author, said.get("createdAt"))
        yield made | {"is_internal": "yes" if said.get("isPrivate") else ""}


def _productboard(lists: Lists) -> Iterator[Cells]:
    for feature in lists.get("features", []):
        yield {
            "record": "idea", "id": feature.get("id"), "title": feature.get("name"), "text": feature.get("description"),
            "status": _named(feature.get("status")), "created_at": feature.get("createdAt"), "tags": _tags(feature.get("tags")),
            "url": _of(_of(feature, "links"), "html"),
        }  # fmt: skip
    for note in lists.get("notes", []):
        linked = _first({"features": _objects(note.get("features"))}, "features")
        made = _comment(
            linked.get("id"), note.get("id"), f"{note.get('title', '')}\n\n{note.get('content', '')}".strip(),
            note.get("user"), note.get("createdAt"),
        )  # fmt: skip
        # What somebody noted is no comment that others could read below it.
        yield made | {
            "record": "note",
            "importance": linked.get("importance"),
            "url": note.get("displayUrl") or note.get("display_url"),
        }


def _vote(idea: Any, email: Any, name: Any, at: Any) -> Cells:
    return {"record": "vote", "id": idea, "voter_email": email, "voter_name": name, "voted_at": at}


def _comment(idea: Any, key: Any, text: Any, author: Any, at: Any) -> Cells:
    return {
        "record": "comment", "id": idea, "comment_id": key, "text": text, "author_name": _of(author, "name"),
        "author_email": _of(author, "email"), "created_at": at,
    }  # fmt: skip


_FORMATS: tuple[tuple[str, Callable[[Lists], bool], Callable[[Lists], Iterator[Cells]]], ...] = (
    ("Fider", lambda lists: "posts" in lists and "post_votes" in lists, _fider),
    ("ClearFlask", lambda lists: "ideaId" in _first(lists, "posts"), _clearflask),
    ("Canny", lambda lists: {"details", "score"} <= _first(lists, "posts").keys(), _canny),
    ("Productboard", lambda lists: "features" in lists, _productboard),
    (
        "Featurebase",
        lambda lists: bool(lists.keys() & {"submissions", "results"}) or "authorName" in _first(lists, "posts"),
        _featurebase,
    ),
    (
        "Quackback",
        lambda lists: "vote_count" in _first(lists, "posts") or "board" in _first(lists, "posts"),
        _quackback,
    ),
)
