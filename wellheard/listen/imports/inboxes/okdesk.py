"""Okdesk: issues with their comments, as its API returns them; addresses come from its contacts and employees beside them."""

from typing import Any

from wellheard.listen.imports.inboxes.known import Known, Object, author, customer, file, obj, objects

NAME = "Okdesk"
_OVER = {"closed", "completed", "resolved", "done"}
_LATER = {"delayed", "postponed"}
# A longer value of a parameter is no tag.
_MOST_OF_TAG = 60


def fits(one: Object) -> bool:
    """Tell whether an object is an issue of Okdesk, or holds one beside its comments."""
    issue = obj(one.get("issue")) or one
    return "title" in issue and "code" in obj(issue.get("status"))


def cells(one: Object, known: Known) -> Object:
    """Return an issue as a conversation of ours."""
    if issue := obj(one.get("issue")):
        one = {"comments": one.get("comments")} | issue
    asked, assignee = obj(one.get("contact")), obj(one.get("assignee"))
    company = obj(one.get("company")) or known.companies.get(str(one.get("company_id")), {})
    kind, rate = obj(one.get("type")), obj(one.get("rate"))
    return {
        "id": one.get("id"), "subject": one.get("title"), "state": _state(one), "snoozed_until": one.get("delayed_to"),
        "priority": obj(one.get("priority")).get("code"), **customer(asked | known.person(asked.get("id"))),
        "company": company.get("name"), "company_name": company.get("name"),
        "assignee": author(assignee | known.person(assignee.get("id"))), "team": obj(one.get("group")).get("name"),
        "participants": [author(person | known.person(person.get("id"))) for person in objects(one.get("observers") or [])
            if person.get("type") == "contact"],
        "tags": [*_named(kind), *_parameters(one)], "started_at": one.get("created_at"), "closed_at": one.get("completed_at"),
        "first_answer_at": one.get("reacted_at"), "rating": rate.get("value") or rate.get("id"), "channel": _channel(one),
        "messages": _messages(one, known), "spent_time_total": one.get("spent_time_total"),
    }  # fmt: skip


def _state(one: Object) -> str:
    code = str(obj(one.get("status")).get("code") or "").lower()
    if code in _LATER:
        return "snoozed"
    return "closed" if one.get("completed_at") or code in _OVER else "open"


def _messages(one: Object, known: Known) -> list[Object]:
    comments = objects(one.get("comments")) if isinstance(one.get("comments"), list) else []
    comments = comments or known.comments.get(str(one.get("id")), [])
    first = {
        "id": "issue", "content": one.get("description") or one.get("title"), "public": True,
        "author": obj(one.get("author")) or obj(one.get("contact")) | {"type": "contact"},
        "published_at": one.get("created_at"), "attachments": one.get("attachments"),
    }  # fmt: skip
    return [_message(comment, known) for comment in [first, *comments]]


def _message(comment: Object, known: Known) -> Object:
    who = obj(comment.get("author"))
    said = "customer" if who.get("type") == "contact" else "agent"
    return {
        "id": comment.get("id"), "kind": said if comment.get("public") is not False else "note",
        "at": comment.get("published_at") or comment.get("created_at"), "html": comment.get("content"),
        "author": author(who | known.person(who.get("id"))),
        "files": [_file(one) for one in objects(comment.get("attachments") or [])],
    }  # fmt: skip


def _file(one: Object) -> Object:
    url = one.get("attachment_url") or one.get("url")
    return file(one.get("attachment_file_name") or one.get("name"), url, "", one.get("attachment_file_size"))


def _named(kind: Object) -> list[Any]:
    return [kind["name"]] if kind.get("name") else []


def _parameters(one: Object) -> list[str]:
    """Return what was chosen of an issue's own fields: a module of the product is one of them."""
    chosen = []
    for field in objects(one.get("parameters") or []):
        values = field.get("value") if isinstance(field.get("value"), list) else [field.get("value")]
        chosen += [
            f"{field.get('name')}: {value}" for value in values or [] if isinstance(value, str) and value.strip()
        ]
    return [tag for tag in chosen if len(tag) <= _MOST_OF_TAG and "\n" not in tag]


def _channel(one: Object) -> Any:
    source = one.get("source")
    return obj(source).get("name") if isinstance(source, dict) else source
