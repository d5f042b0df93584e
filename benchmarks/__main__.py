"""Run all benchmarks, or those named."""

import argparse
import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Run them one after another, on a database of their own unless a data folder is named."""
    names = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    parser = argparse.ArgumentParser(prog="bin/bench", description="Print how fast Wellheard is on this machine.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one or more of {', '.join(names)}; all when left out"
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="keep the filled database in this folder and use it again next time; "
        "without it everything is made anew and thrown away",
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; use one of {', '.join(names)}")
    with _folder(options.data) as data:
        os.environ["WELLHEARD_DATA"] = str(data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "wellheard.settings"
        os.environ.setdefault("WELLHEARD_LOG_LEVEL", "ERROR")
        _run(options.names or names)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="wh-bench-") as folder:
        yield Path(folder)


def _run(names: list[str]) -> None:
    # Django reads its settings now, when the data folder is known.
    from django.conf import settings

    from wellheard.cli import starting
    from wellheard.foundation import schema

    with starting.joined_database():
        starting.wake_django()
        # Pages ask for no files of theirs here.
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
        schema.bring_up_to_date(report=lambda _line: None)
        for name in names:
            importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
