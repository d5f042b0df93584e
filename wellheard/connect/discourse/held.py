"""Who connected a forum stays under their name when they leave; answers for the forum follow an idea into another one."""

from wellheard.connect.discourse.models import Forum, TopicAnswer
from wellheard.decide import merging
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registries; called once at start-up."""
    stays(Forum, "made_by")
    stays(TopicAnswer, "posted_by")
    merging.register_rows("forum_answers", TopicAnswer, once_per=("topic", "occasion"))
