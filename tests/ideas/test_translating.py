"""What customers read of decisions and releases in their language: written by staff, and said where nobody wrote it yet."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.answer.stories import asks, decide, ship
from tests.makers import make_contact, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.decide.models import DecisionTranslation
from wellheard.deliver.models import ReleaseTranslation
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
LONG = "Many of the companies we work for need this before the winter comes."
GERMAN = {"Accept-Language": "de-AT,de;q=0.9"}
RUSSIAN = {"Accept-Language": "ru"}


def test_a_reason_is_read_in_the_readers_language_and_said_where_it_is_not(signed_in: SignIn, client: Client) -> None:
    idea = make_idea(is_public=True)
    decision = decide(idea, public_reason=LONG)
    browser, path = signed_in(make_staff(role=Role.PRODUCT)), f"/ideas/decisions/{decision.pk}/de/"
    assert LONG in browser.get(path).text
    page = f"/portal/ideas/{idea.pk}/"
    assert "Das ist auf Englisch" in client.get(page, headers=GERMAN).text

    kept = browser.post(path, {"version": "0", "public_reason": "Viele brauchen es vor dem Winter."})

    assert kept["Location"] == f"/ideas/{idea.pk}/#decision"
    german = client.get(page, headers=GERMAN).text
    assert '<div class="stack" lang="de" dir="auto"><p>Viele brauchen es vor dem Winter.' in german
    assert "Das ist auf Englisch" not in german
    assert LONG in client.get(page).text
    stale = browser.post(path, {"version": "0", "public_reason": "Meins."})
    assert (stale.status_code, "Meins." in stale.text, "vor dem Winter" in stale.text) == (422, True, True)
    assert browser.post(path, {"version": "1", "public_reason": " "}).status_code == 422
    browser.post(f"{path}removal/")
    browser.post(f"{path}removal/")
    assert LONG in client.get(page, headers=GERMAN).text


def test_notes_are_read_in_the_readers_language_and_said_where_they_are_not(signed_in: SignIn, client: Client) -> None:
    idea = make_idea("Work offline", is_public=True)
    release = ship(idea, notes="Your sheets stay on the phone until there is a signal again.")
    browser, path = signed_in(make_staff(role=Role.PRODUCT)), f"/releases/{release.pk}/translations/ru/"
    assert "Work offline" in browser.get(path).text

    kept = browser.post(path, {"version": "0", "title": "", "notes": "Листы **остаются** в телефоне."})

    assert kept["Location"] == f"/releases/{release.pk}/#translations"
    russian = client.get("/portal/changelog/", headers=RUSSIAN).text
    assert '<div class="prose" lang="ru" dir="auto"><p>Листы <strong>остаются</strong>' in russian
    assert '<h2 lang="en" dir="auto">Work offline' in russian
    assert "Das ist auf Englisch" in client.get("/portal/changelog/", headers=GERMAN).text
    browser.post(f"{path}removal/")
    assert not ReleaseTranslation.objects.exists()


def test_drafts_nobody_edited_take_a_translation_up_and_lead_to_where_it_is_written(
    signed_in: SignIn, run_jobs: Callable[[], None]
) -> None:
    idea = make_idea()
    asks(make_contact(language="ru"), idea)
    decision = decide(idea, public_reason=LONG)
    run_jobs()
    browser, answer = signed_in(make_staff()), Answer.objects.get()
    path = f"/ideas/decisions/{decision.pk}/ru/"
    assert f'href="{path}"' in browser.get(f"/answers/{answer.pk}/").text

    browser.post(path, {"version": "0", "public_reason": "Это нужно многим."})
    run_jobs()

    answer.refresh_from_db()
    assert "Это нужно многим." in answer.words
    assert answer.staff_language == ""
    assert f'href="{path}"' not in browser.get(f"/answers/{answer.pk}/").text


def test_only_who_may_writes_a_translation_and_only_in_a_language(signed_in: SignIn) -> None:
    idea = make_idea(is_public=True)
    decision, release = decide(idea), ship(make_idea())
    viewer, product = signed_in(make_staff(role=Role.VIEWER)), signed_in(make_staff(role=Role.PRODUCT))

    for path in (f"/ideas/decisions/{decision.pk}/", f"/releases/{release.pk}/translations/"):
        written = {"version": "0", "public_reason": "Ja.", "notes": "Da."}
        assert viewer.post(f"{path}de/", written).status_code == 403
        assert product.get(f"{path}klingon/").status_code == 404
        assert product.get(f"{path}de/removal/").status_code == 405
    assert not DecisionTranslation.objects.exists()
