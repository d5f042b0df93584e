"""Pictures from strangers: checked before they are unpacked, drawn anew, and kept without what a camera wrote into them."""

import threading
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 5_000_000
# A telephone's camera makes 12 to 50 million; a small file that claims more wants to fill our memory.
MOST_PIXELS = 50_000_000
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_QUALITY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 86, "optimize": True},
    "WEBP": {"quality": 86},
    "PNG": {"optimize": True},
}


_ONE_AT_A_TIME = threading.Lock()


class PictureError(ValueError):
    """A file is no picture we take; the text says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it: drawn anew, upright, without metadata."""

    data: bytes
    ending: str
    media_type: str
    width: int
    height: int


def draw_anew(data: bytes, *, longest_side: int) -> Picture:
    """Return a picture of at most this many pixels along its longer side. Raises PictureError for anything else than one.

    Only the first frame of a moving picture is kept.
    """
    if len(data) > MOST_BYTES:
        raise PictureError(
            _("This picture is larger than %(most)d MB. Send a smaller one.") % {"most": MOST_BYTES // 10**6}
        )
    # Unpacked, one picture takes some hundred megabytes: two at once would be too many for a small machine.
    with _ONE_AT_A_TIME:
        image, kind = _read(data, longest_side)
    written = BytesIO()
    image.save(written, kind, **_QUALITY[kind])
    return Picture(written.getvalue(), _ENDINGS[kind], FORMATS[kind], image.width, image.height)


def _read(data: bytes, longest_side: int) -> "tuple[Image, str]":
    # Seldom needed, and slow to load.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=list(FORMATS)) as opened:
            kind = str(opened.format)
            # Known from the file's head; nothing was unpacked yet.
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError(_("This picture has too many pixels. Make it smaller and send it again."))
            # A JPEG can be unpacked smaller than it is; what is thrown away is not worth the memory.
            opened.draft("RGB", (2 * longest_side, 2 * longest_side))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            drawn = _plain(upright, kind)
    except (UnidentifiedImageError, Image.DecompressionBombError) as problem:
        raise PictureError(_("This is no picture we can show. Send a PNG, JPEG or WebP file.")) from problem
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as problem:
        if isinstance(problem, PictureError):
            raise
        raise PictureError(_("This picture is damaged. Save it once more and send it again.")) from problem
    drawn.thumbnail((longest_side, longest_side))
    return drawn, kind


def _plain(image: Any, kind: str) -> "Image":
    """Return the pixels alone, in colours every browser shows: no camera, no place, no comment comes along."""
    from PIL import Image

    has_holes = kind != "JPEG" and ("A" in image.getbands() or "transparency" in image.info)
    converted = image.convert("RGBA" if has_holes else "RGB")
    plain = Image.new(converted.mode, converted.size)
    plain.paste(converted)
    return plain
