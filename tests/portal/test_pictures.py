"""Pictures that visitors send along: checked, drawn anew, looked at first, and read only by who may read the words."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.customers.commands import erase_contact
from wellheard.customers.erasing import everything_of, person_of
from wellheard.customers.models import Contact
from wellheard.decide.commands import link_feedback
from wellheard.foundation.pictures import MOST_PIXELS
from wellheard.listen.commands import publish_feedback
from wellheard.listen.commands.pictures import drop_forgotten_pictures
from wellheard.listen.models import Feedback, FeedbackPicture, Suspect
from wellheard.web.portal.commands import let_in
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
Visiting = Callable[[Contact], Client]


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def picture(name: str = "screen.png", colour: str = "red", kind: str = "PNG", **options: Any) -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (60, 40), colour).save(written, kind, **options)
    return SimpleUploadedFile(name, written.getvalue())


def said(*pictures: SimpleUploadedFile, **fields: str) -> dict[str, Any]:
    typed = {"words": "The total is wrong here.", "quotable": "named", "once": "form-1"}
    return {**typed, **fields, "pictures": list(pictures)}


def kept(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


def test_pictures_go_along_with_a_post_drawn_anew(visiting: Visiting, files: Path) -> None:
    ada = make_contact()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"

    answer = visiting(ada).post("/portal/posts/", said(picture(), picture("photo.jpg", kind="JPEG", exif=exif)))

    assert answer.status_code == 302
    one, two = Feedback.objects.get().pictures.order_by("pk")
    assert (one.media_type, two.media_type, one.width, one.height) == ("image/png", "image/jpeg", 60, 40)
    assert len(kept(files)) == 2
    assert not any(b"Camera" in path.read_bytes() for path in kept(files))


def test_a_form_sent_twice_keeps_each_picture_once(visiting: Visiting, files: Path) -> None:
    client = visiting(make_contact())
    for _click in range(2):
        client.post("/portal/posts/", said(picture()))

    assert Feedback.objects.count() == FeedbackPicture.objects.count() == len(kept(files)) == 1


def test_pictures_are_looked_at_described_and_taken_out_before_they_are_sent(visiting: Visiting, files: Path) -> None:
    client = visiting(make_contact())

    page = client.post("/portal/posts/", said(picture(), picture(colour="blue"), words="", look="yes"))

    red, blue = FeedbackPicture.objects.order_by("pk")
    assert page.status_code == 200
    assert page.text.count("<img") >= 2
    assert "There are no words" not in page.text
    assert client.get(red.address)["Content-Type"] == "image/png"
    page = client.post("/portal/posts/", said(**{f"shows-{red.pk}": "The total", "without": str(blue.pk)}))
    assert 'value="The total"' in page.text
    assert "The total is wrong here." in page.text
    assert client.post("/portal/posts/", said()).status_code == 302
    assert Feedback.objects.get().pictures.get().shows == "The total"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "no picture we can"),
        (SimpleUploadedFile("a.png", b"GIF89a" + b"\x00" * 60), "no picture we can"),
        (SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script>"), "no picture we can"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60), "no picture we can"),
        (SimpleUploadedFile("a.png", b"x" * 5_000_001), "larger than 5 MB"),
    ],
    ids=["svg", "gif", "html", "torn", "large"],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(
    visiting: Visiting, file: SimpleUploadedFile, sentence: str, files: Path
) -> None:
    file.seek(0)
    page = visiting(make_contact()).post("/portal/posts/", said(file, picture()))

    assert page.status_code == 422
    assert sentence in page.text
    assert "The total is wrong here." in page.text
    assert not Feedback.objects.exists()
    assert FeedbackPicture.objects.count() == len(kept(files)) == 1


def test_a_small_file_that_claims_to_be_huge_is_not_unpacked(visiting: Visiting) -> None:
    side = int(MOST_PIXELS**0.5) + 1
    written = BytesIO()
    Image.new("1", (side, side)).save(written, "PNG")

    page = visiting(make_contact()).post("/portal/posts/", said(SimpleUploadedFile("b.png", written.getvalue())))

    assert "too many pixels" in page.text


def test_a_file_that_is_two_things_at_once_is_only_a_picture_afterwards(visiting: Visiting, files: Path) -> None:
    both = SimpleUploadedFile("a.html", picture().read() + b"<script>alert(1)</script>")

    client = visiting(make_contact())
    client.post("/portal/posts/", said(both))
    given = client.get(FeedbackPicture.objects.get().address)

    assert b"script" not in kept(files)[0].read_bytes()
    assert given["Content-Type"] == "image/png"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in given["Cache-Control"]


def test_a_fifth_picture_is_refused(visiting: Visiting) -> None:
    colours = ("red", "green", "blue", "white", "black")

    page = visiting(make_contact()).post("/portal/posts/", said(*[picture(f"{one}.png", one) for one in colours]))

    assert (page.status_code, FeedbackPicture.objects.count()) == (422, 4)
    assert "black.png" in page.text


def test_a_picture_is_as_private_as_its_words(visiting: Visiting, signed_in: Callable[[Staff], Client]) -> None:
    ada, idea = make_contact(company=make_company()), make_idea(is_public=True)
    author, stranger = visiting(ada), Client()
    author.post(f"/portal/ideas/{idea.pk}/comments/", said(picture()))
    picture_of = FeedbackPicture.objects.get()
    address = picture_of.address
    author = visiting(ada)

    assert author.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert visiting(make_contact()).get(address).status_code == 404
    staff = signed_in(make_staff())
    assert address in staff.get(f"/ideas/{idea.pk}/").text
    assert address in staff.get(f"/feedback/{picture_of.feedback_id}/").text
    assert staff.get(address).status_code == 200

    publish_feedback(feedback_id=picture_of.feedback_id or 0)

    assert stranger.get(address).status_code == 200
    assert address in stranger.get(f"/portal/ideas/{idea.pk}/").text
    assert stranger.get(address.replace(".png", "x.png")).status_code == 404
    idea.is_public = False
    idea.save(update_fields=["is_public"])
    assert stranger.get(address).status_code == 404


def test_pictures_of_what_looked_like_spam_come_along_when_it_is_let_in(visiting: Visiting) -> None:
    visiting(make_contact()).post("/portal/posts/", said(picture(), website="http://x.example"))
    suspect = Suspect.objects.get()
    assert suspect.pictures.count() == 1

    feedback = let_in(suspect_id=suspect.pk)

    assert feedback.pictures.count() == 1


def test_pictures_are_exported_and_erased_with_their_person(
    visiting: Visiting, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ada = make_contact()
    visiting(ada).post("/portal/posts/", said(picture()))
    link_feedback(feedback_id=Feedback.objects.get().pk, idea_id=make_idea().pk, by=None)
    assert len(everything_of(person_of(ada.pk))["pictures"]) == 1

    with django_capture_on_commit_callbacks(execute=True):
        erase_contact(contact_id=ada.pk)

    assert not FeedbackPicture.objects.exists()
    assert kept(files) == []


def test_what_was_chosen_and_never_sent_goes_after_a_day(
    visiting: Visiting, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = visiting(make_contact())
    client.post("/portal/posts/", said(picture(), look="yes"))
    client.post("/portal/posts/", said(picture(colour="blue"), once="form-2"))
    FeedbackPicture.objects.update(kept_at=FeedbackPicture.objects.earliest("pk").kept_at - timedelta(days=2))

    with django_capture_on_commit_callbacks(execute=True):
        assert drop_forgotten_pictures() == 1

    assert len(kept(files)) == 1
