"""“No article for this”: ask for one, say where it was needed, and close the wish when it is there."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, shorten
from wellheard.listen.articles.commands.errors import ArticleError
from wellheard.listen.articles.commands.locking import locked
from wellheard.listen.articles.models import Article, WishSource, WritingWish
from wellheard.workspace.commands import Subject, add_task, drop_tasks_about, finish_tasks_about
from wellheard.workspace.models import Area, Staff
from wellheard.workspace.permissions import GRANTS, Permission

WISHED = names.declare("article.wished_for", "Something customers ask has no article yet; a task was made of it.")
NEEDED = names.declare("wish.needed", "One more conversation or piece of feedback would have used a missing article.")
TAKEN_UP = names.declare("wish.taken_up", "An article is being written for a wish.")
CLOSED = names.declare("wish.closed", "A missing article was published, or is not wanted any more.")

WRITE = "write_article"
WRITTEN_WITHIN = timedelta(days=14)


@transaction.atomic
def wish_for_article(
    *, title: str, area: Area | None, by: Staff | None, source: Subject | None = None, language: str = ""
) -> WritingWish:
    """Ask for an article. The same wish again only gains what it was needed for. Raises ArticleError without a title."""
    title = shorten(clean_line(title), limit=200)
    if not title:
        raise ArticleError(_("Write what the article should answer."))
    wish = (
        WritingWish.objects.open()
        .select_for_update(of=("self",), no_key=True)
        .filter(title__iexact=title, area=area)
        .first()
    )
    if wish is None:
        wish = WritingWish.objects.create(title=title, area=area, language=language, made_by=by, made_at=clock.now())
        due_on = clock.today() + WRITTEN_WITHIN
        sentence = shorten(_("Write an article: %(title)s") % {"title": title}, limit=200)
        add_task(kind=WRITE, title=sentence, assignee=writer_for(area), due_on=due_on, by=by, about=about(wish))
        ledger.record(WISHED, wish, area=area.pk if area else None)
    if source:
        add_to_wish(wish_id=wish.pk, source=source, by=by)
    return wish


@transaction.atomic
def add_to_wish(*, wish_id: int, source: Subject, by: Staff | None) -> WritingWish:
    """Say that something else would have used the article too; saying so twice changes nothing. Raises ArticleError."""
    wish = _locked(wish_id)
    _row, is_new = WishSource.objects.get_or_create(
        wish=wish,
        subject_type=source.type,
        subject_id=source.id or 0,
        defaults={"added_by": by, "added_at": clock.now()},
    )
    if is_new:
        WritingWish.objects.filter(pk=wish.pk).update(source_count=F("source_count") + 1)
        ledger.record(NEEDED, wish, source=source.type, source_id=source.id)
    return wish


@transaction.atomic
def answer_wish(*, wish_id: int, article_id: int, by: Staff | None) -> WritingWish:
    """Say which article answers a wish; it closes once that is published. Raises ArticleError."""
    article, wish = locked(article_id), _locked(wish_id)
    if wish.closed_at is None and wish.article_id != article.pk:
        wish.article = article
        wish.save(update_fields=["article"])
        ledger.record(TAKEN_UP, wish, article=article.pk)
    if article.is_published:
        close_wishes_of(article, by=by)
    return wish


@transaction.atomic
def drop_wish(*, wish_id: int) -> WritingWish:
    """Say that no article is needed after all. Doing so twice changes nothing."""
    wish = _locked(wish_id)
    if wish.closed_at is None:
        _close(wish, WritingWish.Outcome.DROPPED)
        drop_tasks_about(kind=WRITE, about=about(wish))
    return wish


def close_wishes_of(article: Article, *, by: Staff | None) -> None:
    """Close the wishes this article answers, now that readers see it; the tasks are done."""
    for wish in WritingWish.objects.open().select_for_update(of=("self",), no_key=True).filter(article=article):
        _close(wish, WritingWish.Outcome.WRITTEN)
        finish_tasks_about(kind=WRITE, about=about(wish), by=by)


def writer_for(area: Area | None) -> Staff | None:
    """Return who of the area's team may write and has least to do; nobody where the area has no team."""
    if area is None or area.team is None:
        return None
    writers = area.team.members.filter(is_active=True, role__in=GRANTS[Permission.WRITE_ARTICLES])
    busy = Count("tasks", filter=Q(tasks__done_at=None, tasks__dropped_at=None))
    return writers.annotate(busy=busy).order_by("busy", "pk").first()


def about(wish: WritingWish) -> Subject:
    """Name a wish as a task does."""
    return Subject("writingwish", wish.pk)


def _close(wish: WritingWish, outcome: WritingWish.Outcome) -> None:
    wish.closed_at, wish.outcome = clock.now(), outcome
    wish.save(update_fields=["closed_at", "outcome"])
    ledger.record(CLOSED, wish, outcome=outcome.value)


def _locked(wish_id: int) -> WritingWish:
    wish = WritingWish.objects.select_for_update(of=("self",), no_key=True).filter(pk=wish_id).first()
    if wish is None:
        raise ArticleError(_("This wish does not exist any more. Go back to the list of articles."))
    return wish
