"""One of us tries the cancellation form in a frame of the playground; what a company that left paid is read; sales do a task."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.departures.makers_departures import leave, reason
from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_staff
from wellheard.foundation import clock
from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import add_task
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_colleague_tries_the_form_in_a_frame(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    texts = {"en": "We can pause it for three months."}
    commands.set_offer(reason=reason("price"), version=0, kind="pause", texts=texts, url="")
    make_contact(name="Ruta Berg", company=make_company(name="Acme Ferries"))
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/settings/widget/")
    page.get_by_text("Let customers cancel in your product").click()
    page.get_by_role("link", name="Ruta Berg").click()
    page.get_by_role("button", name="Cancel as Ruta Berg").click()
    form = page.frame_locator("iframe[name=wellheard-cancel]")
    expect(form.get_by_text("You see this as Ruta Berg does")).to_be_visible()
    form.get_by_label("It costs too much").check()
    form.get_by_role("button", name="Go on").click()
    expect(form.get_by_text("We can pause it for three months.")).to_be_visible()
    look(page, "cancellation-tried")
    form.get_by_role("button", name="Cancel anyway").click()
    expect(form.get_by_role("heading", name="Your cancellation is noted")).to_be_visible()
    assert not Departure.objects.exists()


def test_the_page_of_a_company_that_left_says_until_when_it_counts(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    company = make_company(name="Acme Ferries", mrr=1_200)
    leave(company, clock.today(), reported_by="customer")
    commands.settle_notice(company_id=company.pk)
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/companies/{company.pk}/")
    expect(page.get_by_text("they left: what they had paid for")).to_be_visible()
    look(page, "company-that-left")


def test_sales_do_the_tasks_they_were_given(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    sami = make_staff(name="Sami Holt", role=Role.SALES)
    add_task(title="Ring Acme Ferries about the harbour", assignee=sami, due_on=clock.today(), by=None)
    browser_signed_in(sami)
    page.goto(f"{live_server.url}/tasks/")
    expect(page.get_by_role("heading", name="One task is yours")).to_be_visible()
    look(page, "tasks-of-sales")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    look(page, "tasks-of-sales-none")
    assert Task.objects.get().done_by == sami
