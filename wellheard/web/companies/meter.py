"""The loop of one company: how far what it said has come, and what waits."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.models import Answer
from wellheard.web.templatetags.charts import LoopStage


def stages(reached: Mapping[str, int], answers: QuerySet[Answer], *, feedback_query: str) -> list[LoopStage]:
    """Return the six stages with what got through each; the notes lead to what waits there."""
    row = answers.aggregate(
        owed=Count("pk", filter=Q(state__in=Answer.OUTSTANDING)),
        said=Count("pk", filter=~Q(solved="")),
        helped=Count("pk", filter=~Q(solved__in=["", Answer.Solved.NO])),
    )
    heard, filed, decided = reached["listen"], reached["understand"], reached["decide"]
    owed = row["owed"]
    everything = f"{reverse('feedback_list')}?{feedback_query}"
    unfiled = f"{everything}&filed=no" if heard > filed else ""
    return [
        LoopStage(_("Listen"), heard, note=_("what they said"), list_url=everything),
        LoopStage(_("Understand"), filed, heard - filed, _unfiled(heard - filed), unfiled, f"{everything}&filed=yes"),
        LoopStage(_("Decide"), decided, max(0, filed - decided), _undecided(filed - decided)),
        LoopStage(_("Deliver"), reached["deliver"], note=_("live for them")),
        LoopStage(_("Answer"), reached["answer"], owed, _owed(owed), "#owed" if owed else ""),
        LoopStage(_("Learn"), reached["learn"], note=_helped(row["helped"], row["said"])),
    ]


def _unfiled(count: int) -> str:
    return ngettext("%(n)s not yet filed", "%(n)s not yet filed", count) % {"n": count} if count else _("all filed")


def _undecided(count: int) -> str:
    return ngettext("%(n)s open", "%(n)s open", count) % {"n": count} if count > 0 else _("nothing open")


def _owed(count: int) -> str:
    return ngettext("%(n)s still owed", "%(n)s still owed", count) % {"n": count} if count else _("nobody waits")


def _helped(helped: int, said: int) -> str:
    return _("%(helped)s of %(said)s say it helped") % {"helped": helped, "said": said} if said else _("not asked yet")
