"""A quarter in which something of everything happened that a report counts, inside its days and outside of them."""

from datetime import timedelta
from typing import Any

from tests.makers import (
    make_category,
    make_company,
    make_contact,
    make_conversation,
    make_event_name,
    make_feedback,
    make_idea,
    make_staff,
    make_survey,
    make_survey_answer,
    make_tier,
)
from tests.reports.worlds import Quarter, a_quarter, at
from wellheard.answer.models import Answer
from wellheard.customers.models import Membership, Segment, SegmentMember
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Decision, Evidence
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation import clock
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.models import Tag
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.listen.departures.models import Departure
from wellheard.understand.commands import file_feedback
from wellheard.understand.trends.commands.counting import count_stale_days, mark_all_days
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Area, Category, Competitor, Reason


def _written(number: int) -> str:
    """Return a number without a digit, so that a name is not taken for a count."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def left(back: int, **said: object) -> Departure:
    fields = {
        "company": make_company(name=f"Gone {_written(back)}", stage="lost"),
        "mrr_minor": 100,
        "reported_by": "staff",
        "recorded_at": at(back),
    }
    return Departure.objects.create(left_on=at(back).date(), **(fields | said))


def deal(back: int, outcome: str, reasons: tuple[Reason | None, ...] = (), **said: object) -> Deal:
    fields = {"source": "import", "title": "Deal", "created_at": at(back), "reporting_minor": 100} | said
    made = Deal.objects.create(outcome=outcome, day=at(back).date(), **fields)
    for number, reason in enumerate(reasons):
        DealReason.objects.create(deal=made, reason=reason, said=f"said {number}", recorded_at=at(back))
    return made


def a_full_quarter() -> Quarter:
    """Let something of everything happen."""
    world = who_left(a_quarter())
    what_was_said(world)
    what_was_begun(world)
    what_was_answered(world)
    what_went_live(world)
    what_parts_want(world)
    mark_all_days()
    count_stale_days()
    return world


def who_left(world: Quarter) -> Quarter:
    """Deals and departures within the days and outside of them, with reasons of both levels, and without."""
    add_standard_reasons()
    leaving = Reason.objects.filter(kind="departure", parent=None).order_by("pk")[0]
    below = Reason.objects.create(kind="departure", parent=leaving, key="below-it", name="Below it", position=9)
    why = list(Reason.objects.filter(kind="deal").order_by("pk")[:2])
    rival = Competitor.objects.create(name="Fieldmaster", added_at=at(20))
    for back, said in (
        (3, {"reason": leaving}),
        (4, {"reason": below}),
        (5, {"reason": below, "competitor": rival}),
        (6, {}),
    ):
        left(back, **said)
    left(80, reason=leaving, returned_on=at(2).date())
    left(7, returned_on=at(1).date())
    deal(3, "lost_competitor", (why[0], why[1]), competitor=rival)
    deal(4, "lost_unknown", (why[0], why[0], None))
    deal(5, "lost_unknown")
    deal(60, "lost_competitor", (why[0],), competitor=rival)
    deal(6, "won", (why[0],), competitor=rival)
    deal(6, "lost_unknown", withdrawn_at=at(1))
    return world


def what_was_said(world: Quarter) -> None:
    """Things without a company, unfiled, filed anew, by people of two roles, and before these days."""
    Membership.objects.filter(contact=world.person).update(role="decider")
    make_contact(company=world.silent, name="Cy Meridian")
    make_company(name="Without a tier", stage="active")
    make_company(name="Joined later", stage="active", joined_on=clock.today() + timedelta(days=3))
    make_feedback("Nobody knows who said this.", heard_at=at(4))
    make_feedback("Said long before.", company=world.small, heard_at=at(50), area=Area.objects.get(), filed_at=at(50))
    again = make_feedback("It loses my work.", contact=world.person, heard_at=at(3))
    bug, staff = make_category(key="bug", name="Bug"), make_staff(name="Filing Fay")
    file_feedback(feedback_id=again.pk, area_id=Area.objects.get().pk, category_id=None, by=None)
    with acting(Actor(Fact.Actor.STAFF, staff.pk)):
        file_feedback(feedback_id=again.pk, area_id=Area.objects.get().pk, category_id=bug.pk, by=staff)


def what_was_begun(world: Quarter) -> None:
    """Conversations of these days and of those before, and one that a file brought."""
    area, category = Area.objects.get(), Category.objects.get(key="bug")
    for back, channel in ((3, "email"), (5, "email"), (40, "email"), (4, "import")):
        with clock.at(at(back)):
            talk = make_conversation(contact=world.person, channel=channel)
        Tag.objects.create(conversation=talk, area=area, category=category, arrived_at=at(back), confirmed_at=at(back))


def what_was_answered(world: Quarter) -> None:
    """Scores of two tiers, with words about one theme beside some of them."""
    survey, area, bug = make_survey(), Area.objects.get(), Category.objects.get(key="bug")
    for number in range(12):
        home = (world.large, world.small)[number % 2]
        contact = make_contact(company=home, name=f"Rater {'abcdefghijkl'[number]}")
        answer = make_survey_answer(survey, 2 if number < 6 else 10, contact=contact, at=at(6))
        if number < 6:
            about: dict[str, Any] = {"area": area, "category": bug, "filed_at": at(5), "source": "survey"}
            answer.feedback = make_feedback("It loses my work.", contact=contact, heard_at=at(6), **about)
            answer.save(update_fields=["feedback"])
    make_survey_answer(survey, 9, contact=make_contact(company=make_company(name="Nowhere", stage="active")), at=at(6))


def what_went_live(world: Quarter) -> None:
    """Releases within the days and before, with who was told, who waits, and what they say; and outcomes beyond twelve."""
    release = Release.objects.create(title="Spring", notes="n", created_at=at(3), published_at=at(2))
    Release.objects.create(title="Winter", notes="n", created_at=at(60), published_at=at(60))
    ReleasedIdea.objects.create(release=release, idea=world.offline)
    told = {"idea": world.offline, "occasion": "shipped", "waiting_since": at(8), "owed_at": at(2)}
    for state, solved in (("sent", "no"), ("told", ""), ("owed", ""), ("held", "")):
        done: dict[str, Any] = {"told_at": at(2)} if state in Answer.REACHED else {}
        done |= {"solved": solved, "solved_at": at(1)} if solved else {}
        Answer.objects.create(contact=make_contact(company=world.small), state=state, **told, **done)
    staff, event = make_staff(name="Deciding Di"), make_event_name(name="Offline sync")
    for letter in "abcdefghijklmno":
        idea = make_idea(f"Idea {letter}", created_at=at(3))
        Decision.objects.create(
            idea=idea, outcome="yes", reason="r", public_reason="p", decided_by=staff, decided_at=at(3)
        )
        said = make_feedback(f"We want {letter}.", company=world.large, heard_at=at(7))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    assert event.name
    gone = make_feedback("Not any more.", company=world.small, heard_at=at(8))
    link_feedback(feedback_id=gone.pk, idea_id=world.internal.pk, by=None)
    Evidence.objects.filter(idea=world.internal, company=world.small).update(withdrawn_at=at(2))


def what_parts_want(world: Quarter) -> None:
    """A saved segment, and an idea that one tier alone wants."""
    gold, idea = make_tier(name="Gold"), make_idea("Sign in once", created_at=at(3))
    segment = Segment.objects.create(name="In the north", rule={})
    for letter in "abc":
        company = make_company(name=f"Gold {letter}", tier=gold, industry="Mines", stage="active")
        said = make_feedback("One password too many.", contact=make_contact(company=company), heard_at=at(3))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
        SegmentMember.objects.create(segment=segment, company=company)
