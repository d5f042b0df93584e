"""What exists and is asked for, and what is not understood: by area, with what changed and whether it helped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_idea, make_staff
from tests.trends.worlds import companies, count_all, say
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.decide.commands import link_feedback
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation import clock
from wellheard.listen.articles.models import Article, ArticleText, ArticleVersion
from wellheard.understand import similar
from wellheard.understand.queries import article_documents
from wellheard.workspace.models import Area, Category, Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
URL = "/trends/asked/did-not-know/"


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


@pytest.fixture
def hidden() -> tuple[Area, Category]:
    """Every other day for three months somebody asked for bulk editing, which is there; since the hint nobody did."""
    about = make_area(name="Scheduling"), make_category(key="did-not-know", name="Did not know it exists")
    speakers = companies(3)
    for back in range(20, 90, 2):
        say(clock.now() - timedelta(days=back), about, speakers, many=3)
    count_all()
    return about


def ship(area: Area, *, days_ago: int) -> Release:
    idea = make_idea("A hint at bulk editing", area=area)
    release = Release.objects.create(
        title="Hints", notes="New.", created_at=clock.now(), published_at=clock.now() - timedelta(days=days_ago)
    )
    ReleasedIdea.objects.create(release=release, idea=idea)
    return release


def test_an_area_stands_with_how_many_say_so_and_what_they_pay(admin: Client, hidden: tuple[Area, Category]) -> None:
    page = admin.get(URL).text
    assert "105 times somebody asked for what exists, most of all in Scheduling" in page
    assert "3 companies, $300 a month" in page
    assert "thing about it.”" in page


def test_a_change_that_helped_is_said_to_have_helped(admin: Client, hidden: tuple[Area, Category]) -> None:
    ship(hidden[0], days_ago=19)
    page = admin.get(URL).text
    assert "Said less since" in page
    assert "a week before, 0.0 a week since." in page


def test_a_release_says_itself_whether_it_helped(admin: Client, hidden: tuple[Area, Category]) -> None:
    page = admin.get(f"/releases/{ship(hidden[0], days_ago=19).pk}/").text
    assert "whether it helped" in page
    assert "Said less since" in page
    assert "Features people ask for that exist" in page
    assert "whether it helped" not in admin.get(f"/releases/{ship(make_area(), days_ago=19).pk}/").text


def test_a_change_that_changed_nothing_is_said_to_have_changed_nothing(
    admin: Client, hidden: tuple[Area, Category]
) -> None:
    ship(hidden[0], days_ago=50)
    ship(hidden[0], days_ago=2)
    page = admin.get(URL).text
    assert "No real change since" in page or "Said less since" in page
    assert "Too early to say" in page


def test_the_ideas_they_mean_stand_beside_their_words(admin: Client, hidden: tuple[Area, Category]) -> None:
    from wellheard.listen.models import Feedback

    idea = make_idea("Edit many at once", area=hidden[0])
    for said in Feedback.objects.order_by("-heard_at")[:3]:
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    assert "Edit many at once" in admin.get(URL).text


def test_of_a_segment_only_its_companies_count(admin: Client, hidden: tuple[Area, Category]) -> None:
    segment = Segment.objects.create(name="Northern", rule={})
    SegmentMember.objects.create(segment=segment, company=Company.objects.order_by("pk")[0])
    page = admin.get(f"{URL}?segment={segment.pk}").text
    assert "35 times" in page
    assert "one company, $100 a month" in page


@pytest.mark.parametrize("key", ["did-not-know", "confusion"])
def test_nobody_said_so_is_said_too(admin: Client, key: str) -> None:
    assert "Nobody said so in this period" in admin.get(f"/trends/asked/{key}/").text


def test_there_is_no_such_list(admin: Client) -> None:
    assert admin.get("/trends/asked/nonsense/").status_code == 404


def test_as_many_queries_for_many_areas_as_for_one(
    admin: Client, queries_of: Callable[[Client, str], int], hidden: tuple[Area, Category]
) -> None:
    ship(hidden[0], days_ago=30)
    few = queries_of(admin, URL)
    for _ in range(8):
        area = make_area()
        say(clock.now() - timedelta(days=5), (area, hidden[1]), companies(2), many=9)
        ship(area, days_ago=30)
    count_all()
    assert queries_of(admin, URL) <= few + 1


def test_what_explains_it_stands_there_and_counts_as_a_change(admin: Client, hidden: tuple[Area, Category]) -> None:
    assert "No published article explains it." in admin.get(URL).text
    article = Article.objects.create(
        area=hidden[0], state="published", language="en", created_at=clock.now(), published_at=clock.now()
    )
    at = clock.now() - timedelta(days=19)
    ArticleText.objects.create(
        article=article, language="en", title="Edit many at once", slug="many", published_at=at, updated_at=at
    )
    ArticleVersion.objects.create(
        article=article, language="en", number=1, title="Edit many at once", body="So.", slug="many", published_at=at
    )
    page = admin.get(URL).text
    assert page.count("Edit many at once") == 2
    assert "Said less since" in page


def test_an_article_of_another_area_that_says_what_they_ask_comes_first(
    admin: Client, hidden: tuple[Area, Category]
) -> None:
    say(clock.now() - timedelta(days=3), hidden, companies(1), words="Can I edit several shifts at once?")
    count_all()
    at = clock.now() - timedelta(days=200)
    for title, area in (("Holidays and sick days", hidden[0]), ("Edit several shifts at once", make_area())):
        article = Article.objects.create(
            area=area, state="published", language="en", created_at=at, published_at=at, helpful_count=0
        )
        text = ArticleText.objects.create(
            article=article, language="en", title=title, slug=str(article.pk), published_at=at, updated_at=at
        )
        similar.index_many(article_documents(text))
    group = admin.get(URL).context["asked"].groups[0]
    assert [(one.text.title, one.says_the_same) for one in group.articles] == [
        ("Edit several shifts at once", True),
        ("Holidays and sick days", False),
    ]


def test_what_mostly_new_customers_ask_belongs_into_their_beginning(
    admin: Client, hidden: tuple[Area, Category]
) -> None:
    sentence = "came in the last 90 days"
    assert sentence not in admin.get(URL).text
    Company.objects.update(joined_on=clock.today() - timedelta(days=20))
    assert f"3 of these 3 companies {sentence}" in admin.get(URL).text
