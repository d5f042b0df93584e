"""Who leaves Northwind in the demo story, why, and who comes back."""

from dataclasses import dataclass

from wellheard.customers.commands import save_subscription
from wellheard.customers.models import Subscription
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.listen.departures.commands import Helped, Leaving, record_departure, record_return
from wellheard.listen.departures.models import Departure
from wellheard.understand.commands import file_feedback
from wellheard.web.demo import deals, ideas
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import Story
from wellheard.workspace.models import Reason


@dataclass(frozen=True)
class StoryDeparture:
    """Somebody leaves, so many days ago: the reason's key, their words, and what we could have done."""

    days: int
    company: str
    contact: str
    reason: str
    competitor: str
    reported: str
    idea: str
    words: str
    could_have: str


@dataclass(frozen=True)
class StoryReturn:
    """Somebody comes back, so many days ago, and what brought them."""

    days: int
    company: str
    idea: str
    helped: str


DEPARTURES = tuple(StoryDeparture(**row | {"days": int(row["days"])}) for row in rows("departures"))  # type: ignore[arg-type]
RETURNS = tuple(StoryReturn(int(row["days"]), row["company"], row["idea"], row["helped"]) for row in rows("returns"))


def leave(story: Story, told: StoryDeparture) -> None:
    """Let a customer leave: it pays nothing from today on, and says why."""
    company = story.companies[told.company]
    for running in Subscription.objects.filter(company=company, until=None):
        save_subscription(company_id=company.pk, external_id=running.external_id, until=clock.today())
    by = company.owner or story.staff["Joel Amberg"]
    departure = record_departure(
        leaving=Leaving(
            company.pk,
            clock.today(),
            told.reported,
            reason=Reason.objects.get(kind=Reason.Kind.DEPARTURE, key=told.reason),
            competitor=deals.competitor(told.competitor),
            words=told.words,
            contact=story.people[told.contact],
            could_have=told.could_have,
        ),
        by=by if told.reported == Departure.ReportedBy.STAFF else None,
    )
    if told.idea:
        _file(story, told, departure)


def come_back(story: Story, told: StoryReturn) -> None:
    """Let a customer come back: it pays as before."""
    company = story.companies[told.company]
    before = Subscription.objects.get(company=company)
    save_subscription(
        company_id=company.pk,
        external_id=f"{before.external_id}-again",
        product=before.product,
        plan=before.plan,
        amount_minor=before.amount_minor,
        currency=before.currency,
        from_on=clock.today(),
    )
    departure = Departure.objects.open().get(company=company)
    helped = Helped(words=told.helped, idea_id=story.ideas[told.idea].pk)
    record_return(departure_id=departure.pk, returned_on=clock.today(), helped=helped)


def _file(story: Story, told: StoryDeparture, departure: Departure) -> None:
    """File what they said under the idea that would have kept them."""
    by = story.staff["Priya Raman"]
    area, category = story.areas[ideas.AREA_OF[told.idea]], story.categories["feature-request"]
    if departure.feedback_id:
        file_feedback(feedback_id=departure.feedback_id, area_id=area.pk, category_id=category.pk, by=by)
        link_feedback(feedback_id=departure.feedback_id, idea_id=story.ideas[told.idea].pk, by=by, importance=3)
