"""What we write to GitHub: one comment below an issue, edited in place, and the issues somebody asked for.

Both carry a mark that only machines see: after a crash between GitHub's taking it and our noting it, the next try finds what
is there by its mark and writes nothing twice.
"""

import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.connect.github import commands
from wellheard.connect.github.client import AbsentError, GitHub
from wellheard.connect.github.credentials import github_of
from wellheard.connect.github.models import Connection, Issue, Repository
from wellheard.connect.github.spots import spot
from wellheard.deliver.work_items.commands import note_made, note_not_made
from wellheard.deliver.work_items.models import WantedItem, WorkItem
from wellheard.deliver.work_items.queries import quoted, quotes_for, text_of, waiting_for
from wellheard.foundation.money import spoken
from wellheard.workspace.installation import installation

# As people close an issue by writing: docs.github.com, "Marking issues or pull requests as a duplicate".
_DUPLICATE = re.compile(
    r"^\s*Duplicate of\s+(?:(?P<url>https?://\S+)|(?P<repository>[\w.-]+/[\w.-]+)?#(?P<number>[0-9]{1,15}))",
    re.IGNORECASE | re.MULTILINE,
)


def freshen_comment(issue: Issue) -> bool:
    """Bring our comment below an issue up to date; True when GitHub was written to. Nothing is written that says the same."""
    repository = issue.repository
    is_kept_up = repository.tells != Repository.Tells.NOTHING and not issue.item.broken_at
    if issue.silenced_at or not (is_kept_up or tells_too_much(issue)):
        return False
    words = comment_of(issue)
    if words == issue.comment_words or not (words or issue.comment_id):
        return False
    github = github_of(repository.connection)
    issue.comment_id = issue.comment_id or _ours_below(github, issue)
    if issue.comment_id is None:
        made = github.create_comment(repository.name, issue.item.number, _marked(words, issue))
        commands.note_comment(issue_id=issue.pk, comment_id=int(made["id"]), words=words)
        return True
    try:
        github.edit_comment(repository.name, issue.comment_id, _marked(words, issue))
    except AbsentError:
        # Somebody there does not want it.
        commands.note_silenced(issue_id=issue.pk)
        return False
    commands.note_comment(issue_id=issue.pk, comment_id=issue.comment_id, words=words)
    return True


def tells_too_much(issue: Issue) -> bool:
    """Tell whether what customers pay or say stands below an issue where it may not: both follow the count as paragraphs."""
    return "\n\n" in issue.comment_words and not issue.repository.may_tell_money


def comment_of(issue: Issue) -> str:
    """Return what our comment should say, in the installation's language: counts, and money and quotes in private only.

    Empty while nobody waits and nothing was written yet. Names never stand in it.
    """
    waiting = waiting_for(issue.item)
    if not waiting.companies and not issue.comment_id:
        return ""
    with translation.override(installation().language):
        count = waiting.companies
        parts = [ngettext("%(n)d company waits for this.", "%(n)d companies wait for this.", count) % {"n": count}]
        if issue.repository.may_tell_money:
            if waiting.mrr_minor:
                parts.append(
                    _("Together they pay %(money)s a month.")
                    % {"money": spoken(waiting.mrr_minor, installation().currency)}
                )
            parts += [quoted(words) for words in quotes_for(issue.item)]
        return "\n\n".join(parts)


def make_wanted(wanted: WantedItem) -> None:
    """Make an issue somebody asked for, once, and link it. Raises GitHubError while GitHub cannot be asked."""
    repository = Repository.objects.select_related("connection").filter(pk=wanted.place).first()
    if repository is None:
        note_not_made(wanted_id=wanted.pk, problem=_("This repository is not connected any more."))
        return
    github = github_of(repository.connection)
    made = _made_before(github, repository, wanted) or github.create_issue(
        repository.name, wanted.title, f"{_words_of(wanted, repository)}\n\n{_mark(f'issue:{wanted.key}')}".strip()
    )
    there = spot(repository.connection.site, repository.name, int(made["number"]), str(made["html_url"]))
    note_made(wanted_id=wanted.pk, spot=there)


def _words_of(wanted: WantedItem, repository: Repository) -> str:
    return text_of(wanted.body, [(kind, key) for kind, key in wanted.quotes], is_private=repository.is_private)


def is_ours(connection: Connection, said: dict[str, Any], words: str) -> bool:
    """Tell whether a comment is our own: by its mark, by who wrote it, or by the App that did."""
    author = said["comment"]["user"]["login"]
    through = (said["comment"].get("performed_via_github_app") or {}).get("id")
    return _MARK in words or author == connection.login or (bool(through) and str(through) == connection.app_id)


def duplicate_in_comments(github: GitHub, item: WorkItem) -> str:
    """Return the address of the issue the last comment that says so calls the original; else empty."""
    address = ""
    for comment in github.comments(item.repository, item.number):
        if found := _DUPLICATE.search(str(comment.get("body") or "")):
            place = f"https://{item.site}/{found['repository'] or item.repository}/issues/{found['number']}"
            address = found["url"] or place
    return address


_MARK = "<!-- wellheard:"


def _mark(name: str) -> str:
    return f"{_MARK}{name} -->"


def _marked(words: str, issue: Issue) -> str:
    page = f"{settings.BASE_URL.rstrip('/')}{reverse('work_item', args=[issue.item_id])}"
    note = _("Kept up to date by %(vendor)s’s team: %(page)s") % {"vendor": installation().vendor_name, "page": page}
    return f"{words}\n\n<sub>{note}</sub>\n{_mark(f'item:{issue.item_id}')}"


def _ours_below(github: GitHub, issue: Issue) -> int | None:
    """Return our comment that is there without our knowing: written before a crash."""
    mark = _mark(f"item:{issue.item_id}")
    below = github.comments(issue.repository.name, issue.item.number)
    return next((int(comment["id"]) for comment in below if mark in str(comment.get("body") or "")), None)


def _made_before(github: GitHub, repository: Repository, wanted: WantedItem) -> Any:
    """Return the issue that was made already by a try whose end we do not know."""
    if not (wanted.tries and repository.connection.login):
        return None
    mark = _mark(f"issue:{wanted.key}")
    issues = github.issues_made_by(repository.name, repository.connection.login)
    return next((issue for issue in issues if mark in str(issue.get("body") or "")), None)
