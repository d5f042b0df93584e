"""What Northwind sells in the demo story: deals won, lost and open, why, who says so, and what was missing."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from wellheard.decide.analyses.commands import edit_loss_rule
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.listen.deals.commands import GivenReason, hear_deal, set_reasons
from wellheard.listen.deals.commands.meanings import decide_reason_said, decide_stage_said, note_stage
from wellheard.listen.deals.drafts import DealDraft, SaidReason
from wellheard.listen.deals.models import Deal
from wellheard.understand.commands import file_feedback
from wellheard.web.demo import ideas
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import Story, letters
from wellheard.workspace.commands import add_competitor
from wellheard.workspace.models import Competitor, Reason

SOURCE = "hubspot"
TARGET_INDUSTRIES = ("Lift maintenance", "Cold chain")


@dataclass(frozen=True)
class StoryDeal:
    """A deal of the story, by days ago; without `closed` it is open. `said` are the CRM's words, `reason` what somebody says."""

    closed: int | None
    opened: int
    title: str
    company: str
    amount: str
    currency: str
    stage: str
    competitor: str
    owner: str
    said: str
    reason: str
    by: str
    note: str
    idea: str
    missing: str

    @property
    def days(self) -> int:
        """When it is heard last: on the day it closed, else on the day it was opened."""
        return self.opened if self.closed is None else self.closed


def _deal(row: dict[str, str]) -> StoryDeal:
    days = {"closed": int(row["closed"]) if row["closed"] else None, "opened": int(row["opened"])}
    return StoryDeal(**row | days)  # type: ignore[arg-type]


DEALS = tuple(_deal(row) for row in rows("deals"))


def begin_to_sell(story: Story) -> None:  # noqa: ARG001 - as everything that happens
    """Say whom Northwind sells against, what the CRM's words mean, and which losses are looked into."""
    for row in rows("competitors"):
        add_competitor(**row)
    for row in rows("deal-stages"):
        if row["outcome"]:
            decide_stage_said(source=SOURCE, pipeline="", stage=row["stage"], outcome=row["outcome"])
        note_stage(SOURCE, "", row["stage"], row["name"])
    reasons = _reasons()
    for row in rows("deal-words"):
        reason_id = reasons[row["reason"]].pk
        decide_reason_said(source=SOURCE, said=row["said"], reason_id=reason_id, competitor_id=None)
    edit_loss_rule(version=1, industries=TARGET_INDUSTRIES, working_days=5, lost_within_days=60)


def hear(story: Story, told: StoryDeal) -> None:
    """Hear of a deal as the CRM tells it, and write down who says why it ended so."""
    deal = hear_deal(draft=_draft(story, told)).deal
    if told.reason:
        given = GivenReason(_reasons()[told.reason], told.by, told.note)
        set_reasons(deal_id=deal.pk, reasons=[given], competitor=deal.competitor, by=story.staff[told.owner])
    if told.idea:
        _file(story, told, deal)


def _draft(story: Story, told: StoryDeal) -> DealDraft:
    closed = clock.today()
    return DealDraft(
        source=SOURCE,
        external_id=f"{9_100_000 + DEALS.index(told)}",
        title=told.title,
        company_name=told.company,
        company_key=letters(told.company),
        owner=story.staff[told.owner].email,
        stage=told.stage,
        amount=Decimal(told.amount),
        currency=told.currency,
        competitor=told.competitor,
        reasons=(SaidReason(told.said),) if told.said else (),
        missing=(told.missing,) if told.missing else (),
        opened_on=closed - timedelta(days=told.opened - told.days),
        closed_on=None if told.closed is None else closed,
        changed_at=clock.now(),
    )


def _file(story: Story, told: StoryDeal, deal: Deal) -> None:
    """File what was missing under the idea it asks for."""
    by = story.staff["Priya Raman"]
    area, category = story.areas[ideas.AREA_OF[told.idea]], story.categories["feature-request"]
    for missing in deal.missing.all():
        file_feedback(feedback_id=missing.feedback_id, area_id=area.pk, category_id=category.pk, by=by)
        link_feedback(feedback_id=missing.feedback_id, idea_id=story.ideas[told.idea].pk, by=by)


def competitor(name: str) -> Competitor | None:
    """Return a competitor of the story by its name; none for no name."""
    return Competitor.objects.filter(name=name).first()


def _reasons() -> dict[str, Reason]:
    return {reason.key: reason for reason in Reason.objects.filter(kind=Reason.Kind.DEAL)}
