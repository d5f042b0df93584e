"""Settings of sources: keys by which products send events, and what of it could not be understood."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.sources import commands
from wellheard.listen.sources.commands import ReplayError
from wellheard.listen.sources.forms import ChangeSourceForm, NewSourceForm
from wellheard.listen.sources.models import DeadLetter, DeadLetterQuerySet, Source
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE, LETTERS_PLACE = "settings.sources", "settings.dead_letters"
# So many are tried again or discarded with one click.
MOST_AT_ONCE = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def sources(request: StaffRequest) -> HttpResponse:
    """Show what sends events, and make another source; a server's key is shown this once."""
    form = NewSourceForm(request.POST or None)
    made: list[tuple[Source, str]] = []
    if request.method == "POST" and saved(form, lambda: made.append(_make(request, form))):
        source, key = made[0]
        return render(request, "sources/made.html", {"place": PLACE, "source": source, "key": key, **_addresses()})
    rows = list(Source.objects.known().select_related("product").order_by("name", "pk"))
    waiting = DeadLetter.objects.waiting().count()
    heard_of = sum(1 for row in rows if row.last_seen_at and not row.paused_at)
    return show(request, "sources/sources.html", form, place=PLACE, sources=rows, heard_of=heard_of, waiting=waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def source(request: StaffRequest, source_id: int) -> HttpResponse:
    """Show one source, and change it."""
    row = get_object_or_404(Source.objects.known(), pk=source_id)
    initial = {
        "name": row.name,
        "product": row.product_id,
        "origins": "\n".join(row.origins),
        "per_minute": row.per_minute,
        "version": row.version,
    }
    form = ChangeSourceForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(form, lambda: _change(source_id, form), row=row):
        messages.success(request, _("Saved. It holds everywhere within a few seconds."))
        return redirect("settings_source", source_id)
    if not row.is_public:
        del form.fields["origins"]
    waiting = DeadLetter.objects.waiting().filter(source=row).count()
    return show(request, "sources/source.html", form, place=PLACE, source=row, waiting=waiting, **_addresses())


@require_POST
@needs(Permission.MANAGE_TOKENS)
def source_pause(request: StaffRequest, source_id: int) -> HttpResponse:
    """Take nothing from a source for now."""
    commands.pause_source(source_id=get_object_or_404(Source.objects.known(), pk=source_id).pk)
    messages.success(request, _("Paused. Its clients are told to keep what they have and to come again."))
    return redirect("settings_source", source_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def source_resumption(request: StaffRequest, source_id: int) -> HttpResponse:
    """Listen to a source again."""
    commands.resume_source(source_id=get_object_or_404(Source.objects.known(), pk=source_id).pk)
    messages.success(request, _("It is listened to again. What its clients kept arrives within minutes."))
    return redirect("settings_source", source_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def source_revocation(request: StaffRequest, source_id: int) -> HttpResponse:
    """End a source's key."""
    row = commands.revoke_source(source_id=get_object_or_404(Source, pk=source_id).pk)
    messages.success(request, _("The key of “%(name)s” opens nothing any more.") % {"name": row.name})
    return redirect("settings_sources")


@require_safe
@needs(Permission.MANAGE_TOKENS)
def dead_letters(request: StaffRequest) -> HttpResponse:
    """List events that could not be understood, newest first, of one source or of all."""
    of = request.GET.get("source", "")
    rows = _waiting_of(of)
    page = page_of(
        rows.select_related("source"), order=("-received_at", "-pk"), cursor=request.GET.get("after", ""), size=25
    )
    waiting = rows.count()
    are_more = waiting > len(page.items)
    context = {
        "place": LETTERS_PLACE,
        "page": page,
        "waiting": waiting,
        "at_once": min(waiting, MOST_AT_ONCE) if are_more else 0,
        "reasons": rows.most_frequent_reasons() if are_more else [],
        "all_sources": list(Source.objects.order_by("name").only("name")),
        "of": of,
    }
    return render(request, "sources/dead_letters.html", context)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def dead_letters_chosen(request: StaffRequest) -> HttpResponse:
    """Try the chosen events again, or discard them; or the oldest of a source or of all, chosen or not."""
    act, of = request.POST.get("do", ""), request.POST.get("source", "")
    if act.endswith("-oldest"):
        ids = list(_waiting_of(of).order_by("received_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    else:
        chosen = [int(said) for said in request.POST.getlist("letter")[:MOST_AT_ONCE] if is_whole_number(said)]
        ids = list(DeadLetter.objects.waiting().filter(pk__in=chosen).values_list("pk", flat=True))
    if not ids:
        messages.warning(request, _("Choose events in the list first."))
    elif act.startswith("discard"):
        for letter_id in ids:
            commands.discard_dead_letter(letter_id=letter_id)
        said = ngettext("%(count)d event is discarded.", "%(count)d events are discarded.", len(ids))
        messages.success(request, said % {"count": len(ids)})
    else:
        _replay(request, ids)
    return redirect(
        f"{reverse('settings_dead_letters')}?source={of}" if is_whole_number(of) else "settings_dead_letters"
    )


def _waiting_of(source: str) -> DeadLetterQuerySet:
    waiting = DeadLetter.objects.waiting()
    return waiting.filter(source=int(source)) if is_whole_number(source) else waiting


def _replay(request: StaffRequest, ids: list[int]) -> None:
    reasons: list[str] = []
    for letter_id in ids:
        try:
            commands.replay_dead_letter(letter_id=letter_id)
        except ReplayError as problem:
            reasons.append(str(problem))
    if kept := len(ids) - len(reasons):
        said = ngettext(
            "%(count)d event is understood now and kept.", "%(count)d events are understood now and kept.", kept
        )
        messages.success(request, said % {"count": kept})
    if reasons:
        said = ngettext(
            "%(count)d event is still not understood: %(why)s",
            "%(count)d events are still not understood; the first: %(why)s",
            len(reasons),
        )
        messages.warning(request, said % {"count": len(reasons), "why": reasons[0]})


def _make(request: StaffRequest, form: NewSourceForm) -> tuple[Source, str]:
    said = form.cleaned_data
    return commands.make_source(
        name=said["name"],
        kind=said["kind"],
        by=request.user,
        product=said["product"],
        origins=said["origins"],
        per_minute=said["per_minute"],
    )


def _change(source_id: int, form: ChangeSourceForm) -> Source:
    said = form.cleaned_data
    return commands.change_source(
        source_id=source_id,
        version=said["version"],
        name=said["name"],
        product=said["product"],
        origins=said["origins"],
        per_minute=said["per_minute"],
    )


def _addresses() -> dict[str, str]:
    """Return what is typed into a client."""
    host = settings.BASE_URL.rstrip("/")
    return {"host": host, "bare_host": host.partition("://")[2]}
