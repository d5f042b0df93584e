"""Pictures for tests, as cameras and tricksters make them."""

from io import BytesIO

from PIL import Image

PLACE = b"54.6872N 25.2797E"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "#3366cc") -> bytes:
    """Make a plain picture."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def photo() -> bytes:
    """Make a photo that lies on its side and knows where it was taken."""
    image = Image.new("RGB", (60, 40), "#3366cc")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE.decode()
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, comment=PLACE)
    return written.getvalue()


def bomb() -> bytes:
    """Make a small file that claims sixty million pixels."""
    written = BytesIO()
    Image.new("1", (8_000, 8_000)).save(written, "PNG")
    return written.getvalue()
