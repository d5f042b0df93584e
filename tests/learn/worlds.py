"""Small worlds of asking, deciding and telling, and their figures."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_survey,
    make_survey_answer,
    make_tier,
)
from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Contact, Subscription
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.learn.figures import FIGURES, Scope
from wellheard.learn.figures.figure import Numbers
from wellheard.learn.figures.reading import Case, parts, read
from wellheard.learn.figures.scope import Stretch
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.listen.departures.models import Departure
from wellheard.listen.models import Feedback
from wellheard.listen.satisfaction.models import Rating
from wellheard.workspace.models import Staff

UTC = ZoneInfo("UTC")
# A Wednesday at noon, in business hours.
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def scope_of(begins: date, ends: date) -> Scope:
    return Scope("custom", Stretch(begins, ends))


EVER = scope_of(date(2026, 1, 1), date(2026, 12, 31))


def numbers_of(key: str, scope: Scope = EVER) -> Numbers:
    return read(FIGURES[key], scope).now


def cases_of(key: str, scope: Scope = EVER, shown: str = "all") -> list[Case]:
    return [case for part in parts(FIGURES[key], scope, shown=shown) for case in part]


def wrote(at: datetime, contact: Contact | None = None, **fields: object) -> Feedback:
    return make_feedback(contact=contact or make_contact(company=make_company()), heard_at=at, **fields)  # type: ignore[arg-type]


def asked(idea: Idea, at: datetime, contact: Contact | None = None) -> Feedback:
    said = wrote(at, contact)
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    return said


def told(said: Feedback, at: datetime, *, idea: Idea | None = None, **fields: object) -> Answer:
    values = {
        "occasion": Answer.Occasion.SHIPPED,
        "state": Answer.State.SENT,
        "waiting_since": said.heard_at,
        "owed_at": at,
        "told_at": at,
    }
    subject = {"idea": idea} if idea else {"feedback": said}
    return Answer.objects.create(contact_id=said.contact_id or 0, **subject | values | fields)


def decided(idea: Idea, at: datetime, outcome: str = "yes") -> Decision:
    return Decision.objects.create(idea=idea, outcome=outcome, reason="r", public_reason="p", decided_at=at)


def talked(moments: Sequence[datetime], *, staff: Staff) -> None:
    """Let high-touch customers begin conversations; each is answered, they write again, it is closed and rated."""
    tier = make_tier(touch="high")
    for number, at in enumerate(moments):
        company = make_company(tier=tier)
        answered = at + timedelta(minutes=number * 4)
        talk = Conversation.objects.create(
            channel="email",
            requester=make_contact(company=company),
            company=company,
            started_at=at,
            last_message_at=at,
            first_answer_at=answered,
            state="closed",
            waits_for="",
            closed_at=at + DAY,
            reopened_count=number % 3,
        )
        for kind, moment in (("reply", answered), ("heard", answered + timedelta(hours=1)), ("reply", at + DAY)):
            by = staff if kind == "reply" else None
            Message.objects.create(
                conversation=talk, kind=kind, staff=by, words="So", said_at=moment, recorded_at=moment, state="kept"
            )
        score = 1 + number % 3 if number % 2 else None
        Rating.objects.create(conversation=talk, contact=talk.requester, ask_at=at, asked_at=at, score=score)


def polled(moments: Sequence[datetime], chance: random.Random) -> None:
    """Ask three questions of people of three companies, again and again, and of one device that nobody knows."""
    contacts = [
        make_contact(company=company) for company in (make_company(), make_company(), make_company()) for _ in "ab"
    ]
    for kind, highest in (("nps", 10), ("csat", 5), ("ces", 7)):
        survey = make_survey(kind)
        for at in moments:
            make_survey_answer(survey, chance.randint(1, highest), contact=chance.choice(contacts), at=at)
            make_survey_answer(survey, chance.randint(1, highest), contact=chance.choice(contacts), at=at - 40 * DAY)
        make_survey_answer(survey, highest, at=moments[0])


def deal(company: Company | None, day: date, outcome: str = "lost_unknown", **fields: object) -> Deal:
    """Let a deal end on a day."""
    values = {"source": "by_hand", "title": "A plan", "outcome": outcome, "closed_on": day, "day": day}
    return Deal.objects.create(company=company, created_at=NOON, **values | fields)


def missed(lost: Deal, idea: Idea, at: datetime, **fields: object) -> None:
    """Note that an idea was missing in a deal."""
    said = make_feedback(company=lost.company, heard_at=at, **{"source": "lost_deal"} | fields)  # type: ignore[arg-type]
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    DealMissing.objects.create(deal=lost, feedback=said, position=1)


def left(company: Company, day: date, **fields: object) -> Departure:
    return Departure.objects.create(
        company=company, left_on=day, **{"reported_by": "staff", "recorded_at": NOON, "mrr_minor": 50_000} | fields
    )


def released(idea: Idea, at: datetime) -> None:
    release = Release.objects.create(title="News", created_at=at, published_at=at)
    ReleasedIdea.objects.create(release=release, idea=idea)


def traded(moments: Sequence[datetime], chance: random.Random) -> None:
    """Let deals end, companies leave, come back, stay and write, and ideas be released that were missing."""
    for number, at in enumerate(moments):
        firm = make_company(mrr=100 + number)
        begins = chance.choice([date(2025, 11, 1), at.date()])
        Subscription.objects.filter(company=firm).update(from_on=begins)
        talk = {"channel": "email", "company": firm, "requester": make_contact(company=firm), "waits_for": "us"}
        Conversation.objects.create(started_at=at, last_message_at=at, **talk)
        area, category = make_area(), make_category()
        idea = make_idea(area=area)
        lost = deal(firm, (at - 70 * DAY).date(), reporting_minor=chance.choice([None, 12_300]))
        missed(lost, idea, at - 70 * DAY, area=area, category=category)
        make_feedback(area=area, category=category, heard_at=at - 65 * DAY)
        released(idea, at - 62 * DAY)
        if number % 2:
            deal(firm, at.date(), "won")
        back = at.date() if number % 3 == 0 else None
        left(firm, (at - 20 * DAY).date(), returned_on=back, mrr_minor=chance.choice([None, 9_900]))
