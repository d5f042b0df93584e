"""The first admin comes in through one link, once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.makers import make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace import commands
from wellheard.workspace.models import Category, Product, Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

ANSWERS = {
    "vendor_name": "Northwind Field Service",
    "product_name": "Field app",
    "admin_name": "Ines Calder",
    "admin_email": "Ines@Northwind.example",
    "password": "a boat full of quiet otters",
}


def path_of(link: str) -> str:
    return link.removeprefix(settings.BASE_URL)


def test_the_link_sets_up_vendor_product_categories_and_admin_and_signs_the_admin_in(client: Client) -> None:
    link = commands.make_set_up_link()

    response = client.post(path_of(link), ANSWERS)

    assert response.status_code == 302
    admin = Staff.objects.get()
    assert (admin.email, admin.role, admin.name) == ("ines@northwind.example", Role.ADMIN, "Ines Calder")
    assert admin.check_password("a boat full of quiet otters")
    assert client.session["_auth_user_id"] == str(admin.pk)
    assert Vendor.objects.get().name == "Northwind Field Service"
    assert Product.objects.get().name == "Field app"
    assert [category.key for category in Category.objects.in_order()][:3] == ["confusion", "did-not-know", "bug"]
    assert Fact.objects.filter(name="vendor.set_up").count() == 1


def test_the_page_asks_and_says_in_which_currency_figures_will_be(client: Client) -> None:
    page = client.get(path_of(commands.make_set_up_link()))

    assert page.status_code == 200
    assert "will be counted in USD" in page.content.decode()


def test_the_link_works_once(client: Client) -> None:
    link = commands.make_set_up_link()
    client.post(path_of(link), ANSWERS)

    again = Client().post(path_of(link), ANSWERS | {"admin_email": "mallory@example.com"})

    assert again.status_code == 410
    assert Staff.objects.count() == 1


def test_a_link_ends_after_three_days_and_when_a_newer_one_is_made(client: Client) -> None:
    first = commands.make_set_up_link()
    second = commands.make_set_up_link()
    assert client.get(path_of(first)).status_code == 410
    assert client.get(path_of(second)).status_code == 200

    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        assert client.get(path_of(second)).status_code == 410


def test_only_the_hash_of_the_link_is_kept() -> None:
    key = commands.make_set_up_link().rstrip("/").rpartition("/")[2]

    assert key not in str(Vendor.objects.values().get())


def test_no_link_is_made_once_it_is_set_up() -> None:
    make_staff()

    with pytest.raises(commands.SetUpError, match="set up already"):
        commands.make_set_up_link()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("vendor_name", "", "Write your company"),
        ("vendor_name", "\x00\u200b", "Write your company"),
        ("product_name", "x" * 10_000, "Use at most 80 characters; these are 10000."),
        ("admin_email", "ines", "Write a whole mail address"),
        ("password", "short", "at least 10 characters"),
        ("password", "ines.calder@northwind", "too similar"),
        ("password", "password1234", "too common"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_half_saved(
    client: Client, field: str, value: str, sentence: str
) -> None:
    link = commands.make_set_up_link()

    page = client.post(path_of(link), ANSWERS | {"admin_email": "ines.calder@northwind.example", field: value})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Staff.objects.exists()
    assert not Product.objects.exists()
    assert client.get(path_of(link)).status_code == 200


@pytest.mark.parametrize("key", ["nonsense", "%00", "x" * 3000, "%F0%9F%A6%A6", "..%2f"])
def test_a_made_up_link_opens_nothing(client: Client, key: str) -> None:
    assert client.get(f"/set-up/{key}/").status_code in {404, 410}


def test_the_page_refuses_other_methods(client: Client) -> None:
    assert client.delete(path_of(commands.make_set_up_link())).status_code == 405


def test_a_first_admin_is_made_only_while_there_is_none() -> None:
    commands.make_first_admin(email="ines@northwind.example", name="Ines", password="a boat full of otters")

    with pytest.raises(commands.SetUpError, match="There is an admin already"):
        commands.make_first_admin(email="bob@northwind.example", name="Bob", password="a boat full of otters")
