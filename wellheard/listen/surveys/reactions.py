"""What follows from answers and from finding out who somebody is. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.surveys.commands.effects import ask_owner_to_call, end_when_exact, join_answers
from wellheard.listen.surveys.commands.rewards import give_code


@reacts_to("response.completed", "response.changed", "response.joined")
def tell_the_owner(fact: Fact) -> None:
    """Ask the owner of a high-touch company to speak to somebody who is unhappy."""
    ask_owner_to_call(response_id=fact.subject_id)


@reacts_to("response.completed")
def end_what_is_exact(fact: Fact) -> None:
    """End a survey whose result is as exact as it had to be."""
    end_when_exact(survey_id=int(fact.details["survey"]))


@reacts_to("response.completed", "response.joined")
def give_what_was_promised(fact: Fact) -> None:
    """Give a code to whoever answered to the end, if the survey has codes."""
    give_code(response_id=fact.subject_id)


@reacts_to("contact.saved")
def find_the_person(fact: Fact) -> None:
    """Let what was answered on a device be its person's."""
    if "device" in fact.details.get("changed", []):
        join_answers(contact_id=fact.subject_id)
