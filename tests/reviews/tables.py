"""Meetings for tests: four departments come, and ideas lie on the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import Expected, Plan, RatingDraft, VerdictDraft
from wellheard.decide.reviews.models import Review, ReviewItem
from wellheard.foundation import clock
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

Department = Staff.Department
WHO = (
    ("Ines Calder", Department.PRODUCT, Role.PRODUCT),
    ("Pavel Novak", Department.ENGINEERING, Role.VIEWER),
    ("Jana Adler", Department.SUPPORT, Role.AGENT),
    ("Owen Wright", Department.SALES, Role.SALES),
)


@dataclass
class Table:
    """A meeting, who comes to it by department, and its ideas in their order."""

    review: Review
    people: dict[str, Staff]
    ideas: list[Idea]

    @property
    def lead(self) -> Staff:
        return self.people[Department.PRODUCT]

    def items(self) -> list[ReviewItem]:
        return list(self.review.items.order_by("position"))

    def again(self) -> Review:
        self.review.refresh_from_db()
        return self.review

    def rate(self, department: str, worth: Sequence[int], weeks: Sequence[float] = ()) -> None:
        """Rate every idea for a department."""
        drafts = [RatingDraft(item.pk, "worth", value) for item, value in zip(self.items(), worth, strict=True)]
        for item, likely in zip(self.items(), weeks, strict=bool(weeks)):
            one = Decimal(str(likely))
            drafts.append(RatingDraft(item.pk, "effort", weeks=(one, one, one * 2)))
        commands.rate(review_id=self.review.pk, by=self.people[department], drafts=drafts)

    def hand_in(self, department: str) -> None:
        commands.hand_in(review_id=self.review.pk, by=self.people[department])

    def rate_all(self, ratings: Mapping[str, Sequence[int]], weeks: Sequence[float]) -> None:
        """Let everybody rate and hand in, so that the ratings open."""
        for department, worth in ratings.items():
            self.rate(department, worth, weeks if department == Department.ENGINEERING else ())
            self.hand_in(department)

    def all_there(self) -> None:
        for attendee in self.review.attendees.all():
            commands.note_there(review_id=self.review.pk, attendee_id=attendee.pk, came_at=clock.now())


def plan(**changes: object) -> Plan:
    """Return a meeting the day after tomorrow with room for ten weeks of work."""
    at = clock.now() + timedelta(days=2)
    usual = {
        "meets_at": at,
        "minutes": 45,
        "rate_until": at - timedelta(hours=12),
        "quorum": 3,
        "capacity_weeks": Decimal(10),
    }
    return Plan(**usual | changes)  # type: ignore[arg-type]


def people() -> dict[str, Staff]:
    return {department: make_staff(name=name, department=department, role=role) for name, department, role in WHO}


def table(ideas: int = 2, *, frozen: bool = True, **changes: Any) -> Table:
    """Make a meeting of four departments with ideas on its table; frozen unless it is still gathered."""
    who = people()
    review = commands.plan_review(plan=plan(**changes), attendees=who.values(), by=who[Department.PRODUCT])
    found = [wanted_idea(f"Idea {number}", mrr=100 * number) for number in range(1, ideas + 1)]
    for idea in found:
        commands.put_on_table(review_id=review.pk, idea_id=idea.pk, by=None)
    if frozen:
        commands.freeze_review(review_id=review.pk, by=None)
        review.refresh_from_db()
    return Table(review, who, found)


def wanted_idea(title: str, *, mrr: int = 100) -> Idea:
    """Make an idea that one company asked for in its own words."""
    idea = make_idea(title, problem="They lose work.")
    contact = make_contact(company=make_company(mrr=mrr))
    feedback = make_feedback(f"Please, {title.lower()}.", contact=contact)
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
    idea.refresh_from_db()
    return idea


def agreed_table(ideas: int = 2, *, worth: int = 4, weeks: float = 3, **changes: Any) -> Table:
    """Make a meeting whose ratings are open, everybody of one mind, and everybody there."""
    made = table(ideas, **changes)
    made.rate_all(dict.fromkeys(made.people, [worth] * ideas), [weeks] * ideas)
    made.all_there()
    made.again()
    return made


def yes(**changes: object) -> VerdictDraft:
    """Return a whole yes."""
    expected = Expected("solved", Decimal(60), (clock.now() + timedelta(days=120)).date())
    usual = {"outcome": "accept", "reason": "It blocks them.", "public_reason": "We do it.", "expected": expected}
    return VerdictDraft(**usual | changes)  # type: ignore[arg-type]


def decide(made: Table, item: ReviewItem, draft: VerdictDraft, *, by: Staff | None = None) -> None:
    item.idea.refresh_from_db()
    commands.decide_item(
        review_id=made.review.pk, item_id=item.pk, version=item.idea.version, draft=draft, by=by or made.lead
    )
