"""Make rows for tests: what a test does not say is filled in plainly."""

import asyncio
import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

from wellheard.customers.models import Attribute, Company, Contact, ContactIdentity, Membership, Subscription
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import Beginning, open_conversation
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.conversations.said import Said
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.listen.models import Feedback
from wellheard.listen.sources.models import Source
from wellheard.listen.surveys import commands as surveys
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Display, Response, ResponseItem, Survey
from wellheard.listen.usage import arriving
from wellheard.listen.usage.arriving import Arrived
from wellheard.listen.usage.models import EventName
from wellheard.workspace.keys import hash_of, make_key
from wellheard.workspace.models import Area, Category, Product, Staff, Team, Tier
from wellheard.workspace.permissions import Role

_numbers = itertools.count(1)


def make_staff(*, role: Role = Role.ADMIN, **fields: object) -> Staff:
    """Make somebody who works here; their password is "correct horse battery"."""
    number = next(_numbers)
    staff = Staff(
        **{
            "email": f"staff{number}@vendor.example",
            "name": f"Staff Member{number}",
            "role": role,
            "joined_at": clock.now(),
        }
        | fields
    )
    staff.set_password("correct horse battery")
    staff.save(force_insert=True)
    return staff


def make_team(**fields: object) -> Team:
    """Make a team."""
    return Team.objects.create(**{"name": f"Team {next(_numbers)}"} | fields)


def make_tier(**fields: object) -> Tier:
    """Make a tier."""
    return Tier.objects.create(**{"name": f"Tier {next(_numbers)}"} | fields)


def make_product(**fields: object) -> Product:
    """Make a product."""
    return Product.objects.create(**{"name": f"Product {next(_numbers)}"} | fields)


def make_area(**fields: object) -> Area:
    """Make an area of a product."""
    if "product" not in fields:
        fields["product"] = make_product()
    return Area.objects.create(**{"name": f"Area {next(_numbers)}"} | fields)


def make_category(**fields: object) -> Category:
    """Make a category."""
    number = next(_numbers)
    return Category.objects.create(**{"key": f"category-{number}", "name": f"Category {number}"} | fields)


def make_company(*, mrr: int = 0, **fields: object) -> Company:
    """Make a company that pays `mrr` whole units of the reporting currency a month."""
    company = Company.objects.create(
        **{"name": f"Company {next(_numbers)}", "mrr_minor": mrr * 100, "created_at": clock.now()} | fields
    )
    if mrr:
        Subscription.objects.create(
            company=company, amount_minor=mrr * 100, currency="USD", from_on=date(2024, 1, 1), plan="Pro"
        )
    return company


def make_attribute(**fields: object) -> Attribute:
    """Make a custom attribute of companies."""
    number = next(_numbers)
    return Attribute.objects.create(
        **{"of": "company", "key": f"attribute_{number}", "label": f"Attribute {number}"} | fields
    )


def make_contact(*, company: Company | None = None, email: str | None = None, **fields: object) -> Contact:
    """Make a contact with a verified address; pass email="" for one we cannot write to."""
    number = next(_numbers)
    contact = Contact.objects.create(**{"name": f"Contact Person{number}", "created_at": clock.now()} | fields)
    address = f"contact{number}@customer.example" if email is None else email
    if address:
        ContactIdentity.objects.create(
            contact=contact, kind=ContactIdentity.Kind.EMAIL, value=address, verified_at=clock.now()
        )
    if company:
        Membership.objects.create(contact=contact, company=company)
    return contact


def make_feedback(
    words: str = "I lose my work when the signal goes.",
    *,
    contact: Contact | None = None,
    company: Company | None = None,
    heard_at: datetime | None = None,
    **fields: object,
) -> Feedback:
    """Make feedback as it stands after it was heard, without the facts of hearing it."""
    if contact and not company:
        company = contact.companies.first()
    heard = heard_at or clock.now() - timedelta(minutes=next(_numbers))
    defaults = {"source": Feedback.Source.PORTAL, "recorded_at": heard, "language": "en"}
    return Feedback.objects.create(words=words, contact=contact, company=company, heard_at=heard, **defaults | fields)


def make_idea(title: str = "", **fields: object) -> Idea:
    """Make an idea nobody has asked for yet."""
    moment = clock.now()
    return Idea.objects.create(
        **{"title": title or f"Idea {next(_numbers)}", "created_at": moment, "status_changed_at": moment} | fields
    )


def make_mailbox(**fields: object) -> Mailbox:
    """Make an address of ours that customers write to."""
    number = next(_numbers)
    return Mailbox.objects.create(
        **{"name": f"Mailbox {number}", "address": f"box{number}@vendor.example", "made_at": clock.now()} | fields
    )


def make_conversation(
    words: str = "How do I print?", *, contact: Contact | None = None, channel: str = "email", **fields: object
) -> Conversation:
    """Make a conversation that a contact with an address began with these words."""
    contact = contact or make_contact()
    address = contact.identities.filter(kind="email").values_list("value", flat=True).first() or ""
    beginning = Beginning(**{"channel": channel, "subject": "A question", "contact": contact} | fields)  # type: ignore[arg-type]
    said = Said(words, author_name=contact.name, author_address=address)
    return open_conversation(beginning=beginning, said=said).conversation


def make_arrived(**fields: object) -> Arrived:
    """Make a message of a client as a front door hands it on: an event of nobody in particular, a moment ago."""
    now = clock.now()
    plain = {"source_id": 1, "protocol": "segment", "message_id": f"message-{next(_numbers)}", "kind": "track"}
    return Arrived(**{**plain, "said_at": now, "received_at": now, **fields})  # type: ignore[arg-type]


def keep_now(*rows: Arrived) -> None:
    """Keep messages as a front door does. Needs a test that commits."""

    async def keep() -> None:
        await arriving.keep(rows)
        await arriving.close()

    # In a thread: after a browser's tests this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(keep())).result()


def make_event_name(**fields: object) -> EventName:
    """Make an event the product tells of."""
    now = clock.now()
    return EventName.objects.create(
        **{"name": f"Event {next(_numbers)}", "first_seen_at": now, "last_seen_at": now} | fields
    )


def make_source(*, kind: str = "server", key: str = "", **fields: object) -> tuple[Source, str]:
    """Make a source that is at work; return it with its key."""
    number = next(_numbers)
    key = key or make_key("wb_" if kind == "browser" else "ws_")
    defaults = {
        "name": f"Source {number}",
        "key": key if kind == "browser" else "",
        "key_sha256": hash_of(key),
        "key_hint": key[:8],
        "made_at": clock.now(),
    }
    return Source.objects.create(kind=kind, **defaults | fields), key


def make_survey(
    kind: str = "nps", *, questions: list[QuestionDraft] | None = None, is_running: bool = True, **fields: Any
) -> Survey:
    """Make a survey that asks its one question of everybody we know, and then why; pass is_running=False for a draft."""
    wanted = {"name": f"Survey {next(_numbers)}", "by": None} | fields
    survey = surveys.make_survey(kind=kind, questions=questions or questions_of(kind), **wanted)
    return surveys.start_survey(survey_id=survey.pk) if is_running else survey


def questions_of(kind: str) -> list[QuestionDraft]:
    """Return one question of a kind, and the question why."""
    options = [{"key": "a"}, {"key": "b"}] if kind in {"choice", "choices", "pair"} else []
    texts = {"en": {"question": f"A question of {kind}?", "options": {one["key"]: one["key"] for one in options}}}
    why = {"en": {"question": "Why?"}}
    first = QuestionDraft(key=kind, kind=kind, texts=texts, options=options)
    return [first] if kind == "text" else [first, QuestionDraft("why", "text", why, is_required=False)]


def make_survey_answer(
    survey: Survey,
    score: int | None,
    *,
    contact: Contact | None = None,
    options: list[str] | None = None,
    **fields: Any,
) -> Response:
    """Make an answer to a survey's first question as it stands once given; the company is the contact's main one."""
    at, number = fields.pop("at", clock.now()), next(_numbers)
    company = contact.memberships.first() if contact else None
    who = {"contact": contact, "company_id": company.company_id if company else None, "survey": survey}
    who |= {"device": "" if contact else f"device{number}", "channel": Survey.Channel.IN_APP} | fields
    state, key = Display.State.COMPLETED, f"made{number}"
    display = Display.objects.create(**who, key=key, state=state, shown_at=at, started_at=at, ended_at=at)
    given = {"display": display, "submission_key": key, "score": score, "is_complete": True}
    response = Response.objects.create(**who, **given, answered_at=at, changed_at=at, completed_at=at)
    first = survey.questions.order_by("position")[0]
    ResponseItem.objects.create(response=response, question=first, number=score, options=options or [])
    return response
