"""What belongs to the demo story besides what happens in it: how its people like to look at things, and what they aim at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from wellheard.customers.commands import recompute_mrr, refresh_all_segments, save_segment, set_consents
from wellheard.customers.models import Company, Consent, Segment
from wellheard.decide.commands import add_board, place_on_board, recount_comments, take_ranks
from wellheard.decide.commands.ranks import COMPARED_DAYS
from wellheard.decide.counters import in_parts, recount
from wellheard.decide.models import Idea
from wellheard.decide.suggestions import idea_document
from wellheard.deliver.commands import subscribe
from wellheard.foundation import clock
from wellheard.learn.commands import set_targets
from wellheard.listen.commands import assign_feedback
from wellheard.listen.surveys.commands.effects import CALL
from wellheard.understand import similar
from wellheard.understand.commands import index_missing
from wellheard.understand.trends.commands.counting import count_stale_days, mark_all_days
from wellheard.understand.trends.commands.spikes import look_for_spikes
from wellheard.web.demo import goals, hearing, interviews, playbooks, reports, reviews, using
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story
from wellheard.workspace.commands import add_task, finish_task
from wellheard.workspace.commands.saved_views import save_view
from wellheard.workspace.models import Task, Tier

TARGETS = {"first-answer": 8, "decision": 45, "loop-closure": 90, "solved": 70, "silent-askers": 15}
_DAYS = 10_000
LEFT_OPEN = timedelta(days=10)
READERS = ("Dainius Mockus", "Niamh Keane", "李雪梅", "Ольга Петрова", "Owen Tait", "Denise Walker")


def tidy_up(story: Story, settle: Callable[[], None]) -> None:
    """Bring up to date what a story told at once leaves for its end."""
    hearing.translate(story)
    for name in READERS:
        subscribe(contact=story.people[name])
    using.tell_what_they_did(story)
    _make_segments(story)
    _keep_views(story)
    _give_tasks(story)
    set_targets(version=0, targets=TARGETS)
    settle()
    # Rates changed since the story began.
    recompute_mrr(company_ids=Company.objects.values_list("pk", flat=True))
    ideas = list(Idea.objects.values_list("pk", flat=True))
    in_parts(recount, ideas)
    recount_comments(idea_ids=ideas)
    refresh_all_segments()
    index_missing()
    similar.index_many(idea_document(idea) for idea in Idea.objects.unmerged())
    mark_all_days()
    count_stale_days(most=_DAYS)
    look_for_spikes()
    for days in (COMPARED_DAYS, 0):
        take_ranks(day=clock.today() - timedelta(days=days))
    settle()
    interviews.plan_what_lies_ahead(story)
    playbooks.begin(story)
    reviews.see_what_came_of_it(story)
    goals.set_goals(story)
    settle()
    reports.report_last_quarter(story)
    settle()


def _make_segments(story: Story) -> None:
    ines = story.staff["Ines Calder"]
    for told in chapters("segments")["segment"]:
        rule = {"all": [_with_keys(story, condition) for condition in told["rule"]["all"]]}
        save_segment(name=told["name"], rule=rule, by=ines)
    board = add_board(name="Named accounts", segment=Segment.objects.get(name="Named accounts"))
    place_on_board(idea_id=story.ideas["saml"].pk, board=board)


def _with_keys(story: Story, condition: dict[str, Any]) -> dict[str, Any]:
    name = condition["value"]
    if condition["field"] == "tier":
        return condition | {"value": Tier.objects.get(name=name).pk}
    return condition | {"value": story.areas[name].pk} if condition["field"].startswith("uses_area") else condition


def _keep_views(story: Story) -> None:
    ines, joel = story.staff["Ines Calder"], story.staff["Joel Amberg"]
    underground = Segment.objects.get(name="Works underground")
    save_view(owner=ines, place="decide.ideas", name="At risk first", query="sort=risk_minor", sharing="shared")
    save_view(owner=ines, place="decide.ideas", name="Underground", query=f"segment={underground.pk}", sharing="shared")
    save_view(owner=joel, place="decide.ideas", name="One company's wishes", query="dominated=yes")


def _give_tasks(story: Story) -> None:
    joel, milda, ines = (story.staff[name] for name in ("Joel Amberg", "Milda Jonaitė", "Ines Calder"))
    day = clock.today()
    add_task(title="Call Anneke before the renewal", assignee=joel, due_on=day + timedelta(days=3), by=ines)
    add_task(title="Ask Ruta which store we may test in", assignee=milda, due_on=day - timedelta(days=1), by=ines)
    add_task(title="Agree on what the first offline release holds", assignee=ines, due_on=day, by=ines)
    # Who was unhappy a while ago was spoken to.
    for call in Task.objects.open().filter(kind=CALL, due_on__lt=day - LEFT_OPEN).order_by("pk"):
        finish_task(task_id=call.pk, by=call.assignee)
    unread = [story.heard[key] for key in story.heard if key.startswith("unread-") and not story.heard[key].filed_at]
    for feedback, colleague in zip(unread[-2:], (joel, milda), strict=True):
        assign_feedback(feedback_id=feedback.pk, to=colleague, note="You know them: what do they mean?")
    for name in ("Ruta Kazlauskas", "Dainius Mockus", "Beryl Hathaway"):
        set_consents(
            contact_id=story.people[name].pk,
            purposes=Consent.Purpose.values[:1],
            source=Consent.Source.values[0],
            by=joel,
        )
