"""Telling the demo story takes a minute, so it is done in the background."""

import secrets

from django.db import transaction

from wellheard.foundation import demo
from wellheard.foundation.facts import ledger
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.web.demo.commands import TOLD, is_empty
from wellheard.web.demo.story import tell_story
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role


@reacts_to("demo.asked_for")
@transaction.atomic
def tell_demo(fact: Fact) -> None:
    """Tell the story whole or not at all; twice tells it once."""
    lock_workspace()
    if not is_empty():
        return
    # From here on no mail leaves: the story's people are invented.
    demo.write_down([])
    passwords = {role.value: secrets.token_urlsafe(12) for role in Role}
    tell_story(passwords)
    first = {staff.role: staff for staff in Staff.objects.at_work().order_by("-pk")}
    demo.write_down(f"{role}\t{first[role].email}\t{password}" for role, password in passwords.items() if role in first)
    ledger.record(TOLD, Staff.objects.get(pk=fact.subject_id))
