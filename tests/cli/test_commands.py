"""The command line itself: quick help, one sentence for what goes wrong, settings explained."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import wellheard
from tests.serving.installation import CHECKOUT, environment
from wellheard.cli import main as command_line
from wellheard.cli import settings as settings_command
from wellheard.cli.terminal import framed


def test_the_overview_names_every_command(scratch: Path) -> None:
    done = wellheard(scratch, "--help")
    assert done.returncode == 0
    for name in command_line.COMMANDS:
        assert f"\n    {name} " in done.stdout


@pytest.mark.parametrize("name", [name for name in command_line.COMMANDS if name != "manage"])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command_line.main([name, "--help"])
    assert end.value.code == 0
    assert f"usage: wellheard {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "{}", "settings"],
        ["--data={}", "settings"],
        ["settings", "--data", "{}"],
        ["--data", "/x", "settings", "--data", "{}"],
    ],
)
def test_the_data_folder_may_be_named_before_the_command_or_after_it(scratch: Path, words: list[str]) -> None:
    done = wellheard(scratch / "other", *(word.format(scratch / "mine") for word in words))
    assert done.returncode == 0, done.stderr
    assert str(scratch / "mine") in done.stdout


def test_help_does_not_wake_django(scratch: Path) -> None:
    program = (
        "import sys\nfrom wellheard.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "sys.exit([name for name in ('django', 'granian', 'procrastinate', 'psycopg') if name in sys.modules] or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env=environment(scratch),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_is_answered_with_those_there_are(scratch: Path) -> None:
    done = wellheard(scratch, "fly")
    assert done.returncode == 2
    assert "invalid choice: 'fly'" in done.stderr


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"WELLHEARD_URL": "feedback"}, "WELLHEARD_URL is 'feedback'; write a whole address"),
        ({"WELLHEARD_HOLD_MINUTES": "soon"}, "WELLHEARD_HOLD_MINUTES is 'soon', which cannot be used"),
        ({"WELLHEARD_LOG_FORMAT": "xml"}, "WELLHEARD_LOG_FORMAT is 'xml'; write json or text."),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must look like postgresql://"),
        ({"WELLHEARD_PG_BIN": "/nowhere"}, "WELLHEARD_PG_BIN names /nowhere"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(scratch: Path, values: dict[str, str], sentence: str) -> None:
    scratch.chmod(0o755)
    done = wellheard(scratch / "data", "upgrade", **values)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_one_sentence(scratch: Path) -> None:
    done = wellheard(scratch / "data", "upgrade", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("The database cannot be used: ")
    assert "Traceback" not in done.stderr


def test_whoever_develops_sees_the_trace(scratch: Path) -> None:
    done = wellheard(scratch / "data", "upgrade", WELLHEARD_DEBUG="yes", WELLHEARD_PG_BIN="/nowhere")
    assert "Traceback" in done.stderr


def test_settings_show_value_source_and_meaning_and_no_secret(scratch: Path) -> None:
    secret = scratch / "smtp"
    secret.write_text("smtps://me:very-secret@mail.example.com")
    done = wellheard(
        scratch / "data",
        "settings",
        WELLHEARD_SMTP_URL_FILE=str(secret),
        WELLHEARD_SECRET_KEY="also-secret",
        WELLHEARD_CURRENCY="EUR",
    )
    assert "WELLHEARD_CURRENCY = 'EUR'  (set)" in done.stdout
    assert "WELLHEARD_LANGUAGE = 'en'  (default)" in done.stdout
    assert "WELLHEARD_SMTP_URL = …  (from the file that WELLHEARD_SMTP_URL_FILE names)" in done.stdout
    assert "WELLHEARD_SECRET_KEY = …  (set)" in done.stdout
    assert "very-secret" not in done.stdout
    assert "also-secret" not in done.stdout


def test_the_page_of_settings_is_current() -> None:
    page = (CHECKOUT / "docs" / "settings.md").read_text()
    assert page == f"{settings_command.as_markdown()}\n", (
        "write it anew: wellheard settings --markdown > docs/settings.md"
    )


def test_a_frame_fits_what_stands_in_it() -> None:
    lines = framed(["short", "中文" * 30, "x" * 100]).splitlines()
    assert len({sum(2 if ord(char) > 0x2E80 else 1 for char in line) for line in lines}) == 1
