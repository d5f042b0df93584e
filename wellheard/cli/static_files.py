"""Pages' own files, collected into the data folder under names that carry their content's hash."""

import hashlib
from operator import itemgetter
from pathlib import Path

from wellheard.cli.terminal import Report


def collect_if_changed(*, report: Report) -> None:
    """Collect and compress when any file changed. Files of earlier versions stay, for pages that are still open somewhere."""
    from django.conf import settings
    from django.core.management import call_command

    folder = Path(settings.STATIC_ROOT)
    note = folder.with_name("static.sha256")
    wanted = _fingerprint()
    if folder.is_dir() and note.exists() and note.read_text() == wanted:
        return
    report("Collecting the pages' files…")
    note.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    note.write_text(wanted)


def _fingerprint() -> str:
    """Return a hash over every file's name and content: times and versions both lie after a copy or a checkout."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    whole = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    files = sorted((file for finder in get_finders() for file in finder.list([])), key=itemgetter(0))
    for name, storage in files:
        with storage.open(name) as file:
            whole.update(name.encode() + hashlib.sha256(file.read()).digest())
    return whole.hexdigest()
