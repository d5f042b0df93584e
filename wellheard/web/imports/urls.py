"""Addresses of imports."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.imports.views import columns, doubts, files, imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", files.upload, name="import_new"),
    path("imports/<int:run_id>/", imports.one, name="import"),
    path("imports/<int:run_id>/columns/", columns.columns, name="import_columns"),
    path("imports/<int:run_id>/beginning/", imports.begin, name="import_beginning"),
    path("imports/<int:run_id>/stop/", imports.stop, name="import_stop"),
    path("imports/<int:run_id>/undoing/", imports.undo, name="import_undoing"),
    path("imports/<int:run_id>/discarding/", imports.discard, name="import_discarding"),
    path("imports/<int:run_id>/doubts/", doubts.doubts, name="import_doubts"),
    path("imports/<int:run_id>/doubtful.csv", doubts.doubts_file, name="import_doubts_file"),
    path("imports/<int:run_id>/doubts/company/", doubts.company, name="import_doubts_company"),
    path("imports/<int:run_id>/doubts/meanings/", doubts.meanings, name="import_doubts_meanings"),
    path("imports/<int:run_id>/doubts/settling/", doubts.settling, name="import_doubts_settling"),
    path("imports/<int:run_id>/refused.csv", files.refused, name="import_refused"),
]
