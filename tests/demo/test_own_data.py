"""The demo comes into an empty installation, and goes without leaving anything but the owner and the settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.makers import make_area, make_company, make_feedback, make_product, make_staff
from tests.postbox import Postbox
from wellheard.foundation import clock, demo
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.web.demo.commands import KEPT, DemoError, ask_for_demo, begin_with_own_data, emptied_tables
from wellheard.web.demo.story import tell_story
from wellheard.workspace.models import Category, Product, Staff, Vendor
from wellheard.workspace.permissions import Role

PASSWORDS = dict.fromkeys([role.value for role in Role], "a boat full of quiet otters")
MINE = {
    "vendor_name": "Harbour Software",
    "product_name": "Harbour",
    "admin_name": "Ada Berg",
    "admin_email": "ada@harbour.example",
    "password": "a tide of patient lanterns",
}
# Written by Django, allauth and the job queue; their rows about people go with the person.
NOT_OURS = ("django_", "procrastinate_", "auth_", "foundation_cache")


@pytest.fixture(autouse=True)
def _data(scratch: Path, settings: Settings) -> None:
    settings.DATA = scratch


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_nothing_of_the_story_stays(django_capture_on_commit_callbacks: Any) -> None:
    demo.write_down([])
    tell_story(PASSWORDS)
    me = Staff.objects.get(role=Role.ADMIN)
    categories = Category.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        begin_with_own_data(by=me, **MINE)

    left = {
        table for table in connection.introspection.table_names() if not table.startswith(NOT_OURS) and rows_of(table)
    }
    kept = {model._meta.db_table for model in KEPT}
    assert left == kept | {Fact._meta.db_table}
    assert [fact.name for fact in Fact.objects.all()] == ["demo.removed"]
    assert (Staff.objects.get().email, Product.objects.get().name) == ("ada@harbour.example", "Harbour")
    assert (Vendor.objects.get().name, Category.objects.count()) == ("Harbour Software", categories)
    assert Staff.objects.get().check_password(MINE["password"])
    assert not demo.is_demo()


@pytest.mark.django_db
def test_every_reference_still_leads_somewhere(django_capture_on_commit_callbacks: Any) -> None:
    demo.write_down([])
    tell_story(PASSWORDS)
    with django_capture_on_commit_callbacks(execute=True):
        begin_with_own_data(by=Staff.objects.get(role=Role.ADMIN), **MINE)

    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if column.is_relation and column.related_model and model._meta.managed:
                there = column.related_model._base_manager.values("pk")
                used = model._base_manager.exclude(**{column.name: None})
                assert not used.exclude(**{f"{column.attname}__in": there}).exists(), column


@pytest.mark.django_db
def test_a_second_click_after_a_crash_removes_nothing_of_ones_own() -> None:
    demo.write_down([])
    me = make_staff()
    make_product()
    begin_with_own_data(by=me, **MINE)
    make_feedback()

    begin_with_own_data(by=me, **MINE)

    assert Feedback.objects.count() == 1


@pytest.mark.django_db
def test_where_there_is_no_demo_nothing_is_removed() -> None:
    make_feedback()
    with pytest.raises(DemoError, match="Nothing was removed"):
        begin_with_own_data(by=make_staff(), **MINE)

    assert Feedback.objects.count() == 1


@pytest.mark.django_db
def test_the_demo_comes_into_an_empty_installation_beside_its_owner(run_jobs: Callable[[], None]) -> None:
    Vendor.objects.create(pk=1, name="Harbour Software", set_up_at=clock.now())
    make_product(name="Harbour")
    owner = make_staff(email="ada@harbour.example")

    ask_for_demo(by=owner)
    ask_for_demo(by=owner)
    run_jobs()

    assert demo.is_demo()
    assert Feedback.objects.count() > 40
    assert Vendor.objects.get().name == "Harbour Software"
    assert "agent\t" in demo.sign_in_file().read_text()
    assert Fact.objects.filter(name="demo.told").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_company, make_feedback, make_area])
def test_it_does_not_come_where_there_is_data(make: Callable[[], object]) -> None:
    make()
    with pytest.raises(DemoError, match="would mix"):
        ask_for_demo(by=make_staff())

    assert not demo.is_demo()


@pytest.mark.django_db
def test_mail_stays_while_the_demo_is_here_and_leaves_after(postbox: Postbox, run_jobs: Callable[[], None]) -> None:
    states = []
    for key in ("with the demo", "without"):
        demo.write_down([]) if key == "with the demo" else demo.forget()
        queue_mail(Letter(key=key, to_address="a@b.example", subject="Hello", body="Words"))
        run_jobs()
        states.append(OutgoingMail.objects.get(key=key).state)

    assert states == [OutgoingMail.State.KEPT, OutgoingMail.State.SENT]


@pytest.mark.django_db
def test_the_page_asks_for_the_word_and_loses_nothing(signed_in: Callable[[Staff], Client]) -> None:
    demo.write_down([])
    browser = signed_in(make_staff())

    page = browser.post("/settings/own-data/", MINE | {"confirmation": "yes"})

    assert page.status_code == 422
    assert "Harbour Software" in page.content.decode()
    assert Vendor.objects.count() == 0


@pytest.mark.django_db
def test_the_page_takes_the_demo_out_and_keeps_one_signed_in(signed_in: Callable[[Staff], Client]) -> None:
    demo.write_down([])
    make_feedback()
    make_product()
    browser = signed_in(make_staff())

    response = browser.post("/settings/own-data/", MINE | {"confirmation": "remove"})

    assert response.headers["Location"] == "/settings/setting-up/"
    assert not Feedback.objects.exists()
    assert browser.get("/settings/own-data/").status_code == 200


@pytest.mark.django_db
def test_only_admins_do_either(signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(make_staff(role=Role.PRODUCT))

    assert browser.get("/settings/own-data/").status_code == 403
    assert browser.post("/settings/own-data/demo/").status_code == 403


def test_no_table_of_what_stays_is_emptied() -> None:
    assert not {model._meta.db_table for model in KEPT} & set(emptied_tables())
