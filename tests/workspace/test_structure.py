"""Products, areas, categories and teams: names once, a tree without cycles, and nothing filed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_area, make_category, make_feedback, make_idea, make_product, make_staff, make_team
from wellheard.foundation.facts.models import Fact
from wellheard.workspace import commands
from wellheard.workspace.commands.categories import _free_key
from wellheard.workspace.models import STANDARD_CATEGORIES, Area, Category, Product, Staff, Team

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def test_names_are_taken_once_whatever_their_case() -> None:
    product = commands.add_product(name="  Field\u200b app ")
    commands.add_area(product=product, name="Invoicing")
    commands.add_team(name="Office")
    commands.add_category(name="Idea")
    assert product.name == "Field app"

    for again in (
        lambda: commands.add_product(name="FIELD APP"),
        lambda: commands.add_area(product=product, name="invoicing"),
        lambda: commands.add_team(name="office"),
        lambda: commands.add_category(name="IDEA"),
    ):
        with pytest.raises(commands.NameTakenError, match="is there already"):
            again()
    commands.add_area(product=make_product(), name="Invoicing")


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u202e", "\x00"])
def test_a_name_is_something_one_can_read(name: str) -> None:
    with pytest.raises(commands.NameMissingError, match="Write a name"):
        commands.add_product(name=name)


def test_an_area_cannot_be_part_of_itself_or_of_another_product() -> None:
    product = make_product()
    top = make_area(product=product)
    middle = make_area(product=product, parent=top)
    low = make_area(product=product, parent=middle)
    for parent in (top, middle, low):
        with pytest.raises(commands.AreaPlaceError, match="part of itself"):
            commands.edit_area(area_id=top.pk, version=1, name=top.name, parent=parent, team=None)
    with pytest.raises(commands.AreaPlaceError, match="same product"):
        commands.edit_area(area_id=top.pk, version=1, name=top.name, parent=make_area(), team=None)

    commands.edit_area(area_id=low.pk, version=1, name="Low", parent=top, team=None)

    low.refresh_from_db()
    assert (low.parent, low.name, low.version) == (top, "Low", 2)


def test_removing_an_area_hands_what_belongs_to_it_to_another() -> None:
    product = make_product()
    going, staying = make_area(product=product), make_area(product=product)
    part = make_area(product=product, parent=going)
    feedback, idea = make_feedback(area=going), make_idea(area=going)
    with pytest.raises(commands.InUseError, match="Choose the area that takes them over"):
        commands.remove_area(area_id=going.pk)
    for wrong in (part, going, make_area()):
        with pytest.raises(commands.AreaPlaceError):
            commands.remove_area(area_id=going.pk, into=wrong)

    commands.remove_area(area_id=going.pk, into=staying)

    for row in (feedback, idea, part):
        row.refresh_from_db()
    assert feedback.area == idea.area == part.parent == staying
    assert Fact.objects.get(name="area.removed").details == {"into": staying.pk}


def test_an_area_nothing_belongs_to_just_goes() -> None:
    area = make_area()

    commands.remove_area(area_id=area.pk)

    assert not Area.objects.exists()


def test_a_product_with_areas_stays() -> None:
    area = make_area()
    with pytest.raises(commands.InUseError, match="so it stays"):
        commands.remove_product(product_id=area.product_id)
    commands.remove_area(area_id=area.pk)

    commands.remove_product(product_id=area.product_id)

    assert not Product.objects.exists()


def test_removing_a_team_leaves_its_areas_without_one() -> None:
    team = make_team()
    area = make_area(team=team)

    commands.remove_team(team_id=team.pk)

    area.refresh_from_db()
    assert area.team is None


def test_standard_categories_come_once_in_order_and_read_in_the_viewers_language() -> None:
    commands.add_standard_categories()
    commands.add_standard_categories()

    assert [category.key for category in Category.objects.in_order()] == list(STANDARD_CATEGORIES)
    bug = Category.objects.get(key="bug")
    with translation.override("de"):
        assert bug.label == translation.gettext("Bug")
    commands.edit_category(category_id=bug.pk, version=1, name="Defect", position=0)
    bug.refresh_from_db()
    assert (bug.label, bug.key) == ("Defect", "bug")


def test_saving_a_standard_category_unchanged_does_not_pin_its_translation() -> None:
    commands.add_standard_categories()
    bug = Category.objects.get(key="bug")

    commands.edit_category(category_id=bug.pk, version=1, name=bug.label, position=7)

    bug.refresh_from_db()
    assert (bug.name, bug.position) == ("Bug", 7)


def test_a_categorys_key_is_made_of_its_letters_and_never_clashes() -> None:
    assert commands.add_category(name="Price & plans").key == "price-plans"
    assert commands.add_category(name="Price plans!").key == "price-plans-2"
    assert commands.add_category(name="困惑").key == "category"
    assert commands.add_category(name="称赞").key == "category-2"


@given(st.text(max_size=80))
def test_any_name_makes_a_key_that_fits(name: str) -> None:
    key = _free_key(name)
    assert 0 < len(key) <= 40
    assert key.isascii()


def test_removing_a_category_hands_its_feedback_to_another() -> None:
    going, staying = make_category(), make_category()
    feedback = make_feedback(category=going)
    for into in (None, going):
        with pytest.raises(commands.InUseError, match="Choose the category that takes it over"):
            commands.remove_category(category_id=going.pk, into=into)

    commands.remove_category(category_id=going.pk, into=staying)

    feedback.refresh_from_db()
    assert feedback.category == staying


def test_the_second_of_two_editors_is_told(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    product, team, area, category = make_product(), make_team(), make_area(), make_category()
    rows: list[tuple[str, Product | Team | Area | Category, dict[str, object]]] = [
        (f"/settings/products/{product.pk}/", product, {}),
        (f"/settings/teams/{team.pk}/", team, {}),
        (f"/settings/areas/{area.pk}/", area, {}),
        (f"/settings/categories/{category.pk}/", category, {"position": 3}),
    ]
    for url, row, more in rows:
        first = browser.post(url, {"version": 1, "name": "First words", **more})
        assert first.status_code == 302, url

        second = browser.post(url, {"version": 1, "name": "Second words", **more})

        text = second.content.decode()
        assert second.status_code == 422, url
        assert "Somebody else changed this" in text
        assert "First words" in text
        assert 'value="Second words"' in text
        row.refresh_from_db()
        assert row.name == "First words"
        again = browser.post(url, {"version": 2, "name": "Second words", **more})
        assert again.status_code == 302, url


def test_the_pages_add_what_they_say(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    browser.post("/settings/products/new/", {"name": "Field app"})
    browser.post("/settings/teams/new/", {"name": "Office"})
    browser.post("/settings/categories/", {"name": "Wish"})
    product, team = Product.objects.get(), Team.objects.get()
    browser.post(f"/settings/products/{product.pk}/areas/new/", {"name": "Invoicing", "team": team.pk})
    top = Area.objects.get()
    browser.post(f"/settings/products/{product.pk}/areas/new/", {"name": "Reminders", "parent": top.pk})

    page = browser.get("/settings/areas/").content.decode()

    assert page.index("Field app") < page.index("Invoicing") < page.index("Reminders")
    assert Category.objects.get().key == "wish"


def test_a_parent_of_another_product_is_not_even_offered(signed_in: SignIn) -> None:
    browser, product, foreign = signed_in(make_staff()), make_product(), make_area()

    page = browser.post(f"/settings/products/{product.pk}/areas/new/", {"name": "Lost", "parent": foreign.pk})

    assert page.status_code == 422
    assert not Area.objects.filter(name="Lost").exists()


BAD_NAMES = ["", "\x00", "\u200b", "x" * 10_000]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_is_refused_on_every_form_and_stays_in_the_field(signed_in: SignIn, name: str) -> None:
    browser = signed_in(make_staff())
    product, team, area, category = make_product(), make_team(), make_area(), make_category()
    before = (Product.objects.count(), Team.objects.count(), Area.objects.count(), Category.objects.count())
    for url in (
        "/settings/products/new/",
        f"/settings/products/{product.pk}/",
        f"/settings/products/{product.pk}/areas/new/",
        "/settings/teams/new/",
        f"/settings/teams/{team.pk}/",
        f"/settings/areas/{area.pk}/",
        "/settings/categories/",
        f"/settings/categories/{category.pk}/",
        "/settings/company/",
    ):
        page = browser.post(url, {"name": name, "version": 1, "position": 1})
        assert page.status_code == 422, url
        assert 'aria-invalid="true"' in page.content.decode(), url
    after = (Product.objects.count(), Team.objects.count(), Area.objects.count(), Category.objects.count())
    assert after == before


def test_markup_in_a_name_is_text(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())

    browser.post("/settings/products/new/", {"name": "<script>alert(1)</script>"})

    assert "<script>alert" not in browser.get("/settings/areas/").content.decode()


def test_removal_pages_move_and_remove(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    area = make_area()
    other = make_area(product=area.product)
    category, another = make_category(), make_category()
    feedback = make_feedback(area=area, category=category)
    assert "One piece of feedback" in browser.get(f"/settings/areas/{area.pk}/removal/").content.decode()
    assert "One piece of feedback" in browser.get(f"/settings/categories/{category.pk}/removal/").content.decode()

    refused = browser.post(f"/settings/areas/{area.pk}/removal/", {})
    assert refused.status_code == 422
    assert "Choose what takes over." in refused.content.decode()
    assert browser.post(f"/settings/areas/{area.pk}/removal/", {"into": other.pk}).status_code == 302
    assert browser.post(f"/settings/categories/{category.pk}/removal/", {}).status_code == 422
    assert browser.post(f"/settings/categories/{category.pk}/removal/", {"into": another.pk}).status_code == 302

    feedback.refresh_from_db()
    assert (feedback.area, feedback.category) == (other, another)
    assert browser.post(f"/settings/areas/{area.pk}/removal/", {"into": other.pk}).status_code == 404


def test_what_nothing_belongs_to_is_removed_without_a_question(signed_in: SignIn) -> None:
    browser, area, category = signed_in(make_staff()), make_area(), make_category()
    for url in (f"/settings/areas/{area.pk}/removal/", f"/settings/categories/{category.pk}/removal/"):
        assert 'name="into"' not in browser.get(url).content.decode()
        assert browser.post(url).status_code == 302

    assert not Area.objects.exists()
    assert not Category.objects.exists()


def test_what_came_to_belong_to_it_meanwhile_is_asked_about(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, area = signed_in(make_staff()), make_area()
    make_feedback(area=area)
    monkeypatch.setattr("wellheard.workspace.views.areas.uses_of", lambda _row: 0)

    page = browser.post(f"/settings/areas/{area.pk}/removal/")

    assert page.status_code == 422
    assert "Choose the area that takes them over" in page.content.decode()
    assert Area.objects.exists()


def test_products_and_teams_are_removed_by_post(signed_in: SignIn) -> None:
    browser, team = signed_in(make_staff()), make_team()
    area = make_area(team=team)
    assert browser.get(f"/settings/teams/{team.pk}/removal/").status_code == 405
    assert browser.post(f"/settings/teams/{team.pk}/removal/").status_code == 302

    refused = browser.post(f"/settings/products/{area.product_id}/removal/", follow=True)
    assert "so it stays" in refused.content.decode()
    empty = make_product()
    assert browser.get(f"/settings/products/{empty.pk}/removal/").status_code == 405
    assert browser.post(f"/settings/products/{empty.pk}/removal/").status_code == 302
    assert list(Product.objects.all()) == [area.product]


def test_the_vendors_name_is_changed_and_two_editors_are_told_apart(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())

    assert browser.post("/settings/company/", {"name": "Northwind", "version": 1}).status_code == 302

    page = browser.post("/settings/company/", {"name": "Southwind", "version": 1})
    assert page.status_code == 422
    assert "Northwind" in page.content.decode()
