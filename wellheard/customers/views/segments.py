"""Segments: who is in them, in words and as a list; making, changing and removing them."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.customers.commands import CustomerError
from wellheard.customers.commands.editing import StaleSegmentError, edit_segment
from wellheard.customers.commands.segments import remove_segment, save_segment
from wellheard.customers.forms.choosing import LONGEST_RULE, AmongForm
from wellheard.customers.forms.segments import RuleForm, SegmentDraft
from wellheard.customers.models import Company, Segment
from wellheard.customers.queries import segments_with_mrr
from wellheard.customers.segments.among import written
from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.marks import mark_of
from wellheard.customers.segments.rules import RuleError, compile_rule, describe
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.listing import listed
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

# How many of the companies that fit are named while somebody writes a rule.
FIRST = 5


@require_safe
@needs(Permission.VIEW)
def segments(request: StaffRequest) -> HttpResponse:
    """List segments with their rule in words, how many companies are in them and what those pay."""
    fields = Fields()
    rows = [(segment, in_words(segment, fields)) for segment in segments_with_mrr()]
    return render(request, "segments/segments.html", {"place": "segments", "rows": rows})


@require_safe
@needs(Permission.VIEW)
def segment(request: StaffRequest, segment_id: int) -> HttpResponse:
    """Show a segment: its rule in words and its companies, who pay most first."""
    shown = get_object_or_404(segments_with_mrr(), pk=segment_id)
    members = Company.objects.filter(pk__in=shown.members.values("company")).select_related("owner")
    page = page_of(members, order=("-mrr_minor", "-pk"), cursor=request.GET.get("after", ""))
    context = {"place": "segments", "segment": shown, "rule": in_words(shown), "page": page}
    return render(request, "segments/segment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def segment_new(request: StaffRequest) -> HttpResponse:
    """Make a segment."""
    draft = SegmentDraft.sent(request.POST) if request.method == "POST" else SegmentDraft.blank()
    if request.method != "POST" or draft.wants_rows:
        return _show(request, draft)
    if not draft.is_valid():
        return _show(request, draft, status=422)
    try:
        made = save_segment(name=draft.name, rule=draft.rule, by=request.user)
    except CustomerError as problem:
        draft.form.add_error("name", str(problem))
        return _show(request, draft, status=422)
    messages.success(request, _("“%(name)s” is kept up to date from now on.") % {"name": made.name})
    return redirect("segment", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def segment_edit(request: StaffRequest, segment_id: int) -> HttpResponse:
    """Give a segment another name or rule."""
    shown = get_object_or_404(Segment, pk=segment_id)
    draft = SegmentDraft.sent(request.POST) if request.method == "POST" else SegmentDraft.of(shown)
    if request.method != "POST" or draft.wants_rows:
        return _show(request, draft, shown)
    if not draft.is_valid():
        return _show(request, draft, shown, status=422)
    try:
        edit_segment(segment_id=shown.pk, seen=draft.seen, name=draft.name, rule=draft.rule, by=request.user)
    except StaleSegmentError as problem:
        draft.meanwhile(mark_of(problem.segment), str(problem))
        return _show(request, draft, problem.segment, status=409)
    except CustomerError as problem:
        draft.form.add_error("name", str(problem))
        return _show(request, draft, shown, status=422)
    messages.success(request, _("Saved. Its companies are up to date."))
    return redirect("segment", shown.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def passing(request: StaffRequest) -> HttpResponse:
    """Write a rule for one look at a list, and go back to the list with it in the address. Nothing is kept."""
    if request.method == "POST":
        draft = SegmentDraft.sent(request.POST, RuleForm)
        if not draft.wants_rows and draft.is_valid():
            text = written(draft.rule)
            if len(text) <= LONGEST_RULE:
                return redirect(_with_rule(draft.form.cleaned_data["back"], text))
            draft.form.add_error(
                None, _("This rule is too long for an address. Make a segment of it, or use fewer rows.")
            )
        return _show_passing(request, draft, status=422 if draft.form.errors else 200)
    back = _ours(request.GET.get("back", ""))
    standing = AmongForm(QueryDict(urlsplit(back).query))
    rule = standing.among.rule if standing.among else None
    return _show_passing(request, SegmentDraft.passing(rule, back))


@require_POST
@needs(Permission.VIEW)
def count(request: StaffRequest) -> HttpResponse:
    """Return how many companies the rows fit as they stand, and who the first are, while somebody fills them in."""
    draft = SegmentDraft.sent(request.POST)
    return render(request, "segments/rule.html#fitting", {"fitting": fitting_of(draft)})


@require_POST
@needs(Permission.VIEW)
def rows(request: StaffRequest) -> HttpResponse:
    """Return the rows again after a row or group was added or removed, or another field chosen. Nothing is saved."""
    draft = SegmentDraft.sent(request.POST)
    return render(request, "segments/rule.html", {"draft": draft, "fitting": fitting_of(draft)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def removal(request: StaffRequest, segment_id: int) -> HttpResponse:
    """Ask before a segment is removed; its companies stay."""
    shown = get_object_or_404(Segment, pk=segment_id)
    if request.method != "POST":
        return render(
            request, "segments/removal.html", {"place": "segments", "segment": shown, "rule": in_words(shown)}
        )
    try:
        remove_segment(segment_id=shown.pk)
    except CustomerError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("“%(name)s” is removed. Its companies stay.") % {"name": shown.name})
    return redirect("segments")


def in_words(shown: Segment, fields: Fields | None = None) -> str:
    """Return a segment's rule as people say it."""
    try:
        return describe(shown.rule, fields)
    except RuleError:
        return _("Its rule can no longer be read; give it another.")


def _show(request: StaffRequest, draft: SegmentDraft, shown: Segment | None = None, status: int = 200) -> HttpResponse:
    context = {
        "place": "segments",
        "draft": draft,
        "segment": shown,
        "rule": in_words(shown) if shown else "",
        "fitting": fitting_of(draft),
    }
    return render(request, "segments/edit.html", context, status=status)


def _show_passing(request: StaffRequest, draft: SegmentDraft, status: int = 200) -> HttpResponse:
    is_part = request.headers.get("HX-Request") == "true"
    back = _ours(str(draft.form["back"].value() or ""))
    context = {"place": "segments", "draft": draft, "fitting": fitting_of(draft), "back": back, "is_part": is_part}
    return render(request, f"segments/passing.html{'#form' if is_part else ''}", context, status=status)


def _ours(wanted: str) -> str:
    """Return the address of a page of ours to go back to; the segments where it is none."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("segments")


def _with_rule(back: str, rule: str) -> str:
    """Return the address of a list with a rule instead of a segment, from its first page on."""
    parts = urlsplit(_ours(back))
    query = QueryDict(parts.query, mutable=True)
    for name in ("segment", "after"):
        query.pop(name, None)
    query["rule"] = rule
    return f"{parts.path}?{query.urlencode()}"


def fitting_of(draft: SegmentDraft) -> str:
    """Say in a sentence how many companies fit, or what is still missing."""
    rule = draft.rule_so_far()
    if rule is None:
        return _("Fill in a row to see how many companies fit.")
    fitting = Company.objects.filter(compile_rule(rule, draft.fields))
    fit = fitting.count()
    numbers = {"fit": fit, "all": Company.objects.count(), "rule": describe(rule, draft.fields)}
    sentence = _("%(fit)s of %(all)s companies fit: %(rule)s.") % numbers
    first = listed(company.name for company in fitting.paying_most_first()[:FIRST])
    if not first:
        return sentence
    if fit > FIRST:
        return _("%(sentence)s %(names)s and %(more)s more.") % {
            "sentence": sentence,
            "names": first,
            "more": fit - FIRST,
        }
    return _("%(sentence)s They are %(names)s.") % {"sentence": sentence, "names": first}
