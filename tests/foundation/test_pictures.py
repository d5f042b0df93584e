"""Pictures from strangers are drawn anew, and nothing but their pixels is kept."""

from io import BytesIO

import pytest
from PIL import Image

from tests.brand.pictures import PLACE, bomb, photo, picture
from wellheard.foundation.pictures import MOST_BYTES, PictureError, draw_anew


def test_what_a_camera_wrote_into_a_photo_is_gone_and_it_stands_upright() -> None:
    sent = photo()
    assert PLACE in sent
    drawn = draw_anew(sent, longest_side=2000)
    assert PLACE not in drawn.data
    assert (drawn.width, drawn.height) == (40, 60)
    assert not Image.open(BytesIO(drawn.data)).getexif()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_large_picture_is_made_smaller(kind: str, ending: str) -> None:
    drawn = draw_anew(picture(kind, (3000, 1000)), longest_side=600)
    assert (drawn.width, drawn.height, drawn.ending) == (600, 200, ending)


def test_holes_stay_holes() -> None:
    written = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    drawn = Image.open(BytesIO(draw_anew(written.getvalue(), longest_side=100).data))
    assert drawn.convert("RGBA").getpixel((5, 5)) == (0, 0, 0, 0)


def test_what_comes_after_the_pixels_is_gone() -> None:
    assert b"<script>" not in draw_anew(picture() + b"<script>alert(1)</script>", longest_side=100).data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no picture"),
        (b"GIF89a" + bytes(20), "no picture"),
        (picture()[:50], "damaged"),
        (picture("JPEG")[:200], "no picture|damaged"),
        (bytes(MOST_BYTES + 1), "larger than 5 MB"),
        (bomb(), "too many pixels"),
    ],
    ids=["nothing", "svg", "gif", "cut png", "cut jpeg", "huge", "bomb"],
)
def test_anything_else_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said):
        draw_anew(data, longest_side=100)
