"""Intercom: conversations with their parts, as its API returns them one by one, of any of its versions."""

from typing import Any

from wellheard.listen.imports.inboxes.known import Known, Object, author, customer, file, in_brackets, obj, objects

NAME = "Intercom"
_OURS = {"admin", "bot", "operator", "team"}
# Parts that say something to the customer; notes and what was written while giving it to somebody are for the team alone.
_SAID = {"comment", "open", "close", "snoozed", "unsnoozed"}
_NOTES = {"note", "assignment", "note_and_reopen", "assign_and_reopen"}


def fits(one: Object) -> bool:
    """Tell whether an object is a conversation of Intercom."""
    return "conversation_parts" in one or (one.get("type") == "conversation" and "source" in one)


def cells(one: Object, known: Known) -> Object:
    """Return a conversation as ours."""
    source = obj(one.get("source")) or obj(one.get("conversation_message"))
    parts = objects(one.get("conversation_parts"))
    people = _people([source, *parts])
    contacts = objects(one.get("contacts")) or objects(one.get("customers")) or [obj(one.get("user"))]
    asked = [people.get(str(contact.get("id")), {}) | known.person(contact.get("id")) | contact for contact in contacts]
    first = obj(source.get("author"))
    if first and first.get("type") not in _OURS:
        asked = [first | next((one for one in asked if one.get("id") == first.get("id")), {}), *asked]
    assignee = one.get("admin_assignee_id") or obj(one.get("assignee")).get("id")
    company, rating, counted = obj(one.get("company")), obj(one.get("conversation_rating")), obj(one.get("statistics"))
    team = known.teams.get(str(one.get("team_assignee_id")), {})
    return {
        "id": one.get("id"), "subject": one.get("title") or source.get("subject"), "state": _state(one),
        "snoozed_until": one.get("snoozed_until"), "priority": one.get("priority"), **customer(asked[0] if asked else {}),
        "company": company.get("company_id") or company.get("name"), "company_name": company.get("name"),
        "assignee": author(people.get(str(assignee), {}) | known.person(assignee) | obj(one.get("assignee"))),
        "team": team.get("name"), "tags": [tag.get("name") for tag in objects(one.get("tags"))],
        "participants": [author(person) for person in asked[1:]], "started_at": one.get("created_at"),
        "closed_at": counted.get("last_close_at"), "first_answer_at": counted.get("first_admin_reply_at"),
        "rating": rating.get("rating"), "rating_comment": rating.get("remark"), "channel": source.get("type"),
        "messages": _messages(one, source, parts, known), **_figures(counted), **_attributes(one),
    }  # fmt: skip


def _people(parts: list[Object]) -> dict[str, Object]:
    """Return who wrote, by id: one part may say more of somebody than another."""
    people: dict[str, Object] = {}
    for person in (obj(part.get("author")) for part in parts):
        said = {name: value for name, value in person.items() if value}
        people.setdefault(str(person.get("id")), {}).update(said)
    return people


def _state(one: Object) -> str:
    if isinstance(one.get("state"), str):
        return str(one["state"])
    return "closed" if one.get("open") is False else "snoozed" if one.get("snoozed_until") else "open"


def _messages(one: Object, source: Object, parts: list[Object], known: Known) -> list[Object]:
    first = source | {
        "part_type": "comment",
        "created_at": one.get("created_at"),
        "id": f"source-{source.get('id') or ''}",
    }
    return [
        _message(part, known)
        for part in [first, *parts]
        if _kind(part) and (part.get("body") or part.get("attachments"))
    ]


def _kind(part: Object) -> str:
    if part.get("part_type") in _NOTES:
        return "note"
    if part.get("part_type") not in _SAID:
        return ""
    return "agent" if obj(part.get("author")).get("type") in _OURS else "customer"


def _message(part: Object, known: Known) -> Object:
    who, mail = obj(part.get("author")), obj(part.get("email_message_metadata"))
    headers = objects(mail.get("email_address_headers"))
    return {
        "id": part.get("id"), "kind": _kind(part), "at": part.get("created_at"), "html": part.get("body"),
        "author": author(known.person(who.get("id")) | who), "message_id": in_brackets(mail.get("message_id")),
        "to": _addresses(headers, "to"), "cc": _addresses(headers, "cc"),
        "is_automatic": "yes" if who.get("type") in {"bot", "operator"} else "",
        "files": [file(one.get("name"), one.get("url"), one.get("content_type"), one.get("filesize"))
            for one in objects(part.get("attachments"))],
    }  # fmt: skip


def _addresses(headers: list[Object], kind: str) -> list[Any]:
    return [one.get("email_address") for one in headers if one.get("type") == kind]


def _figures(counted: Object) -> Object:
    names = ("time_to_admin_reply", "time_to_first_close", "median_time_to_reply", "count_reopens", "handling_time")
    return {name: counted[name] for name in names if counted.get(name) is not None}


def _attributes(one: Object) -> Object:
    return {str(name): value for name, value in obj(one.get("custom_attributes")).items() if value not in (None, "")}
