"""What whoever leads a talk reads when somebody else planned it for them, moved it, or called it off."""

from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.foundation.mail.commands import Letter
from wellheard.listen.interviews.letters import News, described, letter_for_colleague, title_of
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.models import Staff


def letter_for_host(interview: Interview, host: Staff, news: News, by: Staff | None) -> Letter:
    """Return what whoever leads a talk reads of it as it stands now; a reply goes to who changed it; by none: a program."""
    letter = letter_for_colleague(interview, host, news)
    with translation.override(letter.language):
        body = _body(interview, host, news, by)
    return replace(letter, body=body, reply_to=by.email if by else "")


def _body(interview: Interview, host: Staff, news: News, by: Staff | None) -> str:
    said = {
        News.INVITED: _("%(name)s planned a talk that you lead:"),
        News.MOVED: _("%(name)s gave a talk that you lead a new time or place:"),
        News.CHANGED: _("%(name)s changed who takes part in a talk that you lead:"),
        News.OFF: _("%(name)s called off a talk that you lead:"),
        News.WITHOUT_YOU: _("%(name)s gave a talk that you led to somebody else:"),
    }[news] % {"name": by.name if by else _("A program")}
    what = f"{title_of(interview)}\n{interview.company}"
    page = f"{settings.BASE_URL.rstrip('/')}/talks/{interview.pk}/"
    hello = _("Hello %(name)s,") % {"name": host.name.split(maxsplit=1)[0]} if host.name.strip() else _("Hello,")
    return "\n\n".join((hello, said, what, described(interview), page))
