"""What the tests of ideas and releases have in common."""

from tests.makers import make_company, make_contact, make_feedback
from wellheard.customers.commands.segments import save_segment
from wellheard.customers.models import Company, Segment
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.listen.models import Feedback

HOSTILE = "<script>alert(1)</script>\u202e {{ 7|add:7 }} {% now 'Y' %} “quote” & 'x'"


def ask(idea: Idea, words: str = "It goes when the signal goes.", *, company: Company | None = None) -> Feedback:
    """Let somebody of a company (a new one that pays 100 when none is given) ask for an idea."""
    contact = make_contact(company=company or make_company(mrr=100))
    said = make_feedback(words, contact=contact)
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    return said


def paying_over(amount: int) -> Segment:
    """Make the segment of companies that pay more than so many whole units a month."""
    rule = {"all": [{"field": "mrr", "op": ">", "value": amount * 100}]}
    return save_segment(name=f"Over {amount}", rule=rule)
