"""What a support team works with."""

from wellheard.listen.desk.models.confirming import AutoReply
from wellheard.listen.desk.models.dealing import TeamDealing, Turn
from wellheard.listen.desk.models.late import Escalation
from wellheard.listen.desk.models.macros import Macro
from wellheard.listen.desk.models.replies import SavedReply, SavedReplyText
from wellheard.listen.desk.models.sharing import Shared

__all__ = ["AutoReply", "Escalation", "Macro", "SavedReply", "SavedReplyText", "Shared", "TeamDealing", "Turn"]
