"""Draft, edit and publish releases."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.decide.commands import TranslationError, ship_idea
from wellheard.decide.commands.translating import require_current, require_language
from wellheard.decide.models import Idea
from wellheard.deliver.models import Release, ReleasedIdea, ReleaseThanks, ReleaseTranslation, Subscriber
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.surveys.thanking import honouring
from wellheard.workspace.models import Product, Staff

DRAFTED = names.declare("release.drafted", "A release was drafted.")
EDITED = names.declare("release.edited", "A release's notes or ideas changed.")
SUBSCRIBED = names.declare("releases.subscribed", "A contact wants one mail per release.")
UNSUBSCRIBED = names.declare("releases.unsubscribed", "A contact does not want mails about releases any more.")
PUBLISHED = names.declare("release.published", "A release went live and can be read in the changelog.")

TRANSLATED = names.declare("release.translated", "The notes of a release were written in another language.")
UNTRANSLATED = names.declare(
    "release.translation_removed", "The notes of a release in another language were taken away."
)

MOST_CHARACTERS = 20_000
MOST_OF_EVENT = 200
DOUBLE_CLICK = timedelta(minutes=1)


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
    event: str = "",
    thanked_ids: Iterable[int] = (),
) -> Release:
    """Draft a release; nobody outside sees it and nobody is told. Raises ReleaseError without a title.

    `event` is the usage event that says somebody uses what is new; without one it is what a review named for an idea.

    The same from the same person within a minute is a double click: it returns the draft that is there.
    """
    release = Release(
        title=_title(title),
        notes=_notes(notes),
        version_name=clean_line(version_name)[:40],
        product=product,
        event=clean_line(event)[:MOST_OF_EVENT],
        made_by=by,
        created_at=clock.now(),
    )
    if there := _drafted_just_now(release):
        return there
    release.save(force_insert=True)
    _set_ideas(release, idea_ids)
    _set_thanks(release, thanked_ids)
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
    event: str | None = None,
    thanked_ids: Iterable[int] | None = None,
) -> Release:
    """Change a release; saving what it says already changes nothing. Raises ReleaseError, StaleReleaseError.

    After publication its ideas stay as they are: people were told. `thanked_ids` are the surveys whose answers it thanks for,
    `event` is the usage event that says somebody uses it; left out, they stay.
    """
    release = _locked(release_id)
    new = {
        "title": _title(title),
        "notes": _notes(notes),
        "product": product,
        "version_name": clean_line(version_name)[:40],
        "event": release.event if event is None else clean_line(event)[:MOST_OF_EVENT],
    }
    wanted = _idea_ids(release) if release.is_published else _existing(idea_ids)
    thanked = _thanked_ids(release) if thanked_ids is None else _honouring(thanked_ids)
    is_same = wanted == _idea_ids(release) and thanked == _thanked_ids(release)
    if is_same and all(getattr(release, name) == value for name, value in new.items()):
        return release
    _require_version(release, version)
    for name, value in new.items():
        setattr(release, name, value)
    release.version += 1
    release.save(update_fields=["version", *new])
    _set_ideas(release, wanted)
    _set_thanks(release, thanked)
    ledger.record(EDITED, release)
    return release


@transaction.atomic
def publish_release(*, release_id: int, version: int | None = None) -> Release:
    """Publish a release: its ideas are shipped and everyone who asked is owed an answer. A second click changes nothing.

    Raises ReleaseError without notes, and StaleReleaseError when it is no longer the version somebody read and agreed to.
    """
    release = _locked(release_id)
    if release.is_published:
        return release
    if version is not None:
        _require_version(release, version)
    if not release.notes:
        raise ReleaseError(_("Write what is new in customers' words before you publish."))
    release.published_at = clock.now()
    release.save(update_fields=["published_at"])
    for idea_id in release.shipments.order_by("idea_id").values_list("idea_id", flat=True):
        ship_idea(idea_id=idea_id, release_id=release.pk)
    ledger.record(PUBLISHED, release)
    return release


@transaction.atomic
def translate_release(*, release_id: int, language: str, version: int, title: str, notes: str) -> ReleaseTranslation:
    """Write a release's title and notes in a language; saving what is there changes nothing. `version` is 0 for a new one.

    Without a title the original one stands. Raises TranslationError without notes, and StaleTranslationError when
    somebody else wrote meanwhile.
    """
    release = _locked(release_id)
    new = _translated(title, notes)
    there = release.translations.filter(language=require_language(language)).first()
    if there and (there.title, there.notes) == new:
        return there
    require_current(there, version)
    row = there or ReleaseTranslation(release=release, language=language, version=0)
    row.title, row.notes = new
    row.version += 1
    if there:
        row.save(update_fields=["title", "notes", "version"])
    else:
        row.save(force_insert=True)
    ledger.record(TRANSLATED, release, language=language)
    return row


@transaction.atomic
def remove_release_translation(*, release_id: int, language: str) -> None:
    """Take translated notes away: readers of that language see the original again. Doing so twice changes nothing."""
    release = _locked(release_id)
    removed, _rows = release.translations.filter(language=language).delete()
    if removed:
        ledger.record(UNTRANSLATED, release, language=language)


@transaction.atomic
def subscribe(*, contact: Contact) -> Subscriber:
    """Let a contact have one mail per release; subscribing again changes nothing."""
    row, is_new = Subscriber.objects.select_for_update(no_key=True).get_or_create(
        contact=contact, defaults={"since": clock.now()}
    )
    if is_new or row.stopped_at:
        row.since, row.stopped_at = clock.now(), None
        row.save(update_fields=["since", "stopped_at"])
        ledger.record(SUBSCRIBED, contact)
    return row


@transaction.atomic
def unsubscribe(*, contact: Contact) -> None:
    """Send a contact no more mails about releases; doing so again changes nothing."""
    row = Subscriber.objects.select_for_update(no_key=True).subscribed().filter(contact=contact).first()
    if row:
        row.stopped_at = clock.now()
        row.save(update_fields=["stopped_at"])
        ledger.record(UNSUBSCRIBED, contact)


def _locked(release_id: int) -> Release:
    release = Release.objects.select_for_update(no_key=True).filter(pk=release_id).first()
    if release is None:
        raise ReleaseError(_("This release does not exist any more. Go back to the list of releases."))
    return release


def _require_version(release: Release, version: int) -> None:
    if release.version != version:
        raise StaleReleaseError(
            _(
                "Somebody else changed this release meanwhile. Nothing is lost: compare with theirs below, then save again."
            )
        )


def _drafted_just_now(release: Release) -> Release | None:
    if release.made_by is None:
        return None
    # One person's clicks are looked at one after the other.
    Staff.objects.select_for_update(no_key=True).get(pk=release.made_by.pk)
    same = {name: getattr(release, name) for name in ("title", "notes", "version_name", "product", "made_by")}
    return Release.objects.filter(**same, created_at__gte=release.created_at - DOUBLE_CLICK).first()


def _idea_ids(release: Release) -> set[int]:
    return set(release.shipments.values_list("idea_id", flat=True))


def _existing(idea_ids: Iterable[int]) -> set[int]:
    return set(Idea.objects.filter(pk__in=set(idea_ids)).values_list("pk", flat=True))


def _set_ideas(release: Release, idea_ids: Iterable[int]) -> None:
    wanted = _existing(idea_ids)
    release.shipments.exclude(idea_id__in=wanted).delete()
    ReleasedIdea.objects.bulk_create(
        [ReleasedIdea(release=release, idea_id=idea_id) for idea_id in sorted(wanted)], ignore_conflicts=True
    )


def _thanked_ids(release: Release) -> set[int]:
    return set(release.thanks.values_list("survey_id", flat=True))


def _honouring(survey_ids: Iterable[int]) -> set[int]:
    """Keep the surveys that ask people whether they may be thanked."""
    return set(honouring().filter(pk__in=set(survey_ids)).values_list("pk", flat=True))


def _set_thanks(release: Release, survey_ids: Iterable[int]) -> None:
    wanted = _honouring(survey_ids)
    release.thanks.exclude(survey_id__in=wanted).delete()
    ReleaseThanks.objects.bulk_create(
        [ReleaseThanks(release=release, survey_id=survey_id) for survey_id in sorted(wanted)], ignore_conflicts=True
    )


def _notes(notes: str) -> str:
    notes = clean_words(notes)
    if len(notes) > MOST_CHARACTERS:
        raise ReleaseError(_("The notes have at most 20,000 characters; shorten them."))
    return notes


def _translated(title: str, notes: str) -> tuple[str, str]:
    try:
        new = _title(title) if clean_line(title) else "", _notes(notes)
    except ReleaseError as problem:
        raise TranslationError(str(problem)) from problem
    if not new[1]:
        raise TranslationError(
            _("Write what is new in this language, or leave the page: its readers read the original.")
        )
    return new


def _title(title: str) -> str:
    title = clean_line(title)
    if not title:
        raise ReleaseError(_("Give the release a title, such as “Work offline”."))
    if len(title) > 200:  # noqa: PLR2004 - the column's length
        raise ReleaseError(_("The title is longer than 200 characters; put the details into the notes."))
    return title
