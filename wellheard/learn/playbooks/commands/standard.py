"""The playbooks every new installation finds, switched off: an example each of what helps while it still can."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.learn.playbooks.commands.playbooks import PlaybookDraft, StepDraft, add_playbook
from wellheard.learn.playbooks.models import Playbook, PlaybookStep
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Role

Who = PlaybookStep.Who


@transaction.atomic
def add_standard_playbooks() -> list[Playbook]:
    """Add the playbooks to start with, switched off, in the installation's language; those of the same name stay as they are."""
    lock_workspace()
    with translation.override(installation().language):
        drafts = (_never_begun(), _detractor())
        there = {name.casefold() for name in Playbook.objects.values_list("name", flat=True)}
        return [add_playbook(draft=draft, by=None) for draft in drafts if draft.name.casefold() not in there]


def _never_begun() -> PlaybookDraft:
    return PlaybookDraft(
        name=_("Never begun: help them start"),
        begins_on="company.not_started",
        steps=(
            StepDraft(_("Ring up and ask what stands in the way"), 1, Who.OWNER, Role.SUCCESS),
            StepDraft(_("Set it up together, on a call"), 4, Who.OWNER, Role.SUCCESS),
            StepDraft(_("See whether somebody uses it now"), 10, Who.OWNER, Role.SUCCESS),
        ),
    )


def _detractor() -> PlaybookDraft:
    return PlaybookDraft(
        name=_("Detractor: call within two days"),
        begins_on="response.found_unhappy",
        steps=(
            StepDraft(_("Call, listen, and write down what they say"), 2, Who.OWNER, Role.SUCCESS),
            StepDraft(_("Tell them what became of it"), 30, Who.OWNER, Role.SUCCESS),
        ),
    )
