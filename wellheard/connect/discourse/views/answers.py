"""What the topics of forums wait to be told: read, changed, and posted by a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.connect.discourse import commands
from wellheard.connect.discourse.models import TopicAnswer
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

State = TopicAnswer.State


@require_safe
@needs(Permission.ANSWER)
def answers(request: StaffRequest) -> HttpResponse:
    """List what topics wait to be told."""
    waiting = TopicAnswer.objects.filter(state__in=[State.WAITING, State.FAILED, State.QUEUED])
    rows = waiting.select_related("topic__forum", "idea")
    page = page_of(rows, order=("pk",), cursor=request.GET.get("after", ""), size=25)
    return render(
        request, "discourse/answers.html", {"place": "answer.answers", "page": page, "count": waiting.count()}
    )


@require_POST
@needs(Permission.ANSWER)
def posting(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Post an answer in its topic."""
    answer = get_object_or_404(TopicAnswer, pk=answer_id)
    commands.post_topic_answer(answer_id=answer.pk, words=request.POST.get("words", ""), by=request.user)
    messages.success(
        request, _("It is posted in a moment. Who asked there has heard it then, and gets no mail about it.")
    )
    return redirect("forum_answers")


@require_POST
@needs(Permission.ANSWER)
def dropping(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Do not tell a topic."""
    commands.drop_topic_answer(answer_id=get_object_or_404(TopicAnswer, pk=answer_id).pk)
    messages.success(request, _("The topic is not told."))
    return redirect("forum_answers")
