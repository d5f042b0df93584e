"""Zendesk: tickets with their comments, as its export and its API write them; people and groups inside, beside, or by id."""

from datetime import datetime, timedelta
from typing import Any

from wellheard.listen.imports.inboxes.known import Known, Object, author, customer, file, in_brackets, obj, objects

NAME = "Zendesk"


def fits(one: Object) -> bool:
    """Tell whether an object is a ticket of Zendesk, or holds one beside its comments."""
    ticket = obj(one.get("ticket")) or one
    return "status" in ticket and ("requester_id" in ticket or "submitter_id" in ticket)


def cells(one: Object, known: Known) -> Object:
    """Return a ticket as a conversation of ours."""
    if ticket := obj(one.get("ticket")):
        beside = {str(user.get("id")): user for user in objects({"users": one.get("users") or []})}
        one = {"comments": one.get("comments"), "_users": beside} | ticket
    requester = _person(one, known, "requester")
    company = obj(one.get("organization")) or known.companies.get(str(one.get("organization_id")), {})
    group = obj(one.get("group")) or known.teams.get(str(one.get("group_id")), {})
    others = [*_ids(one.get("collaborator_ids")), *_ids(one.get("email_cc_ids"))]
    rating, counted = obj(one.get("satisfaction_rating")), obj(one.get("metric_set"))
    is_over = one.get("status") in {"solved", "closed"}
    return {
        "id": one.get("id"), "subject": one.get("subject") or one.get("raw_subject"), "state": _state(one),
        "priority": one.get("priority"), **customer(requester), "category": one.get("type"), "tags": one.get("tags") or [],
        "company": company.get("external_id") or company.get("name"), "company_name": company.get("name"),
        "assignee": author(_person(one, known, "assignee")), "team": group.get("name"),
        "participants": [author(_by_id(one, known, key)) for key in dict.fromkeys(others)],
        "started_at": one.get("created_at"),
        "closed_at": (counted.get("solved_at") or one.get("updated_at")) if is_over else None,
        "first_answer_at": _first_answer(one, counted), "rating": rating.get("score"), "rating_comment": rating.get("comment"),
        "channel": obj(one.get("via")).get("channel"), "url": _address(one), "messages": _messages(one, known),
        "recipient": one.get("recipient"), "reopens": counted.get("reopens"), "replies": counted.get("replies"),
    }  # fmt: skip


def _state(one: Object) -> str:
    status = str(one.get("status") or "")
    return "spam" if status in {"deleted", "suspended"} else status


def _messages(one: Object, known: Known) -> list[Object]:
    comments = objects(one.get("comments") or []) or known.comments.get(str(one.get("id")), [])
    if not comments and one.get("description"):
        comments = [{
            "id": "description", "author_id": one.get("requester_id"), "plain_body": one["description"],
            "public": True, "created_at": one.get("created_at"),
        }]  # fmt: skip
    return [_message(one, comment, known) for comment in comments]


def _message(one: Object, comment: Object, known: Known) -> Object:
    who = obj(comment.get("author")) or _by_id(one, known, comment.get("author_id"))
    mail, source = obj(obj(comment.get("metadata")).get("system")), obj(obj(comment.get("via")).get("source"))
    return {
        "id": comment.get("id"), "kind": _kind(one, comment, who), "at": comment.get("created_at"), "author": author(who),
        "words": comment.get("plain_body") or comment.get("body"), "html": comment.get("html_body"),
        "message_id": in_brackets(mail.get("message_id")), "to": [obj(source.get("to")).get("address")],
        "files": [file(one.get("file_name"), one.get("content_url"), one.get("content_type"), one.get("size"))
            for one in objects(comment.get("attachments") or [])],
    }  # fmt: skip


def _kind(one: Object, comment: Object, who: Object) -> str:
    if comment.get("public") is False:
        return "note"
    key = comment.get("author_id") or who.get("id")
    theirs = {str(one.get("requester_id") or obj(one.get("requester")).get("id"))}
    theirs |= {str(other) for other in [*_ids(one.get("collaborator_ids")), *_ids(one.get("email_cc_ids"))]}
    is_theirs = who.get("role") == "end-user" or (not who.get("role") and str(key) in theirs)
    return "customer" if is_theirs else "agent"


def _person(one: Object, known: Known, role: str) -> Object:
    return obj(one.get(role)) or _by_id(one, known, one.get(f"{role}_id"))


def _by_id(one: Object, known: Known, key: Any) -> Object:
    inside = [obj(one.get(role)) for role in ("requester", "submitter", "assignee")]
    inside += [obj(other) for other in one.get("collaborator") or [] if isinstance(one.get("collaborator"), list)]
    found = next((person for person in inside if key and person.get("id") == key), {})
    return found or obj(one.get("_users")).get(str(key), {}) or known.person(key)


def _ids(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first_answer(one: Object, counted: Object) -> str:
    """Return when somebody first answered: so many minutes by the calendar after it was written."""
    minutes = obj(counted.get("reply_time_in_minutes")).get("calendar")
    try:
        began = datetime.fromisoformat(str(one.get("created_at")))
        return (began + timedelta(minutes=float(minutes))).isoformat() if minutes else ""
    except (ValueError, OverflowError, TypeError):
        return ""


def _address(one: Object) -> str:
    """Return the page people see, where the ticket names the address programs use."""
    url = str(one.get("url") or "")
    return url.replace("/api/v2/tickets/", "/agent/tickets/").removesuffix(".json")
