"""What colleagues did about answers stays under their names; what is left to tell is a task, and passes on as one."""

from wellheard.answer.models import Answer, Wording
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Answer, "edited_by", "told_by")
    stays(Wording, "edited_by")
