"""Tell the demo story: seven months in which Northwind hears its customers, decides, ships and answers.

Everything goes through the commands people use, at the moment it is said to have happened, so that every page, fact and
figure of the demo is real.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from wellheard.answer.commands import keep_back, record_solved
from wellheard.answer.models import Answer
from wellheard.answer.tasks import send_due_answers
from wellheard.customers.commands import (
    find_or_make_contact,
    join_company,
    save_company,
    save_segment,
    save_subscription,
)
from wellheard.customers.models import Company, Contact
from wellheard.decide.commands import change_status, link_feedback, open_idea, publish_idea, record_decision, vote
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.listen.commands import publish_feedback, record_feedback
from wellheard.listen.models import Feedback
from wellheard.understand.commands import file_feedback
from wellheard.web.demo import cast, ideas, voices
from wellheard.workspace.commands import add_area, add_staff, add_standard_categories, add_team, set_up_vendor
from wellheard.workspace.models import Area, Category, Product, Staff, Vendor
from wellheard.workspace.permissions import Role

# These are told by their account owner, so their answers wait for a person.
TOLD_IN_PERSON = {"Anneke Visser", "Ruta Kazlauskas", "Colm Darcy", "Idris Okonjo", "Denise Walker"}
REPORTED = {"support", "interview", "lost_deal", "departure"}


@dataclass(order=True)
class Event:
    """Something that happens in the story."""

    at: datetime
    number: int
    happen: Callable[[], object] = field(compare=False)


@dataclass
class Story:
    """What has been made so far, by name."""

    staff: dict[str, Staff] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    people: dict[str, Contact] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)


def tell_story(passwords: dict[str, str], *, report: Callable[[str], None] = lambda _: None) -> None:
    """Tell the story. `passwords` gives each role's password; staff of other roles get none. For an empty database only."""
    story = Story()
    with transaction.atomic():
        with clock.at(_days_ago(210, number=0)):
            _set_the_stage(story, passwords)
        events = sorted(_events(story))
        for number, event in enumerate(events):
            with clock.at(event.at):
                event.happen()
                run_waiting_jobs()
            _pass_an_hour(event.at)
            if number % 25 == 0:
                report(f"Telling the demo story… {number * 100 // len(events)}%")
        _make_segments(story)
        run_waiting_jobs()


def demo_address(name: str, company: str) -> str:
    """Return somebody's address in the story; names in other scripts become plain letters or their position."""
    return f"{_letters(name) or f'person{sum(map(ord, name)) % 97}'}@{_letters(company).replace('.', '')}.example"


def _set_the_stage(story: Story, passwords: dict[str, str]) -> None:
    (first, *others) = cast.STAFF
    if Vendor.objects.exclude(set_up_at=None).exists():
        # An owner is here already and keeps their own name for everything.
        add_standard_categories()
        story.staff[first[0]] = add_staff(
            email=_staff_address(first[0]), name=first[0], role=Role(first[1]), password=passwords[first[1]]
        )
    else:
        story.staff[first[0]] = _begin(first, passwords)
    for name, role, _department in others:
        story.staff[name] = add_staff(
            email=_staff_address(name), name=name, role=Role(role), password=passwords.get(role)
        )
    teams = {team: add_team(name=team) for team in sorted({team for _, team in cast.AREAS})}
    product = Product.objects.order_by("pk")[0]
    for name, team in cast.AREAS:
        story.areas[name] = add_area(product=product, name=name, team=teams[team])
    for customer in cast.CUSTOMERS:
        _bring(story, customer)
    run_waiting_jobs()


def _begin(first: tuple[str, str, str], passwords: dict[str, str]) -> Staff:
    return set_up_vendor(
        vendor_name=cast.VENDOR,
        product_name=cast.PRODUCT,
        admin_email=_staff_address(first[0]),
        admin_name=first[0],
        password=passwords[first[1]],
    )


def _bring(story: Story, customer: cast.Customer) -> Company:
    joined_on = clock.today() + timedelta(days=210 - 30 * customer.months)
    company = save_company(
        external_id=_letters(customer.name),
        name=customer.name,
        industry=customer.industry,
        country=customer.country,
        plan=customer.plan,
        stage=customer.stage,
        owner=story.staff["Joel Amberg"],
        joined_on=joined_on,
        domain=f"{_letters(customer.name).replace('.', '')}.example",
    )
    if customer.mrr:
        save_subscription(
            company_id=company.pk,
            external_id=f"{company.external_id}-1",
            product=Product.objects.order_by("pk")[0],
            plan=customer.plan,
            amount_minor=customer.mrr * 100,
            currency="USD",
            from_on=min(joined_on, clock.today()),
        )
    for name in customer.people:
        contact = find_or_make_contact(email=demo_address(name, customer.name), name=name, verified_at=clock.now())
        join_company(contact=contact, company=company)
        story.people[name] = contact
    return company


def _events(story: Story) -> list[Event]:
    events: list[Event] = []

    def add(days: int, happen: Callable[[], object]) -> None:
        events.append(Event(_days_ago(days, number=len(events)), len(events), happen))

    for idea in ideas.IDEAS:
        add(idea.opened_days_ago, partial(_open, story, idea))
        if idea.verdict:
            add(idea.verdict.days_ago, partial(_decide, story, idea.key, idea.verdict))
        elif idea.status != "heard":
            add(5, partial(_move, story, idea.key, idea.status))
    add(40, partial(_move, story, "offline", "building"))
    for said in voices.VOICES:
        add(said.days_ago, partial(_hear, story, said))
    for title, version, days, notes, keys in ideas.RELEASES:
        add(days, partial(_release, story, title, version, notes, keys))
        add(days - 4, partial(_ask_whether_it_helped, story, keys))
    add(8, partial(_vote_all_round, story))
    return events


def _open(story: Story, told: ideas.StoryIdea) -> None:
    idea = open_idea(
        title=told.title,
        problem=told.problem,
        workaround=told.workaround,
        public_text=told.problem,
        area=story.areas[told.area],
        by=story.staff["Ines Calder" if told.key in {"offline", "sap"} else "Marta Lind"],
        language="en",
    )
    story.ideas[told.key] = publish_idea(idea_id=idea.pk)
    # What was said before the idea was written down is linked to it now.
    for said in voices.VOICES:
        if said.idea == told.key and said.days_ago >= told.opened_days_ago:
            _link(story, said)


def _move(story: Story, key: str, status: str) -> None:
    change_status(idea_id=story.ideas[key].pk, status=status)


def _hear(story: Story, said: voices.Said) -> None:
    is_reported = said.source in REPORTED
    feedback = record_feedback(
        words=said.words,
        source=said.source,
        contact=story.people[said.who],
        quotable=said.quotable,
        origin="demo",
        origin_key=_key(said),
        logged_by=story.staff["Priya Raman" if said.source == "support" else "Joel Amberg"] if is_reported else None,
    )
    if not said.category:
        return
    area = said.area or next(idea.area for idea in ideas.IDEAS if idea.key == said.idea)
    file_feedback(
        feedback_id=feedback.pk,
        area_id=story.areas[area].pk,
        category_id=Category.objects.get(key=said.category).pk,
        by=story.staff["Priya Raman"],
    )
    if said.idea in story.ideas:
        _link(story, said)


def _link(story: Story, said: voices.Said) -> None:
    feedback = Feedback.objects.filter(origin="demo", origin_key=_key(said)).first()
    if feedback:
        link_feedback(
            feedback_id=feedback.pk,
            idea_id=story.ideas[said.idea].pk,
            importance=said.importance,
            by=story.staff["Priya Raman"],
        )
        if feedback.quotable != Feedback.Quotable.NO:
            publish_feedback(feedback_id=feedback.pk)


def _decide(story: Story, key: str, verdict: ideas.Verdict) -> None:
    idea = Idea.objects.get(pk=story.ideas[key].pk)
    record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome=verdict.outcome,
        reason=verdict.reason,
        public_reason=verdict.public_reason,
        revisit_on=clock.today() + timedelta(days=120) if verdict.outcome == "not_now" else None,
        by=story.staff["Ines Calder"],
    )


def _release(story: Story, title: str, version: str, notes: str, keys: tuple[str, ...]) -> None:
    release = draft_release(
        title=title,
        version_name=version,
        notes=notes,
        idea_ids=[story.ideas[key].pk for key in keys],
        product=Product.objects.order_by("pk")[0],
        by=story.staff["Marta Lind"],
    )
    publish_release(release_id=release.pk)


def _ask_whether_it_helped(story: Story, keys: tuple[str, ...]) -> None:
    told = Answer.objects.filter(idea_id__in=[story.ideas[key].pk for key in keys], state=Answer.State.SENT)
    for number, answer in enumerate(told.filter(occasion=Answer.Occasion.SHIPPED).order_by("pk")):
        if number % 4 != 3:  # noqa: PLR2004 - one in four says nothing
            record_solved(answer_id=answer.pk, solved="partly" if number % 5 == 4 else "yes")  # noqa: PLR2004


def _vote_all_round(story: Story) -> None:
    public = sorted(story.ideas)
    for number, name in enumerate(sorted(story.people)):
        for step in range(number % 4):
            vote(idea_id=story.ideas[public[(number * 3 + step * 5) % len(public)]].pk, contact=story.people[name])


def _make_segments(story: Story) -> None:
    save_segment(
        name="Pays over $1,000 a month",
        rule={"all": [{"field": "mrr", "op": ">", "value": 100_000}]},
        by=story.staff["Ines Calder"],
    )
    save_segment(
        name="Pays over $100 a month, with us 6+ months",
        rule={
            "all": [{"field": "mrr", "op": ">", "value": 10_000}, {"field": "months_with_us", "op": ">=", "value": 6}]
        },
        by=story.staff["Ines Calder"],
    )


def _pass_an_hour(moment: datetime) -> None:
    """Let held answers go out, but those that their account owner gives in person."""
    with clock.at(min(moment + timedelta(hours=1), clock.now())):
        for answer in Answer.objects.filter(state=Answer.State.HELD, contact__name__in=TOLD_IN_PERSON):
            keep_back(answer_id=answer.pk)
        send_due_answers(timestamp=0)
        run_waiting_jobs()


def _days_ago(days: int, *, number: int) -> datetime:
    """Return a moment of a working day, later in the story later in the day; today's lie in the last minutes."""
    now = clock.now()
    if days == 0:
        return now - timedelta(minutes=6)
    day = timezone.localtime(now).date() - timedelta(days=days)
    moment = datetime.combine(day, time(8, 0), clock.zone()) + timedelta(minutes=(number * 7) % 540)
    return min(moment, now - timedelta(minutes=20))


def _key(said: voices.Said) -> str:
    return f"voice-{voices.VOICES.index(said)}"


def _staff_address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@northwind.example"


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return (
        ".".join("".join(letter for letter in word if letter.isalnum()) for word in plain.split())
        .strip(".")
        .replace("..", ".")
    )
