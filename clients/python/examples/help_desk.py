"""Tells Wellheard what a help desk heard, then writes down who is owed an answer.

WELLHEARD_URL=https://feedback.example.com WELLHEARD_TOKEN=wh_… python examples/help_desk.py
"""

import os
from datetime import UTC, datetime

from wellheard_client import Client, ProblemError


def main() -> None:
    """Hand over one ticket. Run again, it changes nothing: the ticket's own number tells that it came before."""
    with Client(os.environ["WELLHEARD_URL"], os.environ["WELLHEARD_TOKEN"]) as wellheard:
        try:
            feedback = wellheard.create_feedback(
                words="I lose my work when the signal goes.",
                contact={"email": "ada@acme.example", "name": "Ada Lovelace"},
                company={"external_id": "A-1", "name": "Acme"},
                heard_at=datetime.now(UTC),
                origin="helpdesk",
                origin_key="ticket-77",
            )
        except ProblemError as problem:
            # Each field that is wrong, in a sentence.
            raise SystemExit("\n".join([str(problem), *(field.detail for field in problem.fields)])) from problem
        print(f"Kept: {feedback['page']}")
        for answer in wellheard.list_answers(standing="outstanding"):
            print(f"Contact {answer['contact_id']} waits since {answer['waiting_since']}.")


if __name__ == "__main__":
    main()
