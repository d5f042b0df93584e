"""Telling the demo story takes some seconds, so it is done in the background."""

import secrets

from django.db import transaction

from wellheard.foundation import demo
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.web.demo.commands import is_empty
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.permissions import Role


@reacts_to("demo.asked_for")
@transaction.atomic
def tell_demo(fact: Fact) -> None:  # noqa: ARG001 - whoever asked
    """Tell the story whole or not at all; twice tells it once."""
    # Only whoever asks for the story pays for loading it.
    from wellheard.web.demo import cast
    from wellheard.web.demo.stage import staff_address
    from wellheard.web.demo.story import tell_story

    lock_workspace()
    if not is_empty():
        return
    # From here on no mail leaves: the story's people are invented.
    demo.write_down([])
    passwords = {role.value: secrets.token_urlsafe(12) for role in Role}
    tell_story(passwords)
    people = {colleague.role: colleague.name for colleague in reversed(cast.STAFF)}
    demo.write_down(
        f"{role}\t{staff_address(people[role])}\t{password}" for role, password in passwords.items() if role in people
    )
