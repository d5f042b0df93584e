"""What home shows, gathered from the stages with a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.answer.models import Answer
from wellheard.answer.queries import ledger_rows
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.learn import loop
from wellheard.learn.queries import in_progress, solved_figure, waiting_counts
from wellheard.listen.models import Feedback
from wellheard.web.templatetags.charts import LoopStage
from wellheard.web.templatetags.figures import number
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Permission

LEDGER_ROWS = 7

STAGE_NAMES: dict[str, Promise] = {
    "listen": gettext_lazy("Listen"),
    "understand": gettext_lazy("Understand"),
    "decide": gettext_lazy("Decide"),
    "deliver": gettext_lazy("Deliver"),
    "answer": gettext_lazy("Answer"),
    "learn": gettext_lazy("Learn"),
}
STAGE_TITLES: dict[str, Promise] = {
    "listen": gettext_lazy("What customers told us"),
    "understand": gettext_lazy("What was filed by area and category"),
    "decide": gettext_lazy("What was decided about"),
    "deliver": gettext_lazy("What shipped for it"),
    "answer": gettext_lazy("Who heard what became of it"),
    "learn": gettext_lazy("Who said whether it helped"),
}
STAGE_MEANINGS: dict[str, Promise] = {
    "listen": gettext_lazy("Feedback said in this period."),
    "understand": gettext_lazy("Feedback said in this period that has an area and a category."),
    "decide": gettext_lazy("Feedback said in this period, linked to an idea with a recorded decision."),
    "deliver": gettext_lazy("Feedback said in this period, linked to an idea that is live."),
    "answer": gettext_lazy("Feedback said in this period whose author was told the outcome, yes or no."),
    "learn": gettext_lazy("Feedback said in this period whose author said whether it solved their problem."),
}
DRY_NOTES: dict[str, Promise] = {
    "listen": gettext_lazy("what customers tell you"),
    "understand": gettext_lazy("filed by area and category"),
    "decide": gettext_lazy("yes, no, not now, and why"),
    "deliver": gettext_lazy("what you ship for it"),
    "answer": gettext_lazy("who has heard back"),
    "learn": gettext_lazy("whether it helped"),
}


@dataclass(frozen=True)
class Need:
    """One thing that waits for the viewer."""

    icon: str
    text: str
    note: str
    url: str
    tone: str = "muted"


@dataclass(frozen=True)
class Doors:
    """How far a new installation has come: which doors are open."""

    companies: int
    feedback: int


def nobody_was_heard() -> bool:
    """Tell whether this is still day one."""
    return not Feedback.objects.exists()


def doors() -> Doors:
    """Return which doors are open on day one."""
    return Doors(Company.objects.count(), Feedback.objects.count())


def meter(within: loop.Period, counts: Mapping[str, int]) -> list[LoopStage]:
    """Return the loop meter of a period: how many got how far, what waits there, and where the list is."""
    waiting, busy = waiting_counts(), in_progress()
    solved = solved_figure(within.begin, within.end)
    notes = {
        "listen": "",
        "understand": _note(waiting["unfiled"], _("%(n)s not yet filed") % {"n": number(waiting["unfiled"])}),
        "decide": _note(waiting["under_review"], _("%(n)s under review") % {"n": number(waiting["under_review"])}),
        "deliver": _note(busy, _("%(n)s in progress") % {"n": number(busy)}),
        "answer": _note(waiting["outstanding"], _("%(n)s still owed") % {"n": number(waiting["outstanding"])}),
        "learn": _("%(helped)s of %(said)s say it helped") % {"helped": solved.helped, "said": solved.said}
        if solved.said
        else "",
    }
    pale = {"understand": counts["listen"] - counts["understand"], "answer": waiting["outstanding"]}
    return [
        LoopStage(
            name=STAGE_NAMES[stage],
            count=counts[stage],
            waiting=max(0, min(pale.get(stage, 0), counts["listen"])),
            note=notes[stage] or str(DRY_NOTES[stage]),
            url=_waiting_url(stage, waiting),
            list_url=f"{reverse('loop_list', args=[stage])}?period={within.key}",
        )
        for stage in loop.STAGES
    ]


def ledger() -> list[Answer]:
    """Return those who have waited longest."""
    # Chosen first: what is shown of each is then looked up for a few.
    longest = Answer.objects.outstanding().order_by("waiting_since", "pk").values("pk")[:LEDGER_ROWS]
    return list(ledger_rows(Answer.OUTSTANDING).filter(pk__in=longest).order_by("waiting_since", "pk"))


def just_heard() -> Feedback | None:
    """Return the newest thing a customer told us."""
    return Feedback.objects.with_people().newest_first().first()


def what_needs_me(staff: Staff) -> list[Need]:
    """Return what waits for somebody with this person's permissions."""
    found = [
        *(_tasks(staff) if staff.may(Permission.ANSWER) else _own_tasks(staff)),
        *(_answers_to_write() if staff.may(Permission.ANSWER) else []),
        *(_feedback_to_file() if staff.may(Permission.FILE_FEEDBACK) else []),
        *(_ideas_to_decide(staff) if staff.may(Permission.DECIDE) else []),
        *(_releases_to_publish() if staff.may(Permission.RELEASE) else []),
    ]
    return found[:5]


def _tasks(staff: Staff) -> list[Need]:
    """Return what is overdue for anybody, else what is this person's to do."""
    overdue = Task.objects.open().filter(due_on__lt=clock.today()).count()
    if overdue:
        text = ngettext("%(n)s task is overdue", "%(n)s tasks are overdue", overdue) % {"n": overdue}
        return [Need("calendar-check", text, _("nothing is sent before"), f"{reverse('tasks')}?view=overdue", "bad")]
    return _own_tasks(staff)


def _own_tasks(staff: Staff) -> list[Need]:
    mine = Task.objects.open().filter(assignee=staff).count()
    if not mine:
        return []
    text = ngettext("%(n)s task is yours", "%(n)s tasks are yours", mine) % {"n": mine}
    return [Need("calendar-check", text, _("such as telling somebody in person"), reverse("tasks"))]


def _answers_to_write() -> list[Need]:
    failed = Answer.objects.filter(state__in=[Answer.State.FAILED, Answer.State.BOUNCED]).count()
    owed = Answer.objects.filter(state=Answer.State.OWED).count()
    found = []
    if failed:
        text = ngettext("%(n)s answer did not get through", "%(n)s answers did not get through", failed) % {"n": failed}
        found.append(Need("circle-alert", text, _("read why, and send again"), _answers("failed"), "bad"))
    if owed:
        text = ngettext("%(n)s answer needs a person", "%(n)s answers need a person", owed) % {"n": owed}
        found.append(Need("reply", text, _("no address we may write to, or kept back"), _answers("person"), "warn"))
    return found


def _feedback_to_file() -> list[Need]:
    oldest = Feedback.objects.unfiled().oldest_first().first()
    if oldest is None:
        return []
    text = _("File what customers said")
    return [Need("folder-input", text, _("area, category, and the idea it belongs to"), reverse("filing"))]


def _ideas_to_decide(staff: Staff) -> list[Need]:
    mine = Idea.objects.unmerged().filter(status=Idea.Status.UNDER_REVIEW).filter(Q(owner=staff) | Q(owner=None))
    top = mine.worth_most_first().first()
    if top is None:
        return []
    text = _("Decide about “%(title)s”") % {"title": top.title}
    people = ngettext("%(n)s company asks", "%(n)s companies ask", top.company_count) % {"n": top.company_count}
    return [Need("scale", text, people, reverse("idea", args=[top.pk]))]


def _releases_to_publish() -> list[Need]:
    draft = Release.objects.filter(published_at=None).order_by("created_at").first()
    if draft is None:
        return []
    text = _("Publish “%(title)s”") % {"title": draft.title}
    return [Need("package", text, _("nobody is told before"), reverse("release", args=[draft.pk]))]


def _answers(view: str) -> str:
    return f"{reverse('answers')}?view={view}"


def _note(count: int, text: str) -> str:
    return text if count else ""


def _waiting_url(stage: str, waiting: Mapping[str, int]) -> str:
    """Return where that which waits in a stage can be worked on."""
    if stage == "understand" and waiting["unfiled"]:
        return reverse("filing")
    if stage == "decide" and waiting["under_review"]:
        return f"{reverse('ideas')}?status={Idea.Status.UNDER_REVIEW.value}"
    if stage == "answer" and waiting["outstanding"]:
        return reverse("answers")
    return ""
