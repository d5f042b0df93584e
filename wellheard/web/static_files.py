"""Static files under names that carry their content's hash, so that browsers keep them for a year."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hash file names, also inside CSS and ES modules, and keep compressed copies."""

    support_js_module_import_aggregation = True
    manifest_strict = True

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Every page names two dozen files, and what they are called changes with a new version only.
        self._known: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's own signature
        """Return the address of a file."""
        if name is None or force:
            return str(super().url(name, force))
        if name not in self._known:
            self._known[name] = str(super().url(name))
        return self._known[name]
