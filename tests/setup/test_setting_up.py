"""Setting up, page by page: each step saves, can be passed over and gone back to, by two admins at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_area, make_company, make_feedback, make_idea, make_product, make_staff
from tests.postbox import Postbox
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.web.setup.steps import KEYS, checklist, first_open
from wellheard.workspace import commands, installation
from wellheard.workspace.models import Area, Invitation, SetUpStep, Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
WEEK = {f"{end}_{day}": "" for day in range(7) for end in ("begins", "ends")}


def url(key: str) -> str:
    return f"/settings/setting-up/{key}/"


@pytest.fixture
def vendor() -> Vendor:
    row = Vendor.objects.create(pk=1, name="Northwind", set_up_at=clock.now())
    installation.forget()
    return row


@pytest.fixture
def admin(vendor: Vendor) -> Staff:
    return make_staff(email="ines@northwind.example")


@pytest.fixture
def browser(admin: Staff, signed_in: SignedIn) -> Client:
    return signed_in(admin)


def test_the_set_up_link_leads_to_the_first_step(client: Client) -> None:
    link = commands.make_set_up_link()
    answers = {
        "vendor_name": "Northwind",
        "product_name": "Field app",
        "admin_name": "Ines Calder",
        "admin_email": "ines@northwind.example",
        "password": "a boat full of quiet otters",
    }

    response = client.post(link[link.index("/set-up/") :], answers, follow=True)

    assert response.redirect_chain[-1][0] == url("name")
    assert "What customers call you" in response.content.decode()


@pytest.mark.parametrize("key", KEYS)
def test_every_step_shows_itself_and_can_be_passed_over(key: str, browser: Client) -> None:
    assert browser.get(url(key)).status_code == 200

    browser.post(f"{url(key)}skipping/")
    browser.post(f"{url(key)}skipping/")

    assert SetUpStep.objects.get().outcome == SetUpStep.Outcome.SKIPPED
    assert Fact.objects.filter(name="set_up.step_noted").count() == 1


def test_it_goes_on_where_it_was_left(browser: Client) -> None:
    browser.post(f"{url('name')}skipping/")

    assert browser.get("/settings/setting-up/").headers["Location"] == url("region")
    assert f'href="{url("name")}"' in browser.get(url("region")).content.decode()


def test_what_was_done_stays_done_when_somebody_passes_over_it(admin: Staff) -> None:
    for outcome in (SetUpStep.Outcome.DONE, SetUpStep.Outcome.SKIPPED):
        commands.note_step(key="name", outcome=outcome, by=admin)

    assert SetUpStep.objects.get().outcome == SetUpStep.Outcome.DONE
    assert first_open() == "region"


def test_the_name_is_saved(browser: Client, vendor: Vendor) -> None:
    response = browser.post(url("name"), {"version": vendor.version, "name": "Northwind Field Service"})

    assert response.headers["Location"] == url("region")
    assert Vendor.objects.get().name == "Northwind Field Service"


def test_the_second_of_two_admins_is_told_and_loses_nothing(browser: Client, vendor: Vendor) -> None:
    browser.post(url("name"), {"version": vendor.version, "name": "First"})

    response = browser.post(url("name"), {"version": vendor.version, "name": "Second"})

    assert response.status_code == 422
    assert "Second" in response.content.decode()
    assert Vendor.objects.get().name == "First"


def test_the_region_sets_money_and_hours_and_leaves_the_rest_alone(browser: Client, vendor: Vendor) -> None:
    Vendor.objects.update(mail_from_name="Northwind listens")
    hours = WEEK | {"begins_0": "08:00", "ends_0": "16:00"}

    response = browser.post(
        url("region"), {"version": vendor.version, "currency": "EUR", "languages": "en, lt"} | hours
    )

    row = Vendor.objects.get()
    assert response.headers["Location"] == url("mail")
    assert (row.currency, row.languages, row.mail_from_name) == ("EUR", ["en", "lt"], "Northwind listens")
    assert row.business_hours[0] == ["08:00", "16:00"]


def test_an_unknown_currency_gets_a_sentence(browser: Client, vendor: Vendor) -> None:
    page = browser.post(url("region"), {"version": vendor.version, "currency": "XQQ"} | WEEK)

    assert page.status_code == 422
    assert "There is no such currency" in page.content.decode()


def test_a_test_mail_reaches_the_mail_server(browser: Client, postbox: Postbox, run_jobs: Callable[[], None]) -> None:
    browser.post("/settings/setting-up/test-mail/")
    browser.post("/settings/setting-up/test-mail/")
    assert "on its way" in browser.get(url("mail")).content.decode()
    run_jobs()

    assert OutgoingMail.objects.get().state == OutgoingMail.State.SENT
    assert (
        "took the mail to ines@northwind.example"
        in browser.get("/settings/setting-up/test-mail/state/").content.decode()
    )


def test_what_the_mail_server_answered_is_said_in_words(browser: Client) -> None:
    browser.post("/settings/setting-up/test-mail/")
    OutgoingMail.objects.update(error="535 5.7.8 Authentication failed", failure="ours", tries=1)

    page = browser.get(url("mail")).content.decode()

    assert "Our own mail server did not take it" in page
    assert "535 5.7.8 Authentication failed" in page
    assert "WELLHEARD_SMTP_URL" in page


def test_areas_are_picked_and_pasted_and_those_there_are_left_alone(browser: Client) -> None:
    product = make_product()
    make_area(product=product, name="Billing")
    lines = {"product": product.pk, "suggested": ["Billing", "Reports"], "own": "Maps\n\n reports \n"}

    browser.post(url("areas"), lines)
    browser.post(url("areas"), lines)

    assert sorted(Area.objects.values_list("name", flat=True)) == ["Billing", "Maps", "Reports"]
    assert 'action="/settings/own-data/demo/"' in browser.get(url("start")).content.decode()


@pytest.mark.parametrize("own", ["x" * 81, "\n".join(f"Area {n}" for n in range(101))])
def test_too_much_pasted_gets_a_sentence_and_stays_in_the_form(own: str, browser: Client) -> None:
    page = browser.post(url("areas"), {"product": make_product().pk, "own": own})

    assert page.status_code == 422
    assert own[:50] in page.content.decode()
    assert not Area.objects.exists()


def test_several_are_invited_at_once_with_their_roles(browser: Client) -> None:
    people = {
        "email_0": "Ada@Northwind.example",
        "role_0": "agent",
        "email_1": "bo@northwind.example",
        "role_1": "admin",
    }
    rest = {f"role_{n}": "agent" for n in range(2, 6)}

    page = browser.post(url("team"), people | rest).content.decode()

    assert set(Invitation.objects.values_list("email", "role")) == {
        ("ada@northwind.example", "agent"),
        ("bo@northwind.example", "admin"),
    }
    assert page.count("/invitation/") == 2


def test_one_address_that_cannot_be_invited_stops_all_and_says_which(browser: Client) -> None:
    roles = {f"role_{n}": "agent" for n in range(6)}

    page = browser.post(url("team"), roles | {"email_0": "ada@northwind.example", "email_1": "ines@northwind.example"})

    assert page.status_code == 422
    assert not Invitation.objects.exists()
    assert "ada@northwind.example" in page.content.decode()


def test_the_checklist_knows_by_itself_what_is_done(admin: Staff) -> None:
    make_area()
    make_company()
    make_feedback()
    make_idea()

    assert [item.is_done for item in checklist()] == [False, True, False, True, True, True, False]


def test_the_checklist_can_be_hidden(browser: Client) -> None:
    assert "Until the first answer is sent" in browser.get("/").content.decode()

    browser.post("/settings/setting-up/checklist/hiding/")

    assert checklist() == []
    assert "Until the first answer is sent" not in browser.get("/").content.decode()


def test_only_admins_set_up(signed_in: SignedIn, vendor: Vendor) -> None:
    for role in set(Role) - {Role.ADMIN}:
        assert signed_in(make_staff(role=role)).get(url("name")).status_code == 403


def test_there_is_no_other_step_and_nothing_is_passed_over_by_looking(browser: Client) -> None:
    assert browser.get(url("nowhere")).status_code == 404
    assert browser.post(f"{url('nowhere')}skipping/").status_code == 404
    assert browser.get(f"{url('name')}skipping/").status_code == 405
    assert browser.get("/settings/setting-up/test-mail/").status_code == 405
