"""Mail that others collected because it broke something: each is read, soon, and what it says is there."""

import time
from pathlib import Path

import pytest

from wellheard.foundation.mail.cleaning import clean_html
from wellheard.foundation.mail.folding import fold
from wellheard.foundation.mail.reading import read_mail
from wellheard.foundation.mail.reading.shape import Problem

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
FOUND = sorted(
    path
    for folder in ("mail_rfc_fixtures", "cpython_email")
    for path in CHECKOUT.parent.glob(f"*/data/{folder}/**/*")
    if path.is_file() and "LICENSE" not in path.name
)
SECONDS = 1.0

pytestmark = pytest.mark.skipif(
    not FOUND, reason="the collected mail (mail_rfc_fixtures, cpython_email) does not lie beside the checkout"
)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_is_read_soon_and_can_be_stored(path: Path) -> None:
    raw = path.read_bytes()
    began = time.process_time()
    mail = read_mail(raw)
    folds = fold(mail.text, html=mail.html)
    cleaned = clean_html(mail.html)
    assert time.process_time() - began < SECONDS
    assert Problem.UNREADABLE not in mail.problems
    # What the database refuses.
    for words in (
        mail.text,
        mail.html,
        mail.subject,
        mail.sender.name,
        cleaned,
        *(file.filename for file in mail.attachments),
    ):
        assert "\0" not in words
        words.encode()
    assert all(0 <= begin < end <= len(mail.text) for begin, end in folds)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("japanese_iso_2022.eml", "すみません。"),
        ("japanese_shift_jis.eml", "あいうえお"),
        ("ks_c_5601-1987.eml", "스티해"),
        ("raw_email.eml", "대부분의 마찬가지로"),
        ("utf8_headers.eml", "body"),
        ("raw_email_with_illegal_boundary.eml", "This is an outlook test"),
        ("content_transfer_encoding_x_uuencode.eml", "Attached are the comments"),
        ("report_422.eml", "THIS IS A WARNING MESSAGE ONLY"),
    ],
)
def test_the_words_are_there(name: str, words: str) -> None:
    paths = [path for path in FOUND if path.name == name]
    assert words in read_mail(paths[0].read_bytes()).text
