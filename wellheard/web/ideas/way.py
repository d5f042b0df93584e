"""How far one idea has come round the loop, and what the next step is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.text.listing import comma
from wellheard.web.ideas.hearing import Hearing
from wellheard.web.templatetags.charts import Step
from wellheard.web.templatetags.figures import ago, number
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

Status = Idea.Status
UNDECIDED = (Status.HEARD, Status.UNDER_REVIEW)
UNDER_WAY = (Status.PLANNED, Status.BUILDING, Status.BETA)
NOTHING_TO_DELIVER = (Status.NOT_NOW, Status.ALREADY_POSSIBLE)


@dataclass(frozen=True)
class NextStep:
    """What to do with an idea next, and where."""

    name: str
    url: str


def way(idea: Idea, *, latest: Decision | None, release: Release | None, heard: Hearing) -> list[Step]:
    """Return the idea's six steps with real counts; the first that is not done is where it stands."""
    steps = [
        (Step(_("Listen"), _times(idea)), idea.feedback_count + idea.vote_count > 0),
        (Step(_("Understand"), idea.area.name if idea.area else _("no area yet")), idea.area is not None),
        (Step(_("Decide"), _decided(idea, latest)), idea.status not in UNDECIDED),
        (Step(_("Deliver"), _delivered(idea, release)), idea.status in {Status.SHIPPED, *NOTHING_TO_DELIVER}),
        (Step(_("Answer"), _told(heard)), heard.owed > 0 and not heard.waiting),
        (Step(_("Learn"), _learned(heard)), heard.answered > 0),
    ]
    return list(_with_states(steps))


def next_step(
    idea: Idea, *, staff: Staff, latest: Decision | None, release: Release | None, heard: Hearing
) -> NextStep | None:
    """Return what this person should do next about an idea; None when it is somebody else's turn."""
    if staff.may(Permission.DECIDE) and (idea.status in UNDECIDED or _is_due_again(idea, latest)):
        return NextStep(_("Decide"), reverse("idea_decision", args=[idea.pk]))
    if staff.may(Permission.RELEASE) and idea.status in UNDER_WAY:
        if release:
            return NextStep(_("Open the release"), reverse("release", args=[release.pk]))
        return NextStep(_("Put it into a release"), f"{reverse('release_new')}?idea={idea.pk}")
    if staff.may(Permission.ANSWER) and heard.by_hand + heard.failed:
        count = heard.by_hand + heard.failed
        name = ngettext("Answer %(count)s person", "Answer %(count)s people", count) % {"count": number(count)}
        return NextStep(name, f"{reverse('answers')}?idea={idea.pk}")
    return None


def _with_states(steps: Iterable[tuple[Step, bool]]) -> Iterable[Step]:
    is_here_seen = False
    for step, is_done in steps:
        if is_done:
            yield replace(step, state="done")
        elif is_here_seen:
            yield step
        else:
            is_here_seen = True
            yield replace(step, state="now")


def _is_due_again(idea: Idea, latest: Decision | None) -> bool:
    is_no = idea.status == Status.NOT_NOW and latest is not None
    return is_no and latest is not None and latest.revisit_on is not None and latest.revisit_on <= clock.today()


def _times(idea: Idea) -> str:
    if idea.feedback_count or not idea.vote_count:
        return ngettext("%(count)s time", "%(count)s times", idea.feedback_count) % {
            "count": number(idea.feedback_count)
        }
    return ngettext("%(count)s vote", "%(count)s votes", idea.vote_count) % {"count": number(idea.vote_count)}


def _decided(idea: Idea, latest: Decision | None) -> str:
    if latest is None:
        return _("without a decision") if idea.status not in UNDECIDED else _("not yet")
    return format_html("{}{}{}", latest.get_outcome_display(), comma(), ago(latest.decided_at))


def _delivered(idea: Idea, release: Release | None) -> str:
    if release is None:
        return _("nothing to build") if idea.status in NOTHING_TO_DELIVER else _("in no release yet")
    if release.published_at is None:
        return _("in a draft: %(release)s") % {"release": release.title}
    return format_html("{}{}{}", release.version_name or release.title, comma(), ago(release.published_at))


def _told(heard: Hearing) -> str:
    if not heard.owed:
        return _("nobody owed yet")
    return _("%(told)s of %(owed)s told") % {"told": number(heard.told), "owed": number(heard.owed)}


def _learned(heard: Hearing) -> str:
    if not heard.answered:
        return _("no word yet")
    return ngettext(
        "%(solved)s of %(answered)s says solved", "%(solved)s of %(answered)s say solved", heard.answered
    ) % {
        "solved": number(heard.solved),
        "answered": number(heard.answered),
    }
