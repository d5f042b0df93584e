"""Whether this installation shows the demo story. A file says so, outside the database: a restore keeps it.

The people of the story are invented, but an address of theirs might be somebody's: while the file is there no mail leaves.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def sign_in_file() -> Path:
    """Return the file with the demo's addresses and passwords; that it exists makes this a demo."""
    return Path(settings.DATA) / "keys" / "demo-sign-in"


def is_demo() -> bool:
    """Tell whether the demo is here now; asked each time, as it can be loaded and removed while Wellheard runs."""
    return sign_in_file().exists()


def mail_server(wanted: str = "") -> str:
    """Return the address of the mail server that may be used now, empty for none: the wanted one, or the installation's."""
    return "" if is_demo() else wanted or str(settings.SMTP_URL)


def write_down(lines: Iterable[str]) -> None:
    """Keep how to sign in to the demo where only its owner reads it, whole or not at all."""
    path = sign_in_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{line}\n" for line in lines)
    draft.replace(path)


def forget() -> None:
    """Make this no demo any more."""
    sign_in_file().unlink(missing_ok=True)
