"""The changelog and articles in the tab, whether one helped, and their pictures."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.files import file_response
from wellheard.listen.articles import commands
from wellheard.listen.articles.models import ArticleImage, ArticleRating, ArticleText
from wellheard.listen.conversations.models import Attachment
from wellheard.web.widget import limits
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.nodes import PICTURE_SALT
from wellheard.web.widget.queries import reading as queries
from wellheard.web.widget.queries.conversations import SHOWN
from wellheard.web.widget.refusals import RefusedError, wrong_field
from wellheard.web.widget.views.answering import body, told

MOST_CURSOR, DAY_SECONDS = 300, 86_400


def changelog(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give what was released."""
    return told(queries.releases(cursor=request.GET.get("after", "")[:MOST_CURSOR], reader=asked.reader))


def article(_request: HttpRequest, asked: Asked, *, article_id: int) -> HttpResponse:
    """Give an article this person may read."""
    text = _text(article_id, asked)
    return told(queries.article(text, _rating(text, asked)))


def rated(request: HttpRequest, asked: Asked, *, article_id: int) -> HttpResponse:
    """Note whether an article helped; each reader counts once and may change their mind."""
    text, helped = _text(article_id, asked), body(request).truth("helped")
    if helped is None:
        raise wrong_field("helped", _("“helped” is true or false."))
    if not asked.who:
        raise RefusedError(400, _("Send a device or a token: each reader is counted once."))
    limits.keep_within(limits.CHOICES, asked)
    verdict = "yes" if helped else "no"
    commands.rate_article(
        article_id=text.article_id,
        language=text.language,
        verdict=verdict,
        contact=asked.contact,
        visitor="" if asked.contact else _visitor(asked),
    )
    return told({"rated": verdict, "text": _("Thank you.")})


@require_safe
def picture(_request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Give a picture by its signed address, to be shown in the page of another site."""
    try:
        kind, picture_id = signing.loads(token, salt=PICTURE_SALT, max_age=DAY_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise Http404 from problem
    found = _kept(kind, picture_id)
    file = found.file if found else ""
    if found is None or not file.endswith(f"/{name}") or found.media_type not in SHOWN:
        raise Http404
    response = file_response(file, media_type=found.media_type, cache=f"private, max-age={DAY_SECONDS}")
    if response is None:
        raise Http404
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _kept(kind: str, picture_id: int) -> ArticleImage | Attachment | None:
    model = ArticleImage if kind == "article" else Attachment
    return model.objects.filter(pk=picture_id).first()


def _text(article_id: int, asked: Asked) -> ArticleText:
    text = queries.article_text(article_id, asked.reader)
    if text is None:
        raise Http404
    return text


def _rating(text: ArticleText, asked: Asked) -> ArticleRating | None:
    ratings = ArticleRating.objects.filter(article=text.article_id)
    if asked.contact:
        return ratings.filter(contact=asked.contact).first()
    return ratings.filter(visitor=_visitor(asked)).first() if asked.device else None


def _visitor(asked: Asked) -> str:
    return salted_hmac("wellheard.widget.reader", asked.device).hexdigest()[:32]
