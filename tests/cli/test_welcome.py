"""The way in: a demo with passwords nobody knows beforehand, or a link that works once."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.makers import make_staff
from tests.serving.installation import CHECKOUT, environment
from wellheard.cli import welcome
from wellheard.foundation.demo import mail_server
from wellheard.web.demo import afterwards, story
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role


@pytest.fixture
def data(scratch: Path, settings: Settings) -> Path:
    settings.DATA = scratch
    (scratch / "keys").mkdir(mode=0o700)
    return scratch


def quiet(_sentence: str) -> None:
    """Report nothing."""


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.5", False),
        ("example.com", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, is_it: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert welcome.is_loopback(host) is is_it


@pytest.mark.django_db
def test_the_demo_has_a_password_for_every_role_kept_where_only_its_owner_reads(
    data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMTP_URL = "smtp://mail.example.com"
    # What people say and what becomes of it gives nobody a password, and takes half a minute.
    monkeypatch.setattr(story, "_events", lambda _story: [])
    monkeypatch.setattr(afterwards, "tidy_up", lambda _story, _settle: None)
    lines = "\n".join(welcome.prepare(host="127.0.0.1", wants_story=True, report=quiet))
    note = data / "keys" / "demo-sign-in"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    people = [line.split("\t") for line in note.read_text().splitlines()]
    assert {role for role, _, _ in people} == set(Role.values)
    for role, email, password in people:
        staff = Staff.objects.get(email=email)
        assert staff.role == role
        assert staff.check_password(password)
        assert f"{email}" in lines
        assert password in lines
    assert len({password for *_, password in people}) == len(people)
    assert mail_server() == ""


@pytest.mark.django_db
def test_a_return_to_the_demo_says_where_the_passwords_are_and_not_what(data: Path) -> None:
    make_staff()
    (data / "keys" / "demo-sign-in").write_text("admin\tada@vendor.example\tsecret\n")
    lines = "\n".join(welcome.prepare(host="127.0.0.1", wants_story=True, report=quiet))
    assert str(data / "keys" / "demo-sign-in") in lines
    assert "secret\n" not in lines
    assert "--empty --data DIR" in "\n".join(welcome.prepare(host="127.0.0.1", wants_story=False, report=quiet))


@pytest.mark.django_db
def test_an_empty_start_gives_a_link_and_no_story(data: Path) -> None:
    lines = "\n".join(welcome.prepare(host="127.0.0.1", wants_story=False, report=quiet))
    assert "/set-up/" in lines
    assert not Staff.objects.exists()
    assert not (data / "keys" / "demo-sign-in").exists()


@pytest.mark.django_db
def test_the_story_is_not_told_where_others_can_listen(data: Path) -> None:
    lines = "\n".join(welcome.prepare(host="0.0.0.0", wants_story=True, report=quiet))  # noqa: S104
    assert "/set-up/" in lines
    assert "told on this machine only" in lines
    assert not Staff.objects.exists()


@pytest.mark.django_db
def test_who_has_staff_is_told_to_sign_in(data: Path) -> None:
    make_staff()
    assert welcome.prepare(host="127.0.0.1", wants_story=True, report=quiet) == [
        "Sign in with your e-mail address and password."
    ]


def test_the_demos_mail_never_leaves_whatever_the_settings_say(scratch: Path) -> None:
    (scratch / "keys").mkdir()
    program = "import django; django.setup(); from wellheard.foundation.demo import mail_server; print(mail_server())"
    before = python(scratch, program)
    (scratch / "keys" / "demo-sign-in").touch()
    assert (before, python(scratch, program)) == ("smtp://mail.example.com", "")


def python(data: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env=environment(
            data, WELLHEARD_SMTP_URL="smtp://mail.example.com", DJANGO_SETTINGS_MODULE="wellheard.settings"
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
