"""Links that people kept to an earlier board lead to the idea here."""

import pytest
from django.test import Client

from tests.makers import make_idea
from wellheard.decide.commands import merge_ideas
from wellheard.decide.commands.importing import IdeaDraft, import_ideas
from wellheard.decide.models import Idea, ImportedIdea


def bring(key: str, url: str, **fields: object) -> Idea:
    import_ideas(origin="canny", drafts=[IdeaDraft(key=key, title=f"Idea {key}", url=url)])
    Idea.objects.filter(origins__origin_key=key).update(**fields)
    return Idea.objects.get(origins__origin_key=key)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["/features/p/dark-mode", "/features/p/dark-mode/", "/features/p/dark-mode?ref=mail"])
def test_an_earlier_address_leads_to_the_idea(client: Client, asked: str) -> None:
    idea = bring("7", "https://old.example/features/p/dark-mode", is_public=True)
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, f"/portal/ideas/{idea.pk}/")


@pytest.mark.django_db
def test_an_idea_that_is_not_public_is_not_betrayed(client: Client) -> None:
    bring("7", "https://old.example/features/p/dark-mode", is_public=False)
    assert client.get("/features/p/dark-mode").status_code == 404


@pytest.mark.django_db
def test_an_address_without_a_path_takes_over_nothing(client: Client) -> None:
    bring("7", "https://old.example/", is_public=True)
    assert not ImportedIdea.objects.exclude(path="").exists()
    assert client.get("/no-such-place/").status_code == 404


@pytest.mark.django_db
def test_a_merged_idea_leads_on_from_its_earlier_address(client: Client) -> None:
    kept = make_idea("The kept one", is_public=True)
    idea = bring("7", "https://old.example/p/7", is_public=True)
    merge_ideas(source_id=idea.pk, target_id=kept.pk, by=None)
    assert client.get("/p/7", follow=True).redirect_chain[-1][0] == f"/portal/ideas/{kept.pk}/"
