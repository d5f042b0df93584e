"""What lies beside conversations in an export, and is named in them by its id only: people, companies, teams, comments."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError

Object = dict[str, Any]

# Comments that lie apart from their conversations are held in memory, up to so many characters.
_MOST_CHARACTERS = 300_000_000
# What lists are called, and what stands in them.
LISTS = {
    "users": "people", "contacts": "people", "admins": "people", "agents": "people", "employees": "people",
    "organizations": "companies", "companies": "companies", "groups": "teams", "teams": "teams",
    "comments": "comments",
}  # fmt: skip


@dataclass
class Known:
    """People, companies and teams by id, and the comments of conversations that lie apart from them."""

    people: dict[str, Object] = field(default_factory=dict)
    companies: dict[str, Object] = field(default_factory=dict)
    teams: dict[str, Object] = field(default_factory=dict)
    comments: dict[str, list[Object]] = field(default_factory=dict)
    _size: int = 0

    def learn(self, place: str, one: Object) -> None:
        """Keep one of a list. Raises FileError when there are more comments than fit."""
        kind = LISTS[place]
        if kind != "comments":
            getattr(self, kind)[str(one.get("id"))] = one
            return
        owner = next((one[name] for name in ("ticket_id", "issue_id", "conversation_id") if one.get(name)), None)
        if owner is None:
            return
        self._size += sum(len(value) for value in one.values() if isinstance(value, str))
        if self._size > _MOST_CHARACTERS:
            raise FileError(
                _("The comments are larger than 300 MB; put each conversation’s into it, one object a line.")
            )
        self.comments.setdefault(str(owner), []).append(one)

    def person(self, key: Any) -> Object:
        """Return somebody by id; nothing of who is not in the file."""
        return self.people.get(str(key), {}) if key else {}


def obj(value: Any) -> Object:
    """Return an object inside an object; what is none has nothing in it."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Object]:
    """Return the objects of a list, also where the list lies in an object with other things."""
    if isinstance(value, dict):
        value = next((inner for inner in value.values() if isinstance(inner, list)), [])
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def author(person: Object) -> Object:
    """Return somebody as our messages name them."""
    name = person.get("name") or " ".join(str(person[part]) for part in ("first_name", "last_name") if person.get(part))
    return {"email": person.get("email") or "", "name": name or "", "id": person.get("external_id") or ""}


def customer(person: Object) -> Object:
    """Return the cells of who asked."""
    said = author(person)
    return {"contact_email": said["email"], "contact_name": said["name"], "contact_id": said["id"]}


def file(name: Any, url: Any, media_type: Any = "", size: Any = 0) -> Object:
    """Return a file of a message, as a link to where it lies."""
    return {
        "name": name or "",
        "url": url or "",
        "media_type": media_type or "",
        "bytes": size if isinstance(size, int) else 0,
    }


def in_brackets(message_id: Any) -> str:
    """Return a Message-ID as mails write it; nothing of what is none."""
    plain = str(message_id or "").strip().strip("<>")
    return f"<{plain}>" if "@" in plain and not any(sign.isspace() for sign in plain) else ""
