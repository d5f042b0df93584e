"""What tests of answering share: customers who ask, ideas that are decided and shipped, mail that goes out."""

from collections.abc import Callable

from tests.makers import make_company, make_contact, make_feedback
from wellheard.answer.tasks import send_due_answers
from wellheard.customers.models import Company, Contact
from wellheard.decide.commands import link_feedback, record_decision
from wellheard.decide.models import Decision, Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.deliver.models import Release
from wellheard.workspace.models import Staff, Tier

Run = Callable[[], None]


def asks(contact: Contact, *ideas: Idea, words: str = "I lose my work when the signal goes.", **fields: object) -> None:
    """Let a contact ask for ideas in their own words."""
    for idea in ideas:
        said = make_feedback(words, contact=contact, **fields)  # type: ignore[arg-type]
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)


def decide(idea: Idea, outcome: str = Decision.Outcome.YES, public_reason: str = "Many of you need it.") -> Decision:
    """Decide about an idea."""
    idea.refresh_from_db()
    return record_decision(
        idea_id=idea.pk, version=idea.version, outcome=outcome, reason="Why.", public_reason=public_reason, by=None
    )


def ship(*ideas: Idea, notes: str = "Sheets stay.", title: str = "Work offline") -> Release:
    """Ship ideas with one release."""
    release = draft_release(title=title, notes=notes, idea_ids=[idea.pk for idea in ideas], by=None)
    return publish_release(release_id=release.pk)


def go_out(run_jobs: Run) -> None:
    """Let everything happen that is owed, and whatever is due go out."""
    run_jobs()
    send_due_answers(timestamp=0)
    run_jobs()


def high_touch_customer(owner: Staff | None, **fields: object) -> tuple[Company, Contact]:
    """Make a company whose owner speaks to its people first, and one of them."""
    tier, _ = Tier.objects.get_or_create(name="Key customers", touch=Tier.Touch.HIGH, answer_within_hours=8)
    company = make_company(owner=owner, tier=tier, **fields)  # type: ignore[arg-type]
    return company, make_contact(company=company)
