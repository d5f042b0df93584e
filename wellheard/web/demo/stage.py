"""Set the stage of the demo story: Northwind's people, its customers, and what it had heard before it began."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from wellheard.customers.commands import (
    CompanyFields,
    ContactDraft,
    SubscriptionFields,
    add_attribute,
    import_companies,
    import_contacts,
    import_subscriptions,
    save_rates,
    settle_mrr,
)
from wellheard.customers.models import Company, Contact
from wellheard.customers.rate_tables import Quote
from wellheard.decide.commands import edit_idea, link_feedback, publish_idea
from wellheard.decide.commands.importing import IdeaDraft, VoteDraft, import_ideas
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.money import to_minor
from wellheard.listen.commands import publish_feedback
from wellheard.listen.commands.importing import FeedbackDraft, import_feedback
from wellheard.listen.models import Feedback
from wellheard.web.demo import cast, ideas, voices
from wellheard.web.demo.reading import rows
from wellheard.workspace.commands import (
    add_area,
    add_staff,
    add_standard_categories,
    add_standard_reasons,
    add_team,
    add_tier,
    edit_staff,
    set_up_vendor,
)
from wellheard.workspace.models import Area, Category, Product, Staff, Tier, Vendor
from wellheard.workspace.permissions import Role

ORIGIN = "demo"
_SATURDAY = 5


@dataclass
class Story:
    """What has been made so far, by name, and the moment from which the story counts back."""

    now: datetime = field(default_factory=clock.now)
    staff: dict[str, Staff] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    people: dict[str, Contact] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    heard: dict[str, Feedback] = field(default_factory=dict)

    def ago(self, days: int, *, minutes: int = 0) -> datetime:
        """Return a moment after eight on a working day: a weekend's is the Friday before. Today's lie in the last minutes."""
        if days == 0:
            return self.now - timedelta(minutes=6)
        day = self.day(-days)
        day -= timedelta(days=max(0, day.weekday() - 4))
        moment = datetime.combine(day, time(8, 0), clock.zone()) + timedelta(minutes=minutes)
        return min(moment, self.now - timedelta(minutes=20))

    def day(self, distance: int) -> date:
        """Return the day so many days after the one on which the story is told."""
        return clock.day_of(self.now) + timedelta(days=distance)

    def working_hour(self, day: date, hour: int) -> datetime:
        """Return this hour of a day; a weekend's is the Monday after."""
        day += timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)
        return datetime.combine(day, time(hour), clock.zone())


def set_the_stage(story: Story, passwords: dict[str, str]) -> None:
    """Bring in Northwind, its customers with what they pay, and what was said before it began."""
    _bring_staff(story, passwords)
    product = Product.objects.order_by("pk")[0]
    teams = {team: add_team(name=team) for team in sorted({team for _, team in cast.AREAS})}
    for colleague in cast.STAFF:
        staff = story.staff[colleague.name]
        story.staff[colleague.name] = edit_staff(
            staff_id=staff.pk,
            version=staff.version,
            role=staff.role,
            department=colleague.department,
            teams=[teams[colleague.team]] if colleague.team else [],
        )
    own = {area.name.casefold(): area for area in Area.objects.filter(product=product)}
    for name, team in cast.AREAS:
        # An owner who was setting up may have one of that name.
        story.areas[name] = own.get(name.casefold()) or add_area(product=product, name=name, team=teams[team])
    story.categories = {category.key: category for category in Category.objects.all()}
    _bring_customers(story, product)
    _bring_people(story)
    bring_the_past(story)


def _bring_staff(story: Story, passwords: dict[str, str]) -> None:
    (first, *others) = cast.STAFF
    unused = dict(passwords)
    if Vendor.objects.exclude(set_up_at=None).exists():
        # An owner is here already and keeps their own name for everything.
        add_standard_categories()
        add_standard_reasons()
        story.staff[first.name] = _add(first, unused)
    else:
        story.staff[first.name] = set_up_vendor(
            vendor_name=cast.VENDOR,
            product_name=cast.PRODUCT,
            admin_email=staff_address(first.name),
            admin_name=first.name,
            password=unused.pop(first.role),
        )
    for colleague in others:
        story.staff[colleague.name] = _add(colleague, unused)


def _add(colleague: cast.Colleague, unused: dict[str, str]) -> Staff:
    # The first of a role can sign in; the others are there to be seen.
    return add_staff(
        email=staff_address(colleague.name),
        name=colleague.name,
        role=Role(colleague.role),
        password=unused.pop(colleague.role, None),
    )


def _bring_customers(story: Story, product: Product) -> None:
    save_rates(quotes=[_quote(story, row) for row in rows("rates")], source="European Central Bank")
    tiers = {row["name"]: _tier(row) for row in rows("tiers")}
    for row in rows("attributes"):
        choices = row["choices"].split("|") if row["choices"] else ()
        add_attribute(of=row["of"], key=row["key"], label=row["label"], kind=row["kind"], choices=choices)
    import_companies(drafts=[_company(story, customer, tiers[customer.tier]) for customer in cast.CUSTOMERS])
    import_subscriptions(
        drafts=[(letters(customer.name), _subscription(story, customer, product)) for customer in cast.CUSTOMERS]
    )
    settle_mrr()
    story.companies = {company.name: company for company in Company.objects.all()}


def _company(story: Story, customer: cast.Customer, tier: Tier) -> CompanyFields:
    return {
        "external_id": letters(customer.name),
        "name": customer.name,
        "industry": customer.industry,
        "country": customer.country,
        "plan": customer.plan,
        "stage": "active" if customer.is_lost else customer.stage,
        "tier": tier,
        "owner": story.staff.get(customer.owner),
        "joined_on": _joined_on(story, customer),
        "renews_on": _renews_on(story, customer),
        "seats": customer.seats,
        "tags": list(customer.tags),
        "attributes": {"engineers": customer.engineers, "underground": customer.is_underground},
        "domain": f"{letters(customer.name).replace('.', '')}.example",
    }


def _subscription(story: Story, customer: cast.Customer, product: Product) -> SubscriptionFields:
    return {
        "external_id": subscription_of(customer),
        "product": product,
        "plan": customer.plan,
        "amount_minor": to_minor(Decimal(customer.amount), customer.currency),
        "currency": customer.currency,
        "from_on": min(_joined_on(story, customer), story.day(-cast.BEGAN_DAYS_AGO - 10)),
    }


def _quote(story: Story, row: dict[str, str]) -> Quote:
    return Quote(row["currency"], story.day(-int(row["days"])), Decimal(row["rate"]))


def _tier(row: dict[str, str]) -> Tier:
    calls = int(row["call_every_days"]) if row["call_every_days"] else None
    hours = int(row["answer_within_hours"])
    return add_tier(name=row["name"], touch=row["touch"], answer_within_hours=hours, call_every_days=calls)


def _bring_people(story: Story) -> None:
    drafts = [
        ContactDraft(
            email=demo_address(person.name, person.company),
            name=person.name,
            language=person.language,
            role=person.role,
            company_id=story.companies[person.company].pk,
            attributes={"job": person.job},
        )
        for person in cast.PEOPLE
    ]
    for person, (contact, _outcome) in zip(cast.PEOPLE, import_contacts(drafts=drafts), strict=True):
        assert contact is not None, person  # noqa: S101 - the story's own people
        story.people[person.name] = contact


def bring_the_past(story: Story) -> None:
    """Bring in the old board and what was said before Northwind began: nobody is told of an import."""
    told = {idea.key: idea for idea in ideas.IDEAS if idea.opened >= cast.BEGAN_DAYS_AGO}
    drafts: list[IdeaDraft | VoteDraft] = [
        IdeaDraft(
            key=idea.key,
            title=idea.title,
            text=idea.problem,
            area=story.areas[idea.area],
            created_at=story.ago(idea.opened),
            votes=sum(1 for key, _who in ideas.VOTES if key == idea.key) + 7,
            url=f"https://ideas.northwind.example/p/{idea.key.replace('_', '-')}",
        )
        for idea in told.values()
    ]
    drafts += [
        VoteDraft(
            key=key, contact=story.people[who], voted_at=story.ago(told[key].opened - 1), importance=number % 3 + 1
        )
        for number, (key, who) in enumerate(ideas.VOTES)
        if key in told and is_old_vote(number)
    ]
    import_ideas(origin=ORIGIN, drafts=drafts)
    for idea in Idea.objects.filter(origins__origin=ORIGIN):
        _put_right(story, idea, next(one for one in told.values() if one.title == idea.title))
    _bring_voices(story)


def is_old_vote(number: int) -> bool:
    """Tell whether a vote for an idea of the old board was given there already; every third came later."""
    return number % 3 != 2  # noqa: PLR2004


def _put_right(story: Story, idea: Idea, told: ideas.StoryIdea) -> None:
    edit_idea(
        idea_id=idea.pk,
        version=idea.version,
        title=told.title,
        area=story.areas[told.area],
        owner=story.staff.get(told.owner),
        problem=told.problem,
        workaround=told.workaround,
        public_text=told.public,
    )
    story.ideas[told.key] = publish_idea(idea_id=idea.pk)


def _bring_voices(story: Story) -> None:
    brought = [said for said in voices.VOICES if said.is_brought]
    drafts = [
        FeedbackDraft(
            words=said.words,
            source=said.source,
            area=story.areas[said.area or ideas.AREA_OF[said.idea]],
            category=story.categories[said.category],
            fields={
                "contact": story.people[said.who],
                "heard_at": story.ago(said.days, minutes=60),
                "quotable": said.quotable,
                "origin": ORIGIN,
                "origin_key": said.key,
            },
        )
        for said in brought
    ]
    import_feedback(drafts=drafts)
    story.heard = {said.origin_key: said for said in Feedback.objects.filter(origin=ORIGIN)}
    for said in brought:
        feedback = story.heard[said.key]
        if said.quotable != Feedback.Quotable.NO:
            publish_feedback(feedback_id=feedback.pk)
        if said.idea in story.ideas:
            link_feedback(
                feedback_id=feedback.pk, idea_id=story.ideas[said.idea].pk, importance=said.importance, by=None
            )


def _joined_on(story: Story, customer: cast.Customer) -> date:
    return story.day(-30 * customer.months)


def _renews_on(story: Story, customer: cast.Customer) -> date | None:
    return None if customer.renews_in is None else story.day(customer.renews_in)


def subscription_of(customer: cast.Customer) -> str:
    """Return the id of what a customer pays, as the billing of the story knows it."""
    return f"{letters(customer.name)}-1"


def demo_address(name: str, company: str) -> str:
    """Return somebody's address in the story; names in other scripts become plain letters or their position."""
    return f"{letters(name) or f'person{sum(map(ord, name)) % 997}'}@{letters(company).replace('.', '')}.example"


def staff_address(name: str) -> str:
    """Return where somebody of Northwind is written to."""
    return f"{letters(name).split('.')[0]}@northwind.example"


def letters(name: str) -> str:
    """Return a name in plain letters with dots between its words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ("".join(letter for letter in word if letter.isalnum()) for word in plain.split())
    return ".".join(word for word in words if word)
