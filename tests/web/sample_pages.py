"""Pages that show every piece of the design kit, under the real frame; only the tests serve them."""

from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - views of the samples
from django.template import engines
from django.urls import path

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.paging import Page
from wellheard.web import urls
from wellheard.web.templatetags.charts import LoopStage, Step

SAMPLES = Path(__file__).parent / "samples"

handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


class Question(forms.Form):
    """A form with every kind of field."""

    KINDS: ClassVar = [("words", "Own words"), ("scale", "0 to 10"), ("choice", "This or that")]
    DAYS: ClassVar = [(str(day), f"Day {day}") for day in range(1, 8)]

    question = forms.CharField(
        help_text="As you would say it on the phone.", error_messages={"required": "Write the question."}
    )
    kind = forms.ChoiceField(label="Kind of answer", choices=KINDS, widget=forms.RadioSelect, initial="words")
    segment = forms.ChoiceField(label="Who", choices=[("1", "Pays over $100 a month")])
    share = forms.IntegerField(
        label="Ask how many of 100",
        max_value=20,
        error_messages={"max_value": "Ask at most 20 of 100, so that nobody is asked every week."},
    )
    thanks = forms.CharField(label="What they read afterwards", required=False, widget=forms.Textarea({"rows": 2}))
    days = forms.MultipleChoiceField(label="On which days", choices=DAYS, widget=forms.CheckboxSelectMultiple)
    spare = forms.BooleanField(label="Leave out anyone who waits for an answer", required=False, help_text="31 today")
    version = forms.IntegerField(widget=forms.HiddenInput)


def render(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    template = engines["django"].from_string((SAMPLES / f"{name}.html").read_text())
    return HttpResponse(template.render(context, request), status=status)


def home(request: HttpRequest) -> HttpResponse:
    words = "Half our lifts are in basements. When the signal goes, the job sheet goes with it."
    rows = [
        (words, "Harbour Lift & Escalator", "Anneke Visser", 248_000, "shipped", 41),
        ("We were promised a date for SAP in spring.", "Meridian", "Ruta Kazlauskas", 390_050, "not_now", 26),
        (
            "Is there <b>any</b> way to see which van has the part?",
            "Alder",
            "Moira Tennant",
            18_500,
            "heard",
            2,
        ),
    ]
    fields = ("words", "company", "contact", "mrr", "status", "days")
    ledger = [dict(zip(fields, row, strict=True)) for row in rows]
    ledger = [row | {"since": clock.now() - timedelta(days=int(str(row["days"])))} for row in ledger]
    stages = [
        LoopStage("Listen", 412, 12, "12 unread", "#"),
        LoopStage("Understand", 397, 15, "15 not yet filed", "#"),
        LoopStage("Decide", 264, 6, "6 under review", "#"),
        LoopStage("Deliver", 96, 9, "9 in progress"),
        LoopStage("Answer", 231, 31, "31 still owed", "#"),
        LoopStage("Learn", 64, 6, "58 of 64 say it helped"),
    ]
    run = [2, 1, 3, 2, 2, 1, 2, 3, 2, 2, 1, 2, 2, 11]
    page: Page[object] = Page([], next="abc", is_first=False)
    moment = clock.now() - timedelta(minutes=6)
    more: dict[str, Any] = {"stages": stages, "run": run, "calm": run[:13], "page": page, "moment": moment}
    return render(request, "home", place="home", ledger=ledger, **more)


def empty(request: HttpRequest) -> HttpResponse:
    names = ("Listen", "Understand", "Decide", "Deliver", "Answer", "Learn")
    way = [Step("Heard", "14 May", "done"), {"title": "Decided", "note": "not now", "state": "now"}, ("You hear back",)]
    statuses = [*Idea.Status.values, *Answer.State.values, *Company.Stage.values]
    note = "Read https://example.com/why.\n\n<script>alert(1)</script> is what they wrote."
    context: dict[str, Any] = {"dry": [(name, 0) for name in names], "way": way, "statuses": statuses, "note": note}
    for level in ("success", "info", "warning", "error"):
        getattr(messages, level)(request, f"15 people have heard back ({level}).")
    return render(request, "empty", place="listen.feedback", **context)


def form(request: HttpRequest) -> HttpResponse:
    bound = Question(request.POST) if request.method == "POST" else Question(initial={"version": 1})
    return render(request, "form", status=422 if bound.errors else 200, place="settings.company", form=bound)


def answer(request: HttpRequest) -> HttpResponse:
    return render(request, "answer", place="answer.answers", done=request.POST.get("done", ""))


def portal(request: HttpRequest) -> HttpResponse:
    return render(request, "portal", portal_place="ideas")


def centre(request: HttpRequest) -> HttpResponse:
    return render(request, "centre")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Your role (Viewer) does not allow this: Record decisions. Ask an admin for another role.")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as if something broke")


urlpatterns = [
    path("sample/home/", home, name="sample_home"),
    path("sample/empty/", empty, name="sample_empty"),
    path("sample/form/", form, name="sample_form"),
    path("sample/answer/", answer, name="sample_answer"),
    path("sample/portal/", portal, name="sample_portal"),
    path("sample/centre/", centre, name="sample_centre"),
    path("sample/forbidden/", forbidden, name="sample_forbidden"),
    path("sample/broken/", broken, name="sample_broken"),
    *urls.urlpatterns,
]
