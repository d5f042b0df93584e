"""Static files under names that carry their content's hash, so that browsers keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hash file names, also inside CSS and ES modules, and keep compressed copies."""

    support_js_module_import_aggregation = True
    manifest_strict = True
