"""Keep pictures for articles."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.files import drop_file, keep_file
from wellheard.foundation.pictures import Picture
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.articles.commands.errors import ArticleError
from wellheard.listen.articles.commands.locking import locked
from wellheard.listen.articles.models import ArticleImage
from wellheard.workspace.models import Staff

PICTURED = names.declare("article.pictured", "An article has one more picture.")
UNPICTURED = names.declare("article.picture_removed", "A picture of an article was deleted.")

MOST_IMAGES, MOST_IN_DESCRIPTION = 60, 300
FOLDER = "articles"


@transaction.atomic
def keep_image(*, article_id: int, picture: Picture, shows: str, by: Staff | None) -> ArticleImage:
    """Keep a picture for an article; the same one again is kept once. Raises ArticleError without what it shows."""
    article = locked(article_id)
    shows = clean_line(shows)[:MOST_IN_DESCRIPTION]
    if not shows:
        raise ArticleError(_("Say what the picture shows, for readers who cannot see it."))
    digest = hashlib.sha256(picture.data).hexdigest()
    if same := article.images.filter(digest=digest).first():
        return same
    if article.images.count() >= MOST_IMAGES:
        raise ArticleError(_("An article has at most 60 pictures. Delete one before you add another."))
    image = ArticleImage.objects.create(
        article=article,
        digest=digest,
        file=keep_file(picture.data, folder=FOLDER, ending=picture.ending),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        byte_count=len(picture.data),
        shows=shows,
        kept_at=clock.now(),
        kept_by=by,
    )
    ledger.record(PICTURED, article, image=image.pk)
    return image


@transaction.atomic
def delete_image(*, article_id: int, image_id: int) -> None:
    """Delete a picture of an article; where it stood in the text, its description stands. Twice changes nothing."""
    article = locked(article_id)
    image = article.images.filter(pk=image_id).first()
    if image:
        name = image.file
        image.delete()
        transaction.on_commit(lambda: drop_file(name))
        ledger.record(UNPICTURED, article, image=image_id)
