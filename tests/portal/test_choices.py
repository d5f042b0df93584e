"""The changelog by area and by mail, what one chooses for oneself, and release notes as they are shown."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_area, make_contact, make_idea
from wellheard.answer import leaving
from wellheard.customers.models import Contact
from wellheard.decide.commands import follow, vote
from wellheard.decide.models import Vote
from wellheard.deliver.commands import draft_release, publish_release, subscribe, unsubscribe
from wellheard.deliver.models import Release, Subscriber
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.web.markdown import rendered
from wellheard.web.portal.queries.board import near_ties_shuffled
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Area, Vendor

ATOM = "{http://www.w3.org/2005/Atom}"


def _release(title: str, area: Area | None = None) -> Release:
    idea = make_idea(is_public=True, area=area)
    return publish_release(release_id=draft_release(title=title, notes="Now.", idea_ids=[idea.pk], by=None).pk)


def test_the_changelog_and_its_feed_are_read_by_area_with_its_parts(client: Client) -> None:
    mobile = make_area(name="Mobile app")
    photos = make_area(name="Photos", parent=mobile, product=mobile.product)
    _release("Offline", mobile)
    _release("Zoom", photos)
    _release("Invoices", make_area())

    def titles(query: str) -> set[str]:
        return {entry.release.title for entry in client.get(f"/portal/changelog/{query}").context["page"].items}

    assert titles("") == titles("?area=x") == {"Offline", "Zoom", "Invoices"}
    assert titles(f"?area={mobile.pk}") == {"Offline", "Zoom"}
    feed = ET.fromstring(client.get(f"/portal/changelog/feed/?area={photos.pk}").text)  # noqa: S314 - our own
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["Zoom"]
    assert "Photos" in (feed.findtext(f"{ATOM}title") or "")


def test_ideas_of_an_area_are_those_of_its_parts_too(client: Client) -> None:
    mobile = make_area(name="Mobile app")
    photos = make_area(name="Photos", parent=mobile, product=mobile.product)
    make_idea("Zoom", is_public=True, area=photos)
    page = client.get(f"/portal/?area={mobile.pk}")

    assert [row.idea.title for row in page.context["page"].items] == ["Zoom"]
    assert {(area.name, area.count) for area in page.context["areas"]} == {("Mobile app", 1), ("Photos", 1)}


def test_near_ties_are_in_an_order_of_chance_that_stays_for_a_visitor_and_day() -> None:
    ideas = [make_idea(vote_count=votes) for votes in (100, 40, 39, 38, 37, 36, 35, 1, 0)]
    orders = {tuple(one.pk for one in near_ties_shuffled(ideas, by=f"visitor {number}")) for number in range(30)}

    assert len(orders) > 10
    for order in orders:
        assert order[0] == ideas[0].pk
        assert set(order[7:]) == {ideas[7].pk, ideas[8].pk}
    assert near_ties_shuffled(ideas, by="ada") == near_ties_shuffled(ideas, by="ada")


def test_the_list_stays_as_it_is_for_one_visitor(visiting: Callable[[Contact], Client]) -> None:
    for _number in range(12):
        make_idea(is_public=True)
    browser = visiting(make_contact())
    first, second = ([row.idea.pk for row in browser.get("/portal/").context["page"].items] for _twice in range(2))

    assert first == second


def test_counts_are_shown_to_all_where_the_owner_wants_it(client: Client) -> None:
    idea = make_idea(is_public=True)
    vote(idea_id=idea.pk, contact=make_contact())
    Vendor.objects.update_or_create(pk=1, defaults={"counts": Vendor.Counts.ALWAYS})
    forget()
    page = client.get("/portal/").text
    forget()

    assert "<span>1</span></button>" in page


def test_subscribers_get_one_mail_per_release_and_stop_by_its_link(run_jobs: Callable[[], None]) -> None:
    ada, gone = make_contact(email="ada@example.com", name="Ada"), make_contact(email="gone@example.com")
    for contact in (ada, ada, gone):
        subscribe(contact=contact)
    unsubscribe(contact=gone)
    _release("Offline")
    run_jobs()
    run_jobs()

    mail = OutgoingMail.objects.get(key__startswith="release:")
    assert (mail.to_address, mail.subject) == ("ada@example.com", "New: Offline")
    address = mail.headers["List-Unsubscribe"].strip("<>")
    path = address[address.index("/portal/") :]
    browser = Client(enforce_csrf_checks=True)
    assert "Stop mails about releases?" in browser.get(path).text
    assert Subscriber.objects.subscribed().count() == 1
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert "No more mails about releases" in browser.post(path).text
    assert not Subscriber.objects.subscribed().exists()


def test_a_stranger_proves_the_address_before_any_mail_is_sent(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    assert client.post("/portal/changelog/subscription/", {"wish": "yes"})["Location"] == "/portal/sign-in/"
    assert not Subscriber.objects.exists()
    prove(client, "ada@example.com")

    assert Subscriber.objects.subscribed().count() == 1
    assert "No more mails about releases" in client.get("/portal/changelog/").text
    client.post("/portal/changelog/subscription/", {"wish": "no"})
    assert not Subscriber.objects.subscribed().exists()


def test_a_link_that_is_not_ours_stops_nothing(client: Client) -> None:
    idea_link = leaving.idea_link(contact_id=make_contact().pk, idea_id=make_idea().pk)
    for token in ("x", idea_link.rstrip("/").rpartition("/")[2]):
        answer = client.get(reverse("portal_unsubscribing", args=[token]))
        assert (answer.status_code, "does not lead anywhere" in answer.text) == (410, True)


def test_ones_own_page_lists_what_one_follows_and_takes_votes_back(visiting: Callable[[Contact], Client]) -> None:
    ada, wanted = make_contact(), make_idea("Work offline", is_public=True)
    follow(idea_id=make_idea("Two-way calendar", is_public=True).pk, contact=ada)
    follow(idea_id=make_idea("Secret plan").pk, contact=ada)
    vote(idea_id=wanted.pk, contact=ada)
    browser = visiting(ada)
    page = browser.get("/portal/mine/")
    assert {idea.title for idea, _text in page.context["followed"]} == {"Work offline", "Two-way calendar"}
    assert "Secret plan" not in page.text
    gone = browser.post(f"/portal/ideas/{wanted.pk}/votes/", {"wish": "no", "next": "/portal/mine/"})

    assert gone["Location"].startswith("/portal/mine/")
    assert not Vote.objects.exists()


def test_the_language_is_chosen_among_the_installations_for_pages_and_mails(
    visiting: Callable[[Contact], Client], client: Client
) -> None:
    Vendor.objects.update_or_create(pk=1, defaults={"languages": ["en", "de"]})
    forget()
    ada = make_contact()
    browser = visiting(ada)
    assert '<option value="de"' in browser.get("/portal/").text
    browser.post("/portal/language/", {"language": "de", "next": "/portal/roadmap/"})
    ada.refresh_from_db()
    assert (ada.language, browser.cookies["django_language"].value) == ("de", "de")
    assert '<html lang="de"' in browser.get("/portal/roadmap/").text
    refused = client.post("/portal/language/", {"language": "xx", "next": "//evil.example/"}, follow=True)
    forget()

    assert "Choose one of the languages" in refused.text
    assert "django_language" not in client.cookies


@pytest.mark.parametrize(
    ("notes", "shown"),
    [
        ("# New\n\n- one\n- **two**", "<h3>New</h3>\n<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul>\n"),
        ("<b onclick=x>hi</b>", "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>\n"),
        ("[l](https://a.example)", '<p><a href="https://a.example" rel="nofollow noopener">l</a></p>\n'),
        (
            "<https://a.example/?a=1>",
            '<p><a href="https://a.example/?a=1" rel="nofollow noopener">https://a.example/?a=1</a></p>\n',
        ),
        ("https://a.example/", '<p><a href="https://a.example/" rel="nofollow noopener">https://a.example/</a></p>\n'),
        ("[j](javascript:alert(1))", "<p>[j](javascript:alert(1))</p>\n"),
    ],
)
def test_notes_are_markdown_without_html(notes: str, shown: str) -> None:
    assert rendered(notes) == shown


@pytest.mark.parametrize(
    ("languages", "browser", "shown"),
    [
        (["lt"], "de, lt;q=0.5", "lt"),
        (["lt"], "zh-cn", "en"),
        ([], "de", "de"),
        (["de"], "de-AT", "de"),
        (["de"], "\x00;q=x", "en"),
    ],
)
def test_the_portal_comes_in_the_owners_languages_only(
    client: Client, languages: list[str], browser: str, shown: str
) -> None:
    Vendor.objects.update_or_create(pk=1, defaults={"languages": languages})
    forget()
    page = client.get("/portal/", headers={"Accept-Language": browser})
    forget()

    assert f'<html lang="{shown}"' in page.text
