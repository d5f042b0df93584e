"""The queue around one piece of feedback: which feedback is triaged, in which order, and where one goes from here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wellheard.foundation.paging import Page
from wellheard.listen.models import Feedback, FeedbackQuerySet, TriageStep
from wellheard.web.feedback import triage_queries as queries
from wellheard.web.feedback.forms.triage import TriageFilter
from wellheard.workspace.guard import StaffRequest


@dataclass(frozen=True)
class Queue:
    """What somebody triages: their filter, what fits it, and its order."""

    form: TriageFilter
    narrowed: dict[str, str]
    rows: FeedbackQuerySet

    @classmethod
    def of(cls, request: StaffRequest) -> "Queue":
        """Read the queue off the address."""
        form = TriageFilter(request.GET, languages=queries.languages_waiting())
        narrowed = form.narrowed
        return cls(form, narrowed, queries.waiting(narrowed, by=request.user))

    @property
    def order(self) -> list[str]:
        return list(queries.order_of(self.narrowed))

    @property
    def query(self) -> str:
        """Return the filter as it stands in an address, question mark included."""
        return f"?{urlencode(self.narrowed)}" if self.narrowed else ""

    def url(self, feedback_id: int | None) -> str:
        """Return the address of one piece in this queue; of the queue when there is none."""
        return (reverse("filing_of", args=[feedback_id]) if feedback_id else reverse("filing")) + self.query

    def undo_url(self, step: TriageStep) -> str:
        """Return the address that takes a step back and leads back into this queue."""
        return f"{reverse('filing_undoing')}?{urlencode(self.narrowed | {'step': step.pk})}"

    def page(self, opened: Feedback | None, cursor: str) -> Page[Feedback]:
        """Return the part of the list that stands beside the opened piece."""
        return queries.page_around(self.rows, order=self.order, cursor=cursor, opened=opened)

    def after(self, feedback: Feedback) -> int | None:
        """Return what is opened when this piece is done."""
        return queries.next_of(self.rows, feedback, order=self.order)

    def first_besides(self, feedback: Feedback) -> int | None:
        """Return what is opened when this piece is done and nothing follows it."""
        return queries.first_besides(self.rows, feedback, order=self.order)


def go_on(request: StaffRequest, feedback: Feedback) -> HttpResponse:
    """Lead to what comes next in the queue."""
    queue = Queue.of(request)
    return redirect(queue.url(queue.after(feedback)))


def stay(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Lead back to the piece that is open."""
    return redirect(Queue.of(request).url(feedback_id))


def say(request: StaffRequest, sentence: str, step: TriageStep | None) -> None:
    """Say what was done, with its undo."""
    messages.success(request, sentence, extra_tags=Queue.of(request).undo_url(step) if step else "")
