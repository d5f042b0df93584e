"""The cluster: the files PostgreSQL keeps its databases in, and the settings we start it with."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from wellheard.foundation.database.addresses import PORT, USER, Places
from wellheard.foundation.database.binaries import installations
from wellheard.foundation.database.errors import DatabaseError, NoSpaceError, is_full
from wellheard.foundation.database.memory import memory_settings
from wellheard.foundation.database.owners import Owner
from wellheard.foundation.database.private import open_private
from wellheard.foundation.database.programs import ProgramFailedError, Programs

# The first major version whose own C.UTF-8 sorts without the machine's C library or ICU.
BUILTIN_LOCALE_SINCE = 17
# Full-text search splits words by this one: under plain C it takes “ and — for letters. The first the machine has.
_CHARACTER_TYPES = ("C.UTF-8", "en_US.UTF-8", "C")

_SETTINGS = {
    # The one way in is a socket in a folder that only the server's user can enter.
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # Pages ask many small questions: compiling one takes longer than answering it.
    "jit": "off",
    # Today's disks read one page here and one there nearly as fast as one after another.
    "random_page_cost": "1.1",
    # What was acknowledged survives a power cut.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_rotation_size": "10MB",
    # Statements and row values hold customers' words, which an erasure could not reach in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "cluster_name": "wellheard",
}


class OtherMajorVersionError(DatabaseError):
    """The data was written by a major version of PostgreSQL that these programs cannot read."""


class DamagedClusterError(DatabaseError):
    """The cluster's folder holds something, but not a cluster."""


def exists(places: Places) -> bool:
    """Say whether there is a cluster."""
    return (places.cluster / "PG_VERSION").exists()


def check_version(places: Places, programs: Programs) -> None:
    """Raise OtherMajorVersionError unless these programs can read the cluster."""
    major = programs.installation.major
    written_by = (places.cluster / "PG_VERSION").read_text().strip()
    if written_by == str(major):
        return
    known = next((each.bin for each in installations() if str(each.major) == written_by), None)
    folder = f"WELLHEARD_PG_BIN={known}" if known else f"WELLHEARD_PG_BIN to a folder with PostgreSQL {written_by}"
    raise OtherMajorVersionError(
        f"The data in {places.cluster} was written by PostgreSQL {written_by}, and Wellheard would run PostgreSQL {major}, "
        f"which cannot read it. Nothing was changed. Set {folder} to go on with it, "
        "or restore a backup into an empty data folder."
    )


def make(places: Places, programs: Programs) -> None:
    """Make the cluster beside its place and move it there whole, so that a crash leaves none rather than half of one."""
    if places.cluster.exists() and any(places.cluster.iterdir()):
        raise DamagedClusterError(
            f"{places.cluster} holds files but no PG_VERSION, so it is not a whole database. "
            "Move it away and restore a backup, or choose another data folder."
        )
    draft = places.home / "pg.new"
    _initdb(draft, places, programs)
    with os.fdopen(open_private(draft / "postgresql.conf", programs.owner, os.O_APPEND | os.O_WRONLY), "a") as conf:
        conf.write(
            "\n# Written by Wellheard at every start; ALTER SYSTEM wins over it.\ninclude_if_exists '../app.conf'\n"
        )
    draft.rename(places.cluster)
    _sync(places.home)


def write_settings(places: Places, owner: Owner, settings: Mapping[str, str]) -> None:
    """Write app.conf afresh: our settings, with the caller's over them."""
    near = places.socket.parent == places.home
    # Relative to the cluster where possible: nothing to quote, and the folder can be moved.
    socket = {"unix_socket_directories": f"../{places.socket.name}" if near else str(places.socket)}
    lines = [
        f"{name} = {_quoted(value)}\n"
        for name, value in {**_SETTINGS, **memory_settings(), **socket, **settings}.items()
    ]
    draft = places.settings.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(open_private(draft, owner, os.O_EXCL | os.O_WRONLY), "w") as file:
        file.write("# Written by Wellheard at every start: changes here are lost. Use ALTER SYSTEM instead.\n")
        file.writelines(lines)
    draft.replace(places.settings)


def _initdb(draft: Path, places: Places, programs: Programs) -> None:
    for ctype in _CHARACTER_TYPES:
        shutil.rmtree(draft, ignore_errors=True)
        try:
            programs.run("initdb", "-D", draft, *_initdb_options(programs.installation.major, ctype))
        except ProgramFailedError as problem:
            if is_full(problem.said):
                raise NoSpaceError(places.data) from problem
            if "invalid locale name" not in problem.said or ctype == _CHARACTER_TYPES[-1]:
                raise
        else:
            return


def _initdb_options(major: int, ctype: str) -> list[str]:
    # Trust is for the socket alone: should someone open a port, nobody comes in without a rule of their own.
    options = [
        "-U",
        USER,
        "--auth-local=trust",
        "--auth-host=reject",
        "-E",
        "UTF8",
        "--data-checksums",
        "--no-instructions",
    ]
    if major >= BUILTIN_LOCALE_SINCE:
        return [*options, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={ctype}"]
    return [*options, "--locale-provider=libc", f"--locale={ctype}"]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
