"""Who the server runs as: PostgreSQL refuses root, so root hands it to someone else."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellheard.foundation.database.addresses import Places
from wellheard.foundation.database.errors import DatabaseError

ROOT = 0


class NamelessUserError(DatabaseError):
    """The user who would own the database has no entry among the machine's users, and initdb needs one."""


class ClosedFolderError(DatabaseError):
    """The user the server runs as cannot reach its programs or its data."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The user who owns the database's files and runs PostgreSQL's programs."""

    uid: int
    gid: int
    name: str

    @property
    def is_someone_else(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def run_options(self) -> dict[str, Any]:
        """What subprocess needs to become this user, with none of our own groups."""
        if not self.is_someone_else:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def check_reaches(self, path: Path, *, what: str) -> None:
        """Raise ClosedFolderError naming the folder that keeps this user from reading the path."""
        if not self.is_someone_else or self._can("-r", path):
            return
        closed = next((folder for folder in reversed(path.parents) if not self._can("-x", folder)), path)
        raise ClosedFolderError(
            f"PostgreSQL may not run as root, so it runs as the user {self.name}, who cannot enter {closed} "
            f"to reach {what} ({path}). Move it to a folder everyone can enter, such as one under /opt or /srv, "
            "or run Wellheard as an ordinary user."
        )

    def _can(self, wish: str, path: Path) -> bool:
        # Asking the kernel as that user also sees access lists, which reading mode bits would miss.
        return subprocess.run(["/usr/bin/env", "test", wish, path], check=False, **self.run_options).returncode == 0


def owner_of(places: Places) -> Owner:
    """Return who runs the server: ourselves, or for root the owner of the folder, or else nobody."""
    if os.geteuid() != ROOT:
        return _named(os.geteuid())
    for folder in (places.home, places.data):
        if folder.exists() and folder.stat().st_uid != ROOT:
            return _named(folder.stat().st_uid)
    return _nobody()


def name_of(uid: int) -> str:
    """Return how a user is called on this machine, or the bare number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"with the number {uid}"


def _named(uid: int) -> Owner:
    try:
        user = pwd.getpwuid(uid)
    except KeyError:
        raise NamelessUserError(
            f"The user with the number {uid} has no name on this machine, and PostgreSQL needs one. "
            "Add a line for it to /etc/passwd, or run Wellheard as a user who has one."
        ) from None
    return Owner(user.pw_uid, user.pw_gid, user.pw_name)


def _nobody() -> Owner:
    try:
        return _named(pwd.getpwnam("nobody").pw_uid)
    except KeyError:
        raise NamelessUserError(
            "PostgreSQL may not run as root, and this machine has no user called nobody to run it as. "
            "Run Wellheard as an ordinary user, or give the data folder to one."
        ) from None
