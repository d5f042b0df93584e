"""Companies and contacts written down and changed by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_attribute, make_company, make_contact, make_feedback, make_idea, make_staff, make_tier
from wellheard.answer.models import Answer
from wellheard.customers.commands import save_company
from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def browser(signed_in: SignIn) -> Client:
    """Return the browser of somebody who may edit companies."""
    return signed_in(make_staff(role=Role.SUCCESS))


def company_form(**changes: str) -> dict[str, str]:
    names = [
        "tier",
        "owner",
        "industry",
        "country",
        "domain",
        "plan",
        "seats",
        "joined_on",
        "renews_on",
        "tags",
        "external_id",
    ]
    return dict.fromkeys(names, "") | {"name": "Acme", "stage": "active", "version": "1"} | changes


def contact_form(*places: tuple[str, str], **changes: str) -> dict[str, str]:
    form = {"name": "Ada", "emails": "", "language": "", "version": "1", "primary": "0"}
    form |= {"place-TOTAL_FORMS": str(len(places)), "place-INITIAL_FORMS": "0"}
    for number, (company, role) in enumerate(places):
        form |= {f"place-{number}-company": company, f"place-{number}-role": role}
    return form | changes


def test_a_company_is_added_with_everything_known_of_it(browser: Client) -> None:
    owner, tier, sites = make_staff(name="Joel"), make_tier(name="Gold"), make_attribute(label="Sites", kind="number")
    form = company_form(
        tier=str(tier.pk), owner=str(owner.pk), country="nl", domain="https://www.acme.example/x", seats="12",
        joined_on="2020-01-31", renews_on="2027-02-01", tags="pilot, EU , Pilot", external_id="A-1",
        **{f"attribute-{sites.pk}": "4"},
    )  # fmt: skip
    response = browser.post("/companies/new/", form)

    acme = Company.objects.get()
    assert response["Location"] == f"/companies/{acme.pk}/"
    assert (acme.tier, acme.owner, acme.country, acme.domain, acme.seats) == (tier, owner, "NL", "acme.example", 12)
    assert (str(acme.renews_on), acme.tags, acme.attributes) == ("2027-02-01", ["pilot", "EU"], {sites.key: 4})
    page = browser.get(response["Location"]).content.decode()
    for words in ("Gold", "renews Feb. 1, 2027", "Joel looks after them", "Sites", "pilot"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "\u200b"}, "Write the company&#x27;s name."),
        ({"country": "D1"}, "is no country code"),
        ({"seats": "-1"}, "Write 0 or more"),
        ({"joined_on": "soon"}, "Write a day, such as 2026-01-31."),
        ({"tags": "a" * 41}, "at most 20 tags"),
        ({"external_id": "taken"}, "Another company has the id “taken”"),
        ({"owner": "999"}, "They do not work here any more"),
        ({"stage": "asleep"}, "Choose one of the list"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    browser: Client, changes: dict[str, str], words: str
) -> None:
    make_company(external_id="taken", name="Other")
    response = browser.post("/companies/new/", company_form(industry="Lifts & more", **changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Lifts &amp; more"' in response.content.decode()
    assert Company.objects.count() == 1


def test_a_company_is_edited_and_keeps_what_the_form_does_not_show(browser: Client) -> None:
    left = make_staff(is_active=False, name="Left Long Ago")
    acme = make_company(name="Acme", attributes={"from the file": "x"}, owner=left, mrr=100)
    url = reverse("company_edit", args=[acme.pk])
    assert "Left Long Ago" in browser.get(url).content.decode()
    browser.post(url, company_form(name="Acme Ltd", owner=str(left.pk)))

    acme.refresh_from_db()
    assert (acme.name, acme.owner, acme.attributes, acme.version) == ("Acme Ltd", left, {"from the file": "x"}, 2)
    assert acme.mrr_minor == 10_000
    assert Fact.objects.get(name="company.saved").details == {"changed": ["name"]}


def test_whoever_saves_a_company_second_is_told_and_may_save_again(browser: Client) -> None:
    acme = make_company(name="Acme")
    save_company(company_id=acme.pk, industry="Theirs")
    url = reverse("company_edit", args=[acme.pk])

    response = browser.post(url, company_form(industry="Mine"))
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("Somebody else changed this", "Theirs", 'value="Mine"', 'name="version" value="2"'):
        assert words in page
    assert browser.post(url, company_form(industry="Mine", version="2")).status_code == 302
    acme.refresh_from_db()
    assert acme.industry == "Mine"


def test_a_contact_is_added_in_the_company_one_came_from(browser: Client) -> None:
    acme = make_company(name="Acme")
    page = browser.get(f"/contacts/new/?company={acme.pk}").content.decode()
    assert 'value="Acme"' in page
    vip = make_attribute(of="contact", kind="yes_no", key="vip")

    form = contact_form(("Acme", "decider"), emails="Ada@Example.com\r\n", **{f"attribute-{vip.pk}": "yes"})
    response = browser.post("/contacts/new/", form)

    ada = Contact.objects.get()
    assert response["Location"] == f"/contacts/{ada.pk}/"
    assert [one.value for one in ada.identities.all()] == ["ada@example.com"]
    assert (ada.memberships.get().role, ada.memberships.get().is_primary, ada.attributes) == (
        "decider",
        True,
        {"vip": True},
    )
    assert not Answer.objects.exists()


def test_a_contacts_places_and_addresses_follow_the_form(browser: Client) -> None:
    acme, globex, initech = (make_company(name=name) for name in ("Acme", "Globex", "Initech"))
    ada = make_contact(company=acme, email="ada@old.example", name="Ada")
    ada.memberships.create(company=globex, is_primary=False)
    form = contact_form(("Initech", "buyer"), ("Globex", "decider"), primary="1", emails="ada@new.example")
    browser.post(reverse("contact_edit", args=[ada.pk]), form)

    places = {one.company: (one.role, one.is_primary) for one in ada.memberships.select_related("company")}
    assert places == {initech: ("buyer", False), globex: ("decider", True)}
    assert [one.value for one in ada.identities.all()] == ["ada@new.example"]
    assert Fact.objects.filter(name="contact.left_company").count() == 1
    assert Fact.objects.get(name="contact.saved").details == {"changed": ["emails", "places"]}

    browser.post(reverse("contact_edit", args=[ada.pk]), form | {"version": "2"})
    assert Fact.objects.filter(name="contact.saved").count() == 1


def test_a_proved_address_that_stays_stays_proved(browser: Client) -> None:
    ada = make_contact(email="ada@example.com", name="Ada")
    browser.post(reverse("contact_edit", args=[ada.pk]), contact_form(emails="ada@example.com, second@example.com"))

    assert ContactIdentity.objects.get(value="ada@example.com").verified_at
    assert not ContactIdentity.objects.get(value="second@example.com").verified_at


@pytest.mark.parametrize(
    ("places", "changes", "words"),
    [
        ([], {"name": "", "emails": ""}, "A contact needs a name or an address"),
        ([], {"emails": "ada"}, "is not an e-mail address"),
        ([], {"emails": "bob@example.com"}, "belongs to another contact"),
        ([], {"emails": "\n".join(f"a{n}@example.com" for n in range(11))}, "at most 10 addresses"),
        ([("Nobody Ltd", "user")], {}, "There is no company called “Nobody Ltd”"),
        ([("Twin", "user")], {}, "Several companies are called “Twin”"),
        ([("Acme", "king")], {}, "There is no such role"),
        ([], {"place-TOTAL_FORMS": "x"}, "The companies did not arrive whole"),
    ],
)
def test_what_cannot_be_a_contact_is_said(
    browser: Client, places: list[tuple[str, str]], changes: dict[str, str], words: str
) -> None:
    make_contact(email="bob@example.com", name="Bob")
    for name in ("Acme", "Twin", "Twin"):
        make_company(name=name)
    response = browser.post("/contacts/new/", contact_form(*places, **changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Contact.objects.count() == 1


def test_companies_of_one_name_are_told_apart_by_number(browser: Client) -> None:
    make_company(name="Twin")
    twin = make_company(name="Twin")
    ada = make_contact(company=twin, name="Ada")
    assert f'value="#{twin.pk}"' in browser.get(reverse("contact_edit", args=[ada.pk])).content.decode()
    browser.post(reverse("contact_edit", args=[ada.pk]), contact_form((f"#{twin.pk}", "buyer")))

    assert (ada.memberships.get().company, ada.memberships.get().role) == (twin, "buyer")


def test_whoever_saves_a_contact_second_is_told(browser: Client) -> None:
    ada = make_contact(name="Ada", email="")
    url = reverse("contact_edit", args=[ada.pk])
    browser.post(url, contact_form(name="Ada Lovelace"))
    response = browser.post(url, contact_form(name="Countess"))

    assert response.status_code == 422
    assert "Ada Lovelace" in response.content.decode()
    assert Contact.objects.get().name == "Ada Lovelace"


def test_contacts_are_listed_and_found_by_name_address_and_segment(browser: Client, queries_of: Any) -> None:
    acme = make_company(name="Acme")
    ada = make_contact(name="Ada", company=acme, email="ada@acme.example")
    make_contact(name="Bob <b>", email="bob@home.example")
    make_feedback(contact=ada)
    page = browser.get("/contacts/").content.decode()
    assert "We know 2 people" in page
    assert "Bob &lt;b&gt;" in page
    one = queries_of(browser, "/contacts/")
    for number in range(60):
        make_contact(name=f"Carl {number}", company=acme)
    assert queries_of(browser, "/contacts/") == one
    for words, found in (("ada", 1), ("BOB@", 1), ("carl", 60), ("zebra", 0)):
        assert browser.get("/contacts/", {"q": words}).context["total"] == found
    cursor = browser.get("/contacts/").context["page"].next
    assert len(browser.get("/contacts/", {"after": cursor}).context["page"].items) == 12


def test_the_button_leads_to_all_answers_of_the_company(browser: Client) -> None:
    acme, other = make_company(name="Acme"), make_company(name="Other")
    idea, moment = make_idea(), clock.now()
    for company, name in ((acme, "Ada"), (acme, "Bob"), (other, "Carl")):
        Answer.objects.create(
            contact=make_contact(name=name, company=company), idea=idea, occasion="shipped", state="owed",
            waiting_since=moment, owed_at=moment, subject_line="Live", words="Live",
        )  # fmt: skip
    page = browser.get(reverse("company", args=[acme.pk])).content.decode()
    assert f"/answers/?company={acme.pk}" in page

    answers = browser.get(f"/answers/?company={acme.pk}")
    assert sorted(str(one.contact) for one in answers.context["page"].items) == ["Ada", "Bob"]
    assert browser.get("/answers/?company=999999").status_code == 404


def test_who_may_not_edit_companies_changes_none(signed_in: SignIn) -> None:
    acme, ada = make_company(name="Acme"), make_contact(name="Ada")
    agent = signed_in(make_staff(role=Role.AGENT))
    for url in (
        "/companies/new/",
        reverse("company_edit", args=[acme.pk]),
        "/contacts/new/",
        reverse("contact_edit", args=[ada.pk]),
    ):
        assert agent.post(url, company_form(name="Hacked")).status_code == 403
        assert url not in agent.get(reverse("company", args=[acme.pk])).content.decode()
    assert not Company.objects.filter(name="Hacked").exists()
