"""Draft, edit and publish releases."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands import ship_idea
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.workspace.models import Product, Staff

DRAFTED = names.declare("release.drafted", "A release was drafted.")
EDITED = names.declare("release.edited", "A release's notes or ideas changed.")
PUBLISHED = names.declare("release.published", "A release went live and can be read in the changelog.")


class ReleaseError(ValueError):
    """A release cannot be drafted, changed or published so."""


class StaleReleaseError(ReleaseError):
    """Somebody else changed the release since this person began."""


@transaction.atomic
def draft_release(
    *,
    title: str,
    notes: str,
    idea_ids: Iterable[int],
    by: Staff | None,
    version_name: str = "",
    product: Product | None = None,
) -> Release:
    """Draft a release; nobody outside sees it and nobody is told. Raises ReleaseError without a title."""
    release = Release(
        title=_title(title),
        notes=clean_words(notes),
        version_name=clean_line(version_name)[:40],
        product=product,
        made_by=by,
        created_at=clock.now(),
    )
    release.save(force_insert=True)
    _set_ideas(release, idea_ids)
    ledger.record(DRAFTED, release)
    return release


@transaction.atomic
def edit_release(
    *,
    release_id: int,
    version: int,
    title: str,
    notes: str,
    idea_ids: Iterable[int],
    version_name: str = "",
    product: Product | None = None,
) -> Release:
    """Change a release. After publication its ideas stay as they are: people were told. Raises StaleReleaseError."""
    release = _locked(release_id)
    if release.version != version:
        raise StaleReleaseError(
            _(
                "Somebody else changed this release while you wrote. Nothing is lost: compare with theirs, then save again."
            )
        )
    release.title, release.notes, release.product = _title(title), clean_words(notes), product
    release.version_name = clean_line(version_name)[:40]
    release.version += 1
    release.save(update_fields=["title", "notes", "product", "version_name", "version"])
    if not release.is_published:
        _set_ideas(release, idea_ids)
    ledger.record(EDITED, release)
    return release


@transaction.atomic
def publish_release(*, release_id: int) -> Release:
    """Publish a release: its ideas are shipped and everyone who asked is owed an answer. A second click changes nothing."""
    release = _locked(release_id)
    if release.is_published:
        return release
    if not release.notes:
        raise ReleaseError(_("Write what is new in customers' words before you publish."))
    release.published_at = clock.now()
    release.save(update_fields=["published_at"])
    for idea_id in release.shipments.order_by("idea_id").values_list("idea_id", flat=True):
        ship_idea(idea_id=idea_id, release_id=release.pk)
    ledger.record(PUBLISHED, release)
    return release


def _locked(release_id: int) -> Release:
    release = Release.objects.select_for_update().filter(pk=release_id).first()
    if release is None:
        raise ReleaseError(_("This release does not exist any more. Go back to the list of releases."))
    return release


def _set_ideas(release: Release, idea_ids: Iterable[int]) -> None:
    wanted = set(idea_ids)
    release.shipments.exclude(idea_id__in=wanted).delete()
    ReleasedIdea.objects.bulk_create(
        [ReleasedIdea(release=release, idea_id=idea_id) for idea_id in sorted(wanted)], ignore_conflicts=True
    )


def _title(title: str) -> str:
    title = clean_line(title)
    if not title:
        raise ReleaseError(_("Give the release a title, such as “Work offline”."))
    if len(title) > 200:  # noqa: PLR2004 - the column's length
        raise ReleaseError(_("The title is longer than 200 characters; put the details into the notes."))
    return title
