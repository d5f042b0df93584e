"""What Northwind's customers do in its product, in the demo story: who uses which area, since when, and who stopped."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wellheard.customers.commands import join_device
from wellheard.foundation import clock
from wellheard.listen.sources.commands import hear_of_source, keep_dead_letter, make_source
from wellheard.listen.sources.models import Source
from wellheard.listen.sources.queries import known
from wellheard.listen.sources.replaying import UnreadableError, reader_of
from wellheard.listen.usage.commands import add_up, apply_said, place_event
from wellheard.listen.usage.event_store import Event
from wellheard.listen.usage.models import ArrivedEvent, EventName
from wellheard.web.demo import cast
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import Story, letters
from wellheard.workspace.models import Product

# Northwind's product tells of itself since then.
TELLS_DAYS_AGO = 85
WEEKS, WORKING_DAYS, WORKING_MINUTES = 12, 5, 540
BACK_END, WEB_APP = "Back end", "Web app"
# What engineers do on the phones in their vans, of whom we know few by name.
IN_THE_FIELD = frozenset({"Mobile app", "Parts & stock"})
MOST_PHONES = 9
SWINGS = (0, 1, -1, 0, 2, -1, 1)
PROTOCOL = "segment"
# What the browser of one of them says of her; nothing vouches for it.
CLAIMED_OF, CLAIMED = "Anneke Visser", {"name": "Anneke V.", "job": "Disposition", "theme": "dark"}


@dataclass(frozen=True)
class Habit:
    """How often a company uses an area in a week, in which of the last weeks; the running one is 0."""

    company: str
    area: str
    times: int
    weeks: range

    def times_in(self, week: int) -> int:
        """Return how often in one week: a little more or less, as weeks are."""
        swing = SWINGS[(week + len(self.company) * len(self.area)) % len(SWINGS)]
        return max(1, self.times + swing * (1 + self.times // 6)) if self.times > 1 else self.times


def _habit(company: str, area: str, written: str) -> Habit:
    """Read a cell: `8` is eight times a week, `8>3` until three weeks ago, `8<3` for three weeks."""
    if ">" in written:
        times, _stopped, weeks = written.partition(">")
        return Habit(company, area, int(times), range(int(weeks), WEEKS))
    times, _began, weeks = written.partition("<")
    return Habit(company, area, int(times), range(int(weeks or WEEKS)))


HABITS = tuple(
    _habit(row["company"], area, row[area]) for row in rows("uses") for area, _team in cast.AREAS if row.get(area)
)
EVENTS = tuple((row["area"], row["name"]) for row in rows("events"))


def begin_to_tell(story: Story) -> None:
    """Make the sources by which Northwind's product tells what happens in it."""
    product, ines = Product.objects.order_by("pk")[0], story.staff["Ines Calder"]
    make_source(name=BACK_END, kind=Source.Kind.SERVER, by=ines, product=product)
    make_source(
        name=WEB_APP, kind=Source.Kind.BROWSER, by=ines, product=product, origins=["https://app.northwind.example"]
    )


def tell_what_they_did(story: Story) -> None:
    """Add up what they did in twelve weeks, as the mover does, say which area that is, and keep what nobody could read."""
    sources = {source.kind: source for source in Source.objects.filter(name__in=[BACK_END, WEB_APP])}
    events = sorted(_events(story, sources[Source.Kind.SERVER]), key=lambda event: event.said_at)
    add_up(events=events)
    names = {event.name: event.pk for event in EventName.objects.all()}
    for area, name in EVENTS:
        if area:
            place_event(event_id=names[name], area=story.areas[area])
    for row in rows("letters"):
        _fail_to_read(sources[row["source"]], row["body"], story.ago(int(row["days"]), minutes=int(row["minutes"])))
    _claim(story, sources[Source.Kind.BROWSER])
    for minutes, source in enumerate(sources.values(), start=2):
        hear_of_source(source_id=source.pk, at=story.now - timedelta(minutes=minutes))


def _events(story: Story, source: Source) -> Iterator[Event]:
    for habit in HABITS:
        names = [name for area, name in EVENTS if area == habit.area]
        everybody = _everybody(habit)
        for week in habit.weeks:
            for number in range(habit.times_in(week)):
                place = week * habit.times + number
                if at := _moment(story, habit, week, number):
                    who = everybody[place % len(everybody)]
                    yield _event(story, source, who, company=habit.company, name=names[place % len(names)], at=at)
    for days, person in enumerate(cast.PEOPLE):
        if person.role == "decider":
            at = story.ago(1 + days % 20, minutes=200)
            yield _event(story, source, person.name, company=person.company, name="Report Opened", at=at)


def _event(story: Story, source: Source, who: str, *, company: str, name: str, at: datetime) -> Event:
    contact = story.people.get(who)
    return Event(
        said_at=at,
        received_at=at,
        source_id=source.pk,
        message_id="",
        kind="track",
        name=name,
        company_id=story.companies[company].pk,
        contact_id=contact.pk if contact else None,
        known_as="" if contact else f"device:{who}",
        user_id="",
        device="" if contact else who,
        group_id=letters(company),
        properties="{}",
        context="{}",
        is_trusted=True,
    )


def _everybody(habit: Habit) -> list[str]:
    """Return who may do it: the people whose names we know and, in the field, phones of whom nobody is known."""
    named = [who.name for who in cast.PEOPLE if who.company == habit.company]
    engineers = next(customer.engineers for customer in cast.CUSTOMERS if customer.name == habit.company)
    phones = min(engineers, MOST_PHONES) if habit.area in IN_THE_FIELD else 0
    return named + [f"{letters(habit.company)}-phone-{number}" for number in range(phones)]


def _moment(story: Story, habit: Habit, week: int, number: int) -> datetime | None:
    """Return when somebody did it, spread over the week's working days; nothing where that is still to come."""
    spread = number * 7 + week * 3 + len(habit.company) + len(habit.area)
    day = story.day(spread % WORKING_DAYS - 7 * week - story.day(0).weekday())
    at = datetime.combine(day, time(8), clock.zone()) + timedelta(minutes=spread * 13 % WORKING_MINUTES)
    return at if at < story.now else None


def _claim(story: Story, source: Source) -> None:
    contact = story.people[CLAIMED_OF]
    device = f"{letters(CLAIMED_OF)}-browser"
    join_device(contact=contact, device_id=device)
    row = ArrivedEvent(
        source_id=source.pk, kind="identify", anonymous_id=device, traits=json.dumps(CLAIMED), said_at=story.ago(4)
    )
    apply_said(row=row)


def _fail_to_read(source: Source, body: str, at: datetime) -> None:
    """Keep what a client sent and nobody could read, with the reason that whoever reads it gives."""
    reader = reader_of(PROTOCOL)
    assert reader is not None  # noqa: S101 - it is one of ours
    try:
        reader(known(source), body.encode(), at)
    except UnreadableError as problem:
        keep_dead_letter(
            source_id=source.pk, protocol=PROTOCOL, body=body.encode(), reason=str(problem), received_at=at
        )
