"""A release thanks by name who answered and agreed to it, and nobody who did not or took it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_contact, make_staff, make_survey
from wellheard.customers.commands.erasing import erase_contact
from wellheard.deliver.commands import edit_release, publish_release
from wellheard.deliver.models import Release
from wellheard.foundation.facts.models import Fact
from wellheard.listen.surveys.commands import personal_link, set_incentive
from wellheard.listen.surveys.models import Invitation, Survey
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
PUBLIC = "/portal/changelog/"


@pytest.fixture
def boss(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


@pytest.fixture
def survey() -> Survey:
    survey = make_survey(channels=["link"], name="How was the beta?")
    set_incentive(survey_id=survey.pk, kind="honour", texts={"en": {"text": "We say thank you."}})
    return survey


def answered(survey: Survey, name: str, *, thank: str = "named") -> Invitation:
    """Let somebody answer, and agree to be thanked or not, on their own page."""
    link, client = personal_link(survey_id=survey.pk, contact_id=make_contact(name=name).pk), Client()
    client.post(f"/s/{link.token}/", {"question": "nps", "number": "9"})
    client.post(f"/s/{link.token}/", {"question": "why", "words": ""})
    if thank:
        client.post(f"/s/{link.token}/thanks/", {"thank": thank, "name": name})
    return link


def typed(**fields: Any) -> dict[str, Any]:
    return {"title": "Work offline", "version_name": "", "product": "", "notes": "Sheets stay.", "save": "yes"} | fields


def drafted(boss: Client, survey: Survey) -> Release:
    boss.post("/releases/new/", typed(thanks=[survey.pk]))
    return Release.objects.get()


def read(client: Client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


def test_the_names_of_those_who_agreed_stand_in_the_draft_and_on_the_public_page(boss: Client, survey: Survey) -> None:
    answered(survey, "Anna <Berg>")
    answered(survey, "Secret Person", thank="unnamed")
    answered(survey, "Never Asked", thank="")
    form = read(boss, "/releases/new/")
    assert "Anna &lt;Berg&gt; · one without a name" in form
    release = drafted(boss, survey)
    words = "With thanks to Anna &lt;Berg&gt; and one more person, who answered us."
    assert words in read(boss, f"/releases/{release.pk}/")
    assert words not in read(Client(), PUBLIC)
    publish_release(release_id=release.pk)
    public = read(Client(), PUBLIC)
    assert words in public
    assert "Secret" not in public
    assert "Never" not in public


def test_who_takes_it_back_is_in_no_draft_and_on_no_page(boss: Client, survey: Survey) -> None:
    link = answered(survey, "Anna Berg")
    answered(survey, "Ben Dorn")
    release = drafted(boss, survey)
    Client().post(f"/s/{link.token}/thanks/", {"thank": "no"})
    for page in (read(boss, f"/releases/{release.pk}/"), read(boss, f"/releases/{release.pk}/edit/")):
        assert "Anna Berg" not in page
        assert "Ben Dorn" in page
    publish_release(release_id=release.pk)
    Client().post(f"/s/{Invitation.objects.get(contact__name='Ben Dorn').token}/thanks/", {"thank": "no"})
    assert "With thanks" not in read(Client(), PUBLIC)


def test_who_is_erased_is_thanked_without_a_name(boss: Client, survey: Survey) -> None:
    link = answered(survey, "Anna Berg")
    release = drafted(boss, survey)
    publish_release(release_id=release.pk)
    erase_contact(contact_id=link.contact_id)
    public = read(Client(), PUBLIC)
    assert "Anna" not in public


def test_who_agrees_after_it_went_live_is_not_in_it(boss: Client, survey: Survey) -> None:
    answered(survey, "Anna Berg")
    publish_release(release_id=drafted(boss, survey).pk)
    answered(survey, "Late Answer")
    public = read(Client(), PUBLIC)
    assert "Anna Berg" in public
    assert "Late Answer" not in public


def test_only_surveys_that_ask_for_it_are_offered_and_taken(boss: Client, survey: Survey) -> None:
    plain = make_survey(name="Nothing in return")
    assert "Nothing in return" not in read(boss, "/releases/new/")
    refused = boss.post("/releases/new/", typed(thanks=[plain.pk]))
    assert refused.status_code == 422
    assert not Release.objects.exists()


def test_saving_the_same_again_changes_nothing_and_leaving_it_out_keeps_it(boss: Client, survey: Survey) -> None:
    release = drafted(boss, survey)
    same: dict[str, Any] = {
        "release_id": release.pk,
        "version": 1,
        "title": release.title,
        "notes": release.notes,
        "idea_ids": [],
    }
    edit_release(**same, thanked_ids=[survey.pk, survey.pk, 999_999])
    edit_release(**same)
    assert not Fact.objects.filter(name="release.edited").exists()
    assert release.thanks.count() == 1
    boss.post(f"/releases/{release.pk}/edit/", typed(version="1"))
    assert release.thanks.count() == 0


def test_the_public_page_asks_the_same_questions_for_one_release_and_for_twenty(
    boss: Client, survey: Survey, queries_of: Callable[[Client, str], int]
) -> None:
    answered(survey, "Anna Berg")
    counted = []
    for total in (1, 20):
        for number in range(Release.objects.count(), total):
            boss.post("/releases/new/", typed(title=f"Release {number}", thanks=[survey.pk]))
        for release in Release.objects.filter(published_at=None):
            publish_release(release_id=release.pk)
        counted.append(queries_of(Client(), PUBLIC))
    assert counted[0] == counted[1]
