"""Weeks of what customers say, made row by row: calm ones, and a bad day."""

from datetime import datetime, timedelta

from tests.makers import make_company, make_contact
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.understand.trends.commands.counting import count_stale_days, mark_all_days
from wellheard.workspace.models import Area, Category


def companies(many: int = 6, **fields: object) -> list[Company]:
    """Make companies that pay 100 a month each."""
    return [make_company(mrr=100, **fields) for _ in range(many)]


def say(
    heard_at: datetime,
    about: tuple[Area | None, Category | None],
    speakers: list[Company],
    *,
    many: int = 1,
    **fields: object,
) -> list[Feedback]:
    """Let so many things be said about something at a moment, by companies in turn, and be filed."""
    area, category = about
    said = [
        Feedback(
            source=Feedback.Source.SUPPORT,
            heard_at=heard_at,
            filed_at=heard_at if area else None,
            area=area,
            category=category,
            company=speakers[number % len(speakers)] if speakers else None,
            **{"recorded_at": heard_at, "words": f"This is the {number}. thing about it."} | fields,
        )
        for number in range(many)
    ]
    return Feedback.objects.bulk_create(said)


def calm_weeks(about: tuple[Area, Category], speakers: list[Company], *, days: int = 60, a_day: int = 1) -> None:
    """Let the same be said about something every day until two days ago, spread over the companies."""
    for back in range(2, days + 2):
        for number in range(a_day):
            at = clock.now() - timedelta(days=back, hours=number % 5)
            say(at, about, [speakers[(back + number) % len(speakers)]])


def count_all() -> None:
    """Count every day."""
    mark_all_days()
    count_stale_days(most=1000)


__all__ = ["calm_weeks", "companies", "count_all", "make_contact", "say"]
