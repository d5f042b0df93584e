"""What a decision must know of one person: read once, and only when a survey comes so far that it matters."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import BooleanField, Count, ExpressionWrapper

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.kept import Group, Known, Stamp, stamp_now
from wellheard.listen.surveys.models import Display, FatigueRules, Response, Stratum
from wellheard.listen.surveys.person import Person, Profile, Shown, Used, person_now


class Facing:
    """One person at one place and moment; `surveys` are those that may still be asked, for questions about all of them."""

    def __init__(self, who: Asked, place: Place, now: datetime, *, rules: FatigueRules | None = None) -> None:
        self.who, self.place, self.now = who, place, now
        self._rules = rules
        self.surveys: Iterable[Known] = ()
        # By sort of survey at which gate all of it end, for whoever asks once for all.
        self.held_back: dict[tuple[int, bool, bool], str | None] = {}

    @cached_property
    def rules(self) -> FatigueRules:
        """Return how often people may be asked."""
        return self._rules or FatigueRules.objects.first() or FatigueRules(pk=1)

    @cached_property
    def person(self) -> Person:
        """Return what we know of them: one statement."""
        events = {one.counted for one in self.surveys if one.counted}
        return person_now(self.who, self.now, self.rules, events)

    @property
    def stamp(self) -> Stamp:
        """Return what surveys are like now: as it came with the person, else by a statement of its own."""
        return self.person.stamp if "person" in self.__dict__ else stamp_now()

    @property
    def profile(self) -> Profile:
        return self.person.profile

    @property
    def shown(self) -> list[Shown]:
        return self.person.shown

    @property
    def asked_at_company(self) -> int:
        return self.person.asked_at_company

    @property
    def used(self) -> Used:
        return self.person.used

    @cached_property
    def shown_by_survey(self) -> dict[int, list[Shown]]:
        """Return the same by survey."""
        found: dict[int, list[Shown]] = {}
        for row in self.shown:
            found.setdefault(row.survey_id, []).append(row)
        return found

    @cached_property
    def begun(self) -> frozenset[int]:
        """Return the surveys they are in the midst of."""
        return frozenset(row.survey_id for row in self.shown if row.is_open(self.now))

    @property
    def most_at_company(self) -> int:
        return max(self.rules.company_most, self.profile.seats // 10)

    @cached_property
    def scores(self) -> dict[int, int]:
        """Return what they scored in surveys before, the latest of each."""
        if not self.who.is_known:
            return {}
        rows = Response.objects.filter(contact=self.who.contact_id).scored().order_by("answered_at", "pk")
        return {pk: score for pk, score in rows.values_list("survey_id", "score") if score is not None}

    @cached_property
    def company_meets(self) -> dict[str, bool]:
        """Return which rules of the surveys that may still be asked their company meets: one statement for all."""
        rules = {one.rule.key: one.rule for one in self.surveys if one.rule}
        rules |= {group.rule.key: group.rule for one in self.surveys for group in one.groups}
        if not rules or self.profile.company_id is None:
            return {}
        attributes = self.person.stamp.attributes
        wrapped = {name: ExpressionWrapper(rule.companies(attributes), BooleanField()) for name, rule in rules.items()}
        found = Company.objects.filter(pk=self.profile.company_id).annotate(**wrapped).values(*wrapped).first()
        return {name: bool(value) for name, value in (found or {}).items()}

    def group_of(self, one: Known) -> Group | None:
        """Return the first group of a survey that they belong to."""
        return next((group for group in one.groups if self.company_meets.get(group.rule.key)), None)

    @cached_property
    def reached(self) -> dict[int, int]:
        """Return how many answers each group of the surveys that may still be asked has."""
        wanted = [one.pk for one in self.surveys if one.groups]
        return dict(Stratum.objects.filter(survey__in=wanted).values_list("pk", "reached")) if wanted else {}

    @cached_property
    def shown_today(self) -> dict[int, dict[str, int]]:
        """Return how often each survey with a daily limit was shown today, by group."""
        wanted = [one.pk for one in self.surveys if one.per_day]
        if not wanted:
            return {}
        today = Display.objects.filter(survey__in=wanted, shown_at__gte=start_of_day(self.now))
        found: dict[int, dict[str, int]] = {}
        for survey, stratum, count in today.values_list("survey_id", "stratum").annotate(Count("pk")):
            found.setdefault(survey, {})[stratum] = count
        return found


def start_of_day(moment: datetime) -> datetime:
    """Return when the installation's day of this moment began."""
    return moment.astimezone(clock.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
