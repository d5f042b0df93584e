"""A message as its writer laid it out: cleaned long ago, with the pictures that came along put into it."""

from base64 import b64encode

from django.core.files.storage import default_storage

from wellheard.foundation.mail.cleaning import with_attached_images, with_remote_images
from wellheard.listen.conversations.models import Attachment, Message

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
# Together; a page with more of them is slower than it is pretty.
_MOST_BYTES = 4_000_000


def laid_out(message: Message, *, remote: bool) -> str:
    """Return the HTML of a message, harmless; with pictures from elsewhere only when they were asked for.

    Pictures that came along stand in the page itself: its frame has no rights, not even to ask us for them.
    """
    html = with_attached_images(message.html, _attached(message)) if "cid:" in message.html else message.html
    return with_remote_images(html) if remote else html


def _attached(message: Message) -> dict[str, str]:
    found, left = {}, _MOST_BYTES
    files = Attachment.objects.filter(message=message, media_type__in=_PICTURES).exclude(content_id="").exclude(file="")
    for file in files.order_by("pk"):
        left -= file.byte_count
        if left < 0 or not default_storage.exists(file.file):
            continue
        with default_storage.open(file.file, "rb") as kept:
            data = b64encode(kept.read()).decode()
        found[file.content_id.strip("<>")] = f"data:{file.media_type};base64,{data}"
    return found
