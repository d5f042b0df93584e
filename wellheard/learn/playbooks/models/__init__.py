"""Checklists that begin by themselves, and each time one began."""

from wellheard.learn.playbooks.models.playbooks import Playbook, PlaybookStep
from wellheard.learn.playbooks.models.runs import PlaybookRun, RunStep

__all__ = ["Playbook", "PlaybookRun", "PlaybookStep", "RunStep"]
