"""What a person needs to come in: the demo story and its passwords, a one-time set-up link, or nothing new."""

import ipaddress
import secrets
from collections.abc import Iterable
from pathlib import Path

from wellheard.cli.terminal import Report

# No letters or digits that look alike: these passwords are read off a screen.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 14


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def prepare(*, host: str, wants_story: bool, report: Report) -> list[str]:
    """Make the way in that a fresh installation needs, and return the lines that explain how to sign in."""
    from wellheard.workspace.models import Staff

    if Staff.objects.exists():
        return _returning(wants_story=wants_story)
    if wants_story and is_loopback(host):
        report("Loading the demo story…")
        return _tell_story(report)
    return _set_up(is_asked_for=not wants_story, host=host)


def _tell_story(report: Report) -> list[str]:
    """Tell the demo story whole or not at all. Its passwords are written down first: without them nobody could come in."""
    from django.conf import settings

    from wellheard.web.demo.story import tell_story

    passwords = _known_passwords() or _new_passwords()
    _write_down(f"{role}\t\t{password}" for role, password in passwords.items())
    tell_story(passwords, report=report)
    people = _people(passwords)
    _write_down("\t".join(person) for person in people)
    return [
        *_table([("Sign in as", "e-mail", "password"), *people]),
        "",
        f"These passwords are shown once and kept in {_path()}.",
        f"The demo sends no mail; read it at {settings.BASE_URL.rstrip('/')}/operations/mailbox/",
    ]


def _returning(*, wants_story: bool) -> list[str]:
    if not _path().exists():
        return ["Sign in with your e-mail address and password."]
    lines = [f"Sign in to the demo story with the addresses and passwords in {_path()}."]
    if not wants_story:
        lines.append("For an empty start choose another folder: --empty --data DIR")
    return lines


def _set_up(*, is_asked_for: bool, host: str) -> list[str]:
    from wellheard.workspace.commands import SetUpError, make_set_up_link

    try:
        link = make_set_up_link()
    except SetUpError as problem:
        return [str(problem)]
    lines = ["Set it up through this link, which works once and for three days:", link]
    if not is_asked_for and not is_loopback(host):
        lines.append("The demo story is told on this machine only (--host 127.0.0.1), so this starts empty.")
    return lines


def _people(passwords: dict[str, str]) -> list[tuple[str, str, str]]:
    from wellheard.workspace.models import Staff

    first = {staff.role: staff for staff in Staff.objects.at_work().order_by("-pk")}
    return [(role, first[role].email, password) for role, password in passwords.items() if role in first]


def _table(rows: list[tuple[str, str, str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) + 3 for column in (0, 1)]
    return [f"{role:{widths[0]}}{email:{widths[1]}}{password}" for role, email, password in rows]


def _new_passwords() -> dict[str, str]:
    from wellheard.workspace.permissions import Role

    return {role.value: "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH)) for role in Role}


def _known_passwords() -> dict[str, str]:
    """Return the passwords of a story that was interrupted."""
    if not _path().exists():
        return {}
    rows = [line.split("\t") for line in _path().read_text().splitlines()]
    return {row[0]: row[-1] for row in rows}


def _write_down(lines: Iterable[str]) -> None:
    from wellheard.foundation.demo import write_down

    write_down(lines)


def _path() -> Path:
    from wellheard.foundation.demo import sign_in_file

    return sign_in_file()
