"""An answer as its reader's mail program shows it, by day or by night."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from wellheard.answer.letters import content_of, footer_of
from wellheard.answer.models import Answer
from wellheard.foundation.mail.html import html_of, text_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

# Mail carries its own styles; nothing else of it may run or be fetched, and its links stay where they are.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@require_safe
@needs(Permission.ANSWER)
def preview(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Show the HTML part, or the text part with ?as=text; ?theme= is light or dark."""
    answer = get_object_or_404(Answer.objects.select_related("contact", "idea"), pk=answer_id)
    with translation.override(answer.language or None):
        _subject_line, words = content_of([answer])
        footer = footer_of([answer])
    if request.GET.get("as") == "text":
        return HttpResponse(text_of(words, footer), content_type="text/plain; charset=utf-8")
    page = html_of(words, footer=footer, language=answer.language, theme=request.GET.get("theme", ""))
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})
