"""From something unusual to an issue and back: what leaves was chosen and seen, and its conversations come back by themselves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.github.conftest import Connected
from tests.makers import make_area, make_category, make_company, make_contact, make_conversation, make_staff
from wellheard.connect.github.models import Repository
from wellheard.deliver.work_items.commands import unlink_conversation
from wellheard.deliver.work_items.models import SpikeLink, WantedItem, WorkItem
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger
from wellheard.listen.conversations.commands import tag_conversation
from wellheard.listen.conversations.models import Conversation
from wellheard.understand.trends.models import Spike
from wellheard.workspace.models import Area, Category, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
SignIn = Callable[[Staff], Client]
WORDS = "Since this morning nothing syncs on the road."


def _asked(about: tuple[Area, Category], words: str = WORDS) -> Conversation:
    company = make_company(mrr=100)
    conversation = make_conversation(words, contact=make_contact(company=company))
    tag_conversation(conversation_id=conversation.pk, area_id=about[0].pk, category_id=about[1].pk, by=make_staff())
    return conversation


@pytest.fixture
def about() -> tuple[Area, Category]:
    return make_area(name="Sync"), make_category(name="Bug")


@pytest.fixture
def spike(about: tuple[Area, Category]) -> Spike:
    now = clock.now()
    return Spike.objects.create(
        subject=f"a{about[0].pk}.c{about[1].pk}.t-",
        area_id=about[0].pk,
        category_id=about[1].pk,
        began_at=now,
        seen_at=now + timedelta(hours=1),
        count=9,
        highest_count=9,
        grown_from=9,
        company_count=5,
        expected=1.0,
        expected_low=0,
        expected_high=2,
        chance=0.0001,
        mrr_minor=50_000,
    )


def _wish(place: Repository, *quotes: str) -> dict[str, object]:
    return {"key": "k", "place": f"github|{place.pk}", "title": "Sync stands still", "body": "Look.", "quotes": quotes}


def test_an_issue_is_opened_with_quotes_that_were_chosen_and_seen_and_everything_comes_back(
    github: Connected, signed_in: SignIn, run_jobs: Run, about: tuple[Area, Category], spike: Spike
) -> None:
    waiting, other = [_asked(about), _asked(about)], make_conversation("Another thing altogether.")
    github.there.repositories["northwind/app"]["private"] = True
    Repository.objects.update(is_private=True)
    browser, page = signed_in(make_staff()), f"/trends/spikes/{spike.pk}/work-items/"
    form = browser.get(page).text
    assert "Sync, Bug" in form
    assert WORDS in form
    assert " checked" not in form
    wish = _wish(github.repository, f"conversation-{waiting[0].pk}")
    look = browser.post(page, wish | {"look": "yes"}).text
    assert WORDS in look
    assert not github.there.issues
    for _click in range(2):
        assert browser.post(page, wish | {"send": "yes"}).status_code == 302
    run_jobs()

    issue = github.there.issues["northwind/app", 1]
    assert issue["body"].startswith(f"Look.\n\n> {WORDS}")
    assert str(waiting[0].company) not in issue["body"]
    assert "Sync stands still" in browser.get(f"/trends/spikes/{spike.pk}/").text
    github.there.close("northwind/app", 1)
    run_jobs()
    assert {Conversation.objects.get(pk=one.pk).news_outcome for one in waiting} == {"shipped"}
    assert not Conversation.objects.get(pk=other.pk).news_outcome


def test_nothing_that_customers_said_leaves_for_where_everybody_reads_it(
    github: Connected, signed_in: SignIn, run_jobs: Run, about: tuple[Area, Category], spike: Spike
) -> None:
    said = _asked(about)
    browser, page = signed_in(make_staff()), f"/trends/spikes/{spike.pk}/work-items/"
    wish = _wish(github.repository, f"conversation-{said.pk}")
    look = browser.post(page, wish | {"look": "yes"}).text
    assert WORDS not in look
    assert "is left out" in look
    # Chosen while the repository was private, made after it became public.
    browser.post(page, wish | {"send": "yes"})
    run_jobs()
    assert WORDS not in github.there.issues["northwind/app", 1]["body"]


def test_what_comes_while_it_goes_on_waits_too_but_not_what_somebody_unlinked(
    github: Connected, signed_in: SignIn, run_jobs: Run, about: tuple[Area, Category], spike: Spike
) -> None:
    early = _asked(about)
    github.there.open_issue("northwind/app", "Sync")
    page = f"/trends/spikes/{spike.pk}/work-items/"
    assert signed_in(make_staff()).post(page, {"address": github.address(1)}).status_code == 302
    run_jobs()
    item = WorkItem.objects.get()
    assert early.product_waits.get().subject_id == item.pk
    unlink_conversation(item_id=item.pk, conversation_id=early.pk)
    late = _asked(about)
    ledger.record("spike.grew", spike, count=12)
    run_jobs()
    assert late.product_waits.get().subject_id == item.pk
    assert not early.product_waits.exists()

    signed_in(make_staff()).post(f"{page}{item.pk}/unlinking/")
    assert not SpikeLink.objects.exists()
    assert not late.product_waits.exists()


def test_who_only_reads_opens_nothing(signed_in: SignIn, spike: Spike) -> None:
    reader, page = signed_in(make_staff(role=Role.VIEWER)), f"/trends/spikes/{spike.pk}/work-items/"
    assert reader.post(page).status_code == 403
    assert signed_in(make_staff()).get("/trends/spikes/0/work-items/").status_code == 404
    assert not WantedItem.objects.exists()
