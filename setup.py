"""Packs docs/ into the wheel as the product's help; everything else stands in pyproject.toml."""

from pathlib import Path
from shutil import copy2

from setuptools import setup
from setuptools.command.build_py import build_py

DOCS = Path(__file__).resolve().parent / "docs"
HELP = Path("wellheard", "web", "help", "docs")
PICTURES = {".png", ".webp", ".jpg"}


class BuildWithHelp(build_py):
    """Copies the documents and their pictures beside the code that shows them."""

    def run(self) -> None:
        """Build as always, then add the help."""
        super().run()
        folder = Path(self.build_lib) / HELP
        (folder / "pictures").mkdir(parents=True, exist_ok=True)
        for page in DOCS.glob("*.md"):
            copy2(page, folder / page.name)
        for picture in (DOCS / "pictures").iterdir():
            if picture.suffix in PICTURES:
                copy2(picture, folder / "pictures" / picture.name)


setup(cmdclass={"build_py": BuildWithHelp})
