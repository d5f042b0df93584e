"""Chatwoot: conversations with their messages, as its API returns them, or the events it posts to webhooks."""

from typing import Any

from wellheard.listen.imports.inboxes.known import Known, Object, author, customer, file, in_brackets, obj, objects

NAME = "Chatwoot"
_KINDS = {0: "customer", "0": "customer", "incoming": "customer", 1: "agent", "1": "agent", "outgoing": "agent"}
# What Chatwoot writes by itself to customers.
_TEMPLATES = {3, "3", "template"}


def fits(one: Object) -> bool:
    """Tell whether an object is a conversation of Chatwoot, or an event about one."""
    conversation = obj(one.get("conversation")) or one
    return "inbox_id" in conversation and ("messages" in conversation or "meta" in conversation)


def cells(one: Object, known: Known) -> Object:
    """Return a conversation as ours."""
    if conversation := obj(one.get("conversation")):
        # An event tells of one message, or a script put the messages beside.
        beside = objects(one["messages"]) if "messages" in one else [one] if "message_type" in one else []
        one = conversation | ({"messages": beside} if beside else {})
    meta, more, own = obj(one.get("meta")), obj(one.get("additional_attributes")), obj(one.get("custom_attributes"))
    messages = objects(one.get("messages") or [])
    sender = known.person(obj(meta.get("sender")).get("id")) | obj(meta.get("sender"))
    company = obj(sender.get("additional_attributes")).get("company_name")
    rating = next((found for message in messages if (found := _rating(message))), {})
    return {
        "id": one.get("display_id") or one.get("id"), "subject": more.get("mail_subject"),
        "state": one.get("status"), "snoozed_until": one.get("snoozed_until"), "priority": one.get("priority"),
        **customer(sender | {"external_id": sender.get("identifier")}), "company": company, "company_name": company,
        "assignee": author(obj(meta.get("assignee"))), "team": obj(meta.get("team")).get("name"), "tags": one.get("labels") or [],
        "started_at": one.get("created_at") or one.get("timestamp"), "first_answer_at": one.get("first_reply_created_at") or None,
        "rating": rating.get("rating"), "rating_comment": rating.get("feedback_message"),
        "channel": str(meta.get("channel") or one.get("channel") or "").removeprefix("Channel::"),
        "messages": [said for message in messages if (said := _message(message))],
        **{str(name): value for name, value in own.items() if value not in (None, "")},
    }  # fmt: skip


def _message(message: Object) -> Object | None:
    told = obj(message.get("content_attributes"))
    kind, is_template = _KINDS.get(message.get("message_type", ""), ""), message.get("message_type") in _TEMPLATES
    if told.get("deleted") or _rating(message) or not (kind or is_template):
        return None
    sender, mail = obj(message.get("sender")), obj(told.get("email"))
    html, text = obj(mail.get("html_content")), obj(mail.get("text_content"))
    is_machine = is_template or message.get("sender_type") == "AgentBot" or sender.get("type") == "agent_bot"
    return {
        "id": message.get("id"), "kind": "note" if message.get("private") else kind or "agent",
        "at": message.get("created_at"), "words": text.get("full") or message.get("content"), "html": html.get("full"),
        "author": author(sender), "is_automatic": "yes" if is_machine else "",
        "message_id": in_brackets(mail.get("message_id") or message.get("source_id")),
        "to": _list(mail.get("to") or told.get("to_emails")), "cc": _list(mail.get("cc") or told.get("cc_emails")),
        "files": [file(_name(one), one.get("data_url"), "", one.get("file_size"))
            for one in objects(message.get("attachments") or [])],
    }  # fmt: skip


def _rating(message: Object) -> Object:
    given = obj(obj(message.get("content_attributes")).get("submitted_values"))
    return obj(given.get("csat_survey_response"))


def _name(attachment: Object) -> str:
    return str(attachment.get("data_url") or "").partition("?")[0].rpartition("/")[2]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else str(value).split(",") if value else []
