"""Every change in playbooks, and beginning, ending and stopping them."""

from wellheard.learn.playbooks.commands.playbooks import (
    PlaybookDraft,
    StepDraft,
    add_playbook,
    edit_playbook,
    remove_playbook,
    switch_playbook_off,
    switch_playbook_on,
)
from wellheard.learn.playbooks.commands.runs import STEP, begin_playbooks, settle_run_of, stop_run
from wellheard.learn.playbooks.commands.standard import add_standard_playbooks

__all__ = [
    "STEP",
    "PlaybookDraft",
    "StepDraft",
    "add_playbook",
    "add_standard_playbooks",
    "begin_playbooks",
    "edit_playbook",
    "remove_playbook",
    "settle_run_of",
    "stop_run",
    "switch_playbook_off",
    "switch_playbook_on",
]
