"""The demo comes into an empty installation, and goes without taking anything along that somebody added themselves."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from pytest_django import Settings

from tests.makers import (
    make_area,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_product,
    make_staff,
)
from tests.postbox import Postbox
from wellheard.answer.commands import News, owe_answers
from wellheard.answer.models import Answer
from wellheard.decide.commands import add_board, link_feedback, place_on_board, vote
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.reviews.models import Review
from wellheard.foundation import clock, demo
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.models import Benchmark
from wellheard.learn.playbooks.models import Playbook, PlaybookStep
from wellheard.listen.models import AsideReason, Feedback, TriageStep
from wellheard.web.demo import analyses, answering, cast, deals, departures, interviews, others, voices
from wellheard.web.demo.commands import DemoError, ask_for_demo, begin_as, mark_story, remove_demo
from wellheard.web.demo.rows import KEPT, removable, rows_there
from wellheard.web.demo.story import tell_story
from wellheard.web.feedback.commands import set_aside
from wellheard.web.moderation.commands import decide
from wellheard.workspace.models import Area, Category, Product, Reason, Staff, Vendor
from wellheard.workspace.permissions import Role

PASSWORDS = dict.fromkeys([role.value for role in Role], "a boat full of quiet otters")
MINE = {
    "vendor_name": "Harbour Software",
    "product_name": "Harbour",
    "admin_name": "Ada Berg",
    "admin_email": "ada@harbour.example",
    "password": "a tide of patient lanterns",
}
# What every installation begins with is added again.
ADDED_AGAIN: tuple[type[Model], ...] = (Reason, Playbook, PlaybookStep)
# Written by Django, allauth and the job queue; their rows about people go with the person.
NOT_OURS = ("django_", "procrastinate_", "auth_", "foundation_cache")


@pytest.fixture(autouse=True)
def _data(scratch: Path, settings: Settings) -> None:
    settings.DATA = scratch


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        return int(cursor.fetchone()[0])


def tell_a_little(tell: Callable[[], Any]) -> Any:
    """Let what this makes be the story."""
    demo.write_down([])
    before = rows_there()
    made = tell()
    mark_story(by=Staff.objects.first() or make_staff(), before=before)
    return made


def assert_every_reference_leads_somewhere() -> None:
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if column.is_relation and column.related_model and model._meta.managed:
                there = column.related_model._base_manager.values("pk")
                used = model._base_manager.exclude(**{column.name: None})
                assert not used.exclude(**{f"{column.attname}__in": there}).exists(), column


@pytest.mark.all
@pytest.mark.django_db
def test_the_whole_story_comes_goes_and_comes_again_the_same(django_capture_on_commit_callbacks: Any) -> None:
    def told() -> Counter[str]:
        demo.write_down([])
        tell_story(PASSWORDS)
        return Counter(Fact.objects.values_list("name", flat=True))

    # A new installation has some; a test before this one may have emptied the table.
    Benchmark.objects.get_or_create(name="B2B SaaS", low=30, high=40, source="A report", said_on=clock.today())
    first = told()
    assert Feedback.objects.filter(origin="demo").count() == len(voices.VOICES)
    assert [one.number for one in Review.objects.ahead() if one.is_past] == []
    me = Staff.objects.get(name="Ines Calder")
    categories = Category.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        begin_as(by=me, **MINE)

    left = {
        table for table in connection.introspection.table_names() if not table.startswith(NOT_OURS) and rows_of(table)
    }
    kept = {model._meta.db_table for model in KEPT} | {Fact._meta.db_table}
    assert left == kept | {model._meta.db_table for model in ADDED_AGAIN}
    assert not Playbook.objects.switched_on().exists()
    assert {fact.name for fact in Fact.objects.all()} == {"demo.removed", "reason.added", "playbook.added"}
    assert (Staff.objects.get().email, Product.objects.get().name) == ("ada@harbour.example", "Harbour")
    assert (Vendor.objects.get().name, Category.objects.count()) == ("Harbour Software", categories)
    assert not demo.is_demo()

    again = told()
    new = {"vendor.set_up", "product.added", "category.added", "demo.removed", "staff.joined", "vendor.renamed"}
    new |= {"reason.added", "playbook.added"}
    assert {name: count for name, count in again.items() if name not in new} == {
        name: count for name, count in first.items() if name not in new
    }


@pytest.mark.django_db
def test_what_the_owner_added_before_and_since_stays() -> None:
    mine_before = make_staff(email="ada@harbour.example")
    product = make_product()

    def story() -> tuple[Any, ...]:
        company = make_company(name="Of the story")
        contact = make_contact(company=company)
        return company, contact, make_feedback(contact=contact), make_idea(), make_area(product=product)

    _company, contact, said, told_idea, area = tell_a_little(story)
    mine = make_idea(title="My own")
    vote(idea_id=mine.pk, contact=contact)
    own = make_feedback(words="My own customer said this", contact=make_contact(company=make_company(name="Mine")))
    link_feedback(feedback_id=own.pk, idea_id=mine.pk, by=mine_before)
    link_feedback(feedback_id=own.pk, idea_id=told_idea.pk, by=mine_before)
    place_on_board(idea_id=mine.pk, board=add_board(name="Mine"))
    under = Area.objects.create(product=product, name="Mine", parent=area)
    colleague = make_staff()

    assert remove_demo(by=mine_before)

    assert list(Feedback.objects.all()) == [own]
    assert list(Idea.objects.values_list("title", "vote_count", "company_count")) == [("My own", 0, 1)]
    assert Evidence.objects.standing().get().company == own.company
    assert Area.objects.get() == under
    assert Area.objects.get().parent is None
    assert set(Staff.objects.all()) == {mine_before, colleague}
    assert not Feedback.objects.filter(pk=said.pk).exists()
    assert_every_reference_leads_somewhere()


@pytest.mark.django_db
def test_what_happened_to_the_story_since_goes_with_it() -> None:
    contact, idea, said = tell_a_little(
        lambda: (make_contact(email="anneke@lifts.example"), make_idea(), make_feedback())
    )
    vote(idea_id=idea.pk, contact=contact)
    owe_answers(news=News(idea, Answer.Occasion.SHIPPED), contact_ids=[contact.pk])
    assert Answer.objects.exists()
    me = make_staff()
    queue_mail(Letter(key="code", to_address="anneke@lifts.example", subject="Your code", body="123 456"))
    decide(feedback_ids=[said.pk], verdict="hide", by=me)

    remove_demo(by=me)

    kept = {model._meta.db_table for model in (*KEPT, *ADDED_AGAIN)} | {Fact._meta.db_table}
    assert {model._meta.db_table for model in removable() if model._base_manager.exists()} <= kept
    assert_every_reference_leads_somewhere()


@pytest.mark.django_db
def test_triage_of_ones_own_can_be_undone_after_the_story_is_gone() -> None:
    me, said = make_staff(), tell_a_little(make_feedback)
    own = make_feedback("My own customer said this")
    for one in (said, own):
        set_aside(feedback_id=one.pk, reason=AsideReason.UNCLEAR, note="", by=me)

    remove_demo(by=me)

    assert [list(step.before) for step in TriageStep.objects.all()] == [[str(own.pk)]]


@pytest.mark.django_db
def test_a_second_removal_changes_nothing(django_capture_on_commit_callbacks: Any) -> None:
    me = make_staff()
    tell_a_little(make_feedback)
    assert remove_demo(by=me)
    own = make_feedback()

    # A crash left the file that says there is a demo.
    demo.write_down([])
    with django_capture_on_commit_callbacks(execute=True):
        assert not remove_demo(by=me)

    assert Feedback.objects.get() == own
    assert not demo.is_demo()


@pytest.mark.django_db
def test_a_person_of_the_story_goes_on_under_a_name_of_their_own() -> None:
    Vendor.objects.create(pk=1, name="Northwind")
    me, other = tell_a_little(lambda: (make_staff(), make_staff(), make_product())[:2])

    begin_as(by=me, **MINE)

    assert Staff.objects.get().email == "ada@harbour.example"
    assert Staff.objects.get().check_password(MINE["password"])
    assert (Vendor.objects.get().name, Product.objects.get().name) == ("Harbour Software", "Harbour")
    assert other.pk != me.pk


@pytest.mark.django_db
def test_where_there_is_no_demo_nothing_is_removed() -> None:
    make_feedback()
    with pytest.raises(DemoError, match="Nothing was removed"):
        remove_demo(by=make_staff())

    assert Feedback.objects.count() == 1


@pytest.mark.django_db
def test_it_is_not_removed_while_it_is_being_told() -> None:
    me = make_staff()
    ask_for_demo(by=me)
    demo.write_down([])

    with pytest.raises(DemoError, match="still being told"):
        remove_demo(by=me)
    assert demo.is_demo()


@pytest.mark.django_db
def test_it_is_asked_for_once() -> None:
    owner = make_staff(email="ada@harbour.example")
    ask_for_demo(by=owner)
    demo.write_down([])
    ask_for_demo(by=owner)

    assert Fact.objects.filter(name="demo.asked_for").count() == 1


@pytest.mark.django_db
def test_home_says_that_it_comes(signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(owner := make_staff())
    assert "The demo is being told" not in browser.get("/").text

    ask_for_demo(by=owner)

    assert "The demo is being told" in browser.get("/").text


@pytest.mark.all
@pytest.mark.django_db
def test_the_demo_comes_into_an_empty_installation_beside_its_owner(run_jobs: Callable[[], None]) -> None:
    Vendor.objects.create(pk=1, name="Harbour Software", set_up_at=clock.now())
    # Setting up asks for areas before it offers the demo.
    area = make_area(product=make_product(name="Harbour"), name="mobile app")
    owner = make_staff(email="ada@harbour.example")

    ask_for_demo(by=owner)
    run_jobs()

    assert demo.is_demo()
    assert Vendor.objects.get().name == "Harbour Software"
    assert "agent\tpriya@northwind.example" in demo.sign_in_file().read_text()
    assert Feedback.objects.filter(area=area).exists()
    assert remove_demo(by=owner)
    assert (Staff.objects.get(), Area.objects.get()) == (owner, area)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_company, make_feedback, make_idea])
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
def test_the_page_takes_the_demo_out_by_one_click(signed_in: Callable[[Staff], Client]) -> None:
    owner = make_staff()
    tell_a_little(make_feedback)
    browser = signed_in(owner)
    assert "Start with my own data" in browser.get("/settings/own-data/").content.decode()

    response = browser.post("/settings/own-data/")

    assert response.headers["Location"] == "/settings/setting-up/"
    assert not Feedback.objects.exists()
    assert browser.get("/settings/own-data/").status_code == 200


@pytest.mark.django_db
def test_the_page_asks_a_person_of_the_story_who_they_are_and_loses_nothing(
    signed_in: Callable[[Staff], Client],
) -> None:
    Vendor.objects.create(pk=1, name="Northwind")
    (me,) = tell_a_little(lambda: (make_staff(), make_product())[:1])
    browser = signed_in(me)

    refused = browser.post("/settings/own-data/", MINE | {"admin_email": "nobody"})
    assert refused.status_code == 422
    assert "Harbour Software" in refused.content.decode()
    assert Vendor.objects.get().name == "Northwind"

    assert browser.post("/settings/own-data/", MINE).headers["Location"] == "/settings/setting-up/"
    assert browser.get("/settings/own-data/").status_code == 200


@pytest.mark.django_db
def test_only_admins_do_either(signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(make_staff(role=Role.PRODUCT))

    assert browser.get("/settings/own-data/").status_code == 403
    assert browser.post("/settings/own-data/demo/").status_code == 403


def test_the_files_of_the_story_name_only_what_it_has() -> None:
    people = {person.name for person in cast.PEOPLE}
    companies = {customer.name for customer in cast.CUSTOMERS}
    assert {said.who for said in voices.VOICES} <= people
    assert {person.company for person in cast.PEOPLE} == companies
    companies |= {other.name for other in (*others.OTHERS, *others.NEWCOMERS)}
    # Of one deal nobody knows yet whose it is.
    assert {deal.company for deal in deals.DEALS} - companies == {"Kelso Kitchens"}
    assert {told.company for told in departures.DEPARTURES} <= companies
    assert {told.company for told in departures.RETURNS} <= companies
    assert {told["company"] for told in (*interviews.HELD, *interviews.PLANNED)} <= companies
    assert {told["deal"] for told in analyses.ANALYSES} <= {deal.title for deal in deals.DEALS}
    assert len({(said.days, said.who, said.words) for said in voices.VOICES}) == len(voices.VOICES)
    assert set(answering.EXPLAINED) <= {(said.who, said.days) for said in voices.VOICES if said.category}


def test_no_table_of_what_stays_is_emptied() -> None:
    assert not set(KEPT) & set(removable())
