"""The inbox is read: lists, a conversation, what stands beside it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_company, make_contact, make_conversation, make_staff
from wellheard.decide.commands import open_idea
from wellheard.foundation import clock
from wellheard.listen.articles.commands import publish_text, write_article
from wellheard.listen.articles.models import WritingWish
from wellheard.listen.conversations.commands import (
    assign_conversation,
    close_conversation,
    hear_message,
    make_feedback_of,
    mark_read,
    merge_conversations,
    set_conversation_aside,
    write_note,
)
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.conversations.said import NewFile, Said
from wellheard.listen.desk.commands.replies import make_saved_reply
from wellheard.listen.desk.commands.sharing import Whose
from wellheard.listen.satisfaction.models import Rating
from wellheard.web.conversations.queries.boxes import BOXES
from wellheard.web.conversations.queries.rows import PER_PAGE
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

# A page of the inbox asks the database less often than this, whatever is open.
MOST_STATEMENTS = 35


@pytest.fixture
def staff(client: Client) -> Staff:
    agent = make_staff(role=Role.AGENT, name="Priya Nandan")
    client.force_login(agent)
    return agent


def listed(client: Client, query: str = "") -> list[Conversation]:
    return [row.conversation for row in client.get(f"/inbox/{query}").context["rows"]]


def test_who_waits_longest_stands_first_and_is_open(client: Client, staff: Staff) -> None:
    first = make_conversation("My sheet vanished.", contact=make_contact(name="Anneke Visser"))
    second = make_conversation("How do I print?")

    page = client.get("/inbox/")

    assert [row.conversation for row in page.context["rows"]] == [first, second]
    assert page.context["opened"] == first
    assert "My sheet vanished." in page.text
    assert "Anneke Visser" in page.text


def test_every_list_holds_what_it_says(client: Client, staff: Staff) -> None:
    mine, asked, closed, aside, plain = (make_conversation(f"Number {n}") for n in range(5))
    assign_conversation(conversation_id=mine.pk, staff=staff, team=None)
    write_note(conversation_id=asked.pk, by=make_staff(), words="@Priya look", mentioned=[staff])
    pair = (make_area().pk, make_category().pk)
    close_conversation(conversation_id=closed.pk, by=staff, tags=[pair])
    set_conversation_aside(conversation_id=aside.pk, reason="spam", by=staff)

    assert listed(client, "?view=mine") == [mine]
    assert listed(client, "?view=asked") == [asked]
    assert listed(client, "?view=closed") == [closed]
    assert listed(client, "?view=aside") == [aside]
    assert set(listed(client, "?view=unfiled")) == {mine, asked, plain}
    assert set(listed(client, "?view=nobodys")) == {asked, plain}
    assert set(listed(client, "?view=all")) == {mine, asked, closed, aside, plain}
    for box in BOXES:
        assert client.get(f"/inbox/?view={box.key}").status_code == 200


def test_a_list_is_narrowed_by_who_wrote_what_about_what(client: Client, staff: Staff) -> None:
    company = make_company(mrr=2480)
    theirs = make_conversation("打印机坏了，发票打不出来。", contact=make_contact(company=company))
    other = make_conversation("How do I print?")
    area, category = make_area(), make_category()
    close_conversation(conversation_id=other.pk, by=staff, tags=[(area.pk, category.pk)])

    assert listed(client, "?view=all&q=发票") == [theirs]
    assert listed(client, "?view=all&pays=2000") == [theirs]
    assert listed(client, f"?view=all&area={area.pk}&category={category.pk}") == [other]
    assert listed(client, f"?view=all&company={company.pk}") == [theirs]
    assert listed(client, "?view=all&since=2999-01-01") == []
    assert set(listed(client, "?view=all&area=999999&since=never")) == {theirs, other}


def test_a_list_takes_as_many_statements_for_one_as_for_twenty(
    client: Client, staff: Staff, queries_of: Callable[[Client, str], int]
) -> None:
    make_conversation(contact=make_contact(company=make_company()))
    once = queries_of(client, "/inbox/")
    for _n in range(19):
        make_conversation(contact=make_contact(company=make_company()))
    assert queries_of(client, "/inbox/") == once
    assert once < MOST_STATEMENTS


def test_one_far_down_the_list_takes_few_statements_too(
    client: Client, staff: Staff, queries_of: Callable[[Client, str], int]
) -> None:
    contact = make_contact(company=make_company())
    talks = [make_conversation(contact=contact) for _n in range(PER_PAGE + 2)]
    address = f"/inbox/{talks[-1].pk}/"
    assert queries_of(client, address) < MOST_STATEMENTS
    assert [row.conversation for row in client.get(address).context["rows"]] == talks[-1:]


def test_what_stands_beside_comes_once_the_page_is_drawn_and_is_a_page_too(
    client: Client, staff: Staff, queries_of: Callable[[Client, str], int]
) -> None:
    company = make_company(name="Harbour Lift")
    contact = make_contact(company=company)
    conversation = make_conversation("The signal is gone", contact=contact)
    address = f"/inbox/{conversation.pk}/beside/"
    assert f'hx-get="{address}"' in client.get(f"/inbox/{conversation.pk}/").text
    once = queries_of(client, address)
    for _n in range(19):
        make_conversation(subject="Where is my invoice?", contact=contact)

    part = client.get(address, headers={"HX-Request": "true"}).text
    page = client.get(address).text

    assert part.lstrip().startswith('<div class="stack" id="beside">')
    assert "Where is my invoice?" in part
    assert "<h1>Harbour Lift</h1>" in page
    assert "Where is my invoice?" in page
    assert queries_of(client, address) <= once + 3
    assert client.get("/inbox/999999/beside/").status_code == 404
    assert client.post(address).status_code == 405


def test_filters_are_asked_for_apart_and_stand_above_the_list_in_words(client: Client, staff: Staff) -> None:
    area = make_area(name="Invoicing")
    query = f"?view=all&q=print&area={area.pk}&assignee=me&waits=us&priority=2&since=2026-01-02"
    make_conversation("How do I print?")

    asked = client.get(f"/inbox/filters/{query}").text
    page = client.get(f"/inbox/{query}").text

    assert 'value="print"' in asked
    assert "Keep what is shown now as" in asked
    assert 'name="segment"' not in page
    for said in (
        "Words: print",
        "Area: Invoicing",
        "Whose: Mine",
        "Who waits: Waits for us",
        "Priority: High and urgent",
    ):
        assert said in page
    assert f"?view=all&amp;assignee=me&amp;area={area.pk}&amp;waits=us&amp;priority=2&amp;since=2026-01-02" in page
    assert client.post("/inbox/filters/").status_code == 405


def test_quoted_text_is_folded_and_what_became_feedback_is_marked(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    words = "Let him sign it off.\n> Old words"
    said = Said(words, folds=((21, len(words)),))
    message = hear_message(conversation_id=conversation.pk, contact=conversation.requester, said=said).message
    make_feedback_of(message_id=message.pk, begin=4, end=19)

    text = client.get(f"/inbox/{conversation.pk}/").text

    assert '<summary aria-label="Quoted text">•••</summary><span data-begin="21">&gt; Old words</span>' in text
    assert '<mark data-begin="4">him sign it off</mark>' in text


def test_a_file_that_was_not_kept_is_shown_with_the_reason(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    file = NewFile("photo.exe", dropped_reason="kind", byte_count=9)
    hear_message(conversation_id=conversation.pk, contact=conversation.requester, said=Said("Look", files=(file,)))
    text = client.get(f"/inbox/{conversation.pk}/").text
    assert "photo.exe" in text
    assert "Files of this kind are not taken" in text


def test_what_a_mail_laid_out_runs_and_loads_nothing(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    said = Said("Look", html='<p>Look<img src="https://far.example/p.png"></p>')
    message = hear_message(conversation_id=conversation.pk, contact=conversation.requester, said=said).message
    page = client.get(f"/inbox/messages/{message.pk}/page/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "https:" not in policy
    asked = client.get(f"/inbox/messages/{message.pk}/page/?pictures=yes").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https:" in asked


def test_a_conversation_that_was_joined_leads_to_the_other(client: Client, staff: Staff) -> None:
    kept, gone = make_conversation("One"), make_conversation("Two")
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    assert client.get(f"/inbox/{gone.pk}/").headers["Location"] == f"/inbox/{kept.pk}/"
    assert "Part them again" in client.get(f"/inbox/{kept.pk}/").text


def test_what_was_read_is_no_longer_unread_until_they_write_again(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    assert client.get("/inbox/").context["rows"][0].is_unread
    assert client.post(f"/inbox/{conversation.pk}/reading/").status_code == 204
    assert not client.get("/inbox/").context["rows"][0].is_unread
    hear_message(conversation_id=conversation.pk, contact=conversation.requester, said=Said("Hello?"))
    assert client.get("/inbox/").context["rows"][0].is_unread


def test_who_only_reads_sees_no_composer(client: Client) -> None:
    client.force_login(make_staff(role=Role.VIEWER))
    conversation = make_conversation()
    mark_read(conversation_id=conversation.pk, staff=make_staff())
    text = client.get(f"/inbox/{conversation.pk}/").text
    assert 'id="composer"' not in text
    assert client.post(f"/inbox/{conversation.pk}/writing/", {"kind": "note", "words": "x"}).status_code == 403


def test_an_idea_and_an_article_that_may_help_stand_beside_and_one_that_does_not_may_be_asked_for(
    client: Client, staff: Staff, run_jobs: Callable[[], None]
) -> None:
    idea = open_idea(title="Keep working without a signal", problem="They lose all without a signal.", by=staff)
    article = write_article(
        title="Work without a signal", summary="What works without one.", body="Open it once.", language="en", by=staff
    )
    publish_text(article_id=article.pk, language="en", version=1, by=staff)
    conversation = make_conversation("I lose everything without a signal")
    run_jobs()

    page = client.get(f"/inbox/{conversation.pk}/beside/").text

    assert idea.title in page
    # The key that puts it where one writes presses this button.
    assert re.search(r'data-insert="[^"]*work-without-a-signal[^"]*" data-does="article"', page)
    assert f"/inbox/{conversation.pk}/wish/" in page


def test_conversations_are_found_by_words_in_any_language(client: Client, staff: Staff) -> None:
    make_conversation("打印机坏了，发票打不出来。", subject="打印")
    page = client.get("/find/?q=发票").text
    assert "打印" in page
    assert "/inbox/" in page


def test_a_saved_reply_is_put_where_one_writes_and_macros_are_at_hand(client: Client, staff: Staff) -> None:
    conversation = make_conversation(contact=make_contact(name="Anneke Visser"))
    reply = make_saved_reply(name="Hello", whose=Whose(), texts={"en": "Hello {first_name}, sorry."}, by=staff)
    words = client.get(f"/inbox/{conversation.pk}/?reply={reply.pk}").context["form"]["words"].value()
    assert words == "Hello Anneke, sorry."


def test_an_article_that_is_missing_is_wished_for(client: Client, staff: Staff) -> None:
    conversation = make_conversation(subject="How to print")
    client.post(f"/inbox/{conversation.pk}/wish/")
    assert WritingWish.objects.get().title == "How to print"


def test_how_it_went_stands_where_it_was_said_in_the_row_and_beside_later_ones(client: Client, staff: Staff) -> None:
    contact = make_contact(name="Anneke Visser")
    talk = make_conversation("It is slow.", contact=contact)
    close_conversation(conversation_id=talk.pk, by=staff, tags=[(make_area().pk, make_category().pk)])
    asked = clock.now() + timedelta(hours=4)
    Rating.objects.create(
        conversation=talk,
        contact=contact,
        ask_at=asked,
        asked_at=asked,
        score=Rating.Score.BAD,
        comment="慢了三天。",
        language="zh-hans",
        rated_at=asked + timedelta(minutes=5),
    )
    row = client.get("/inbox/?view=closed").text
    assert "Not good" in row[: row.index('id="messages"')]
    with clock.at(asked + timedelta(days=1)):
        hear_message(conversation_id=talk.pk, contact=contact, said=Said("And again."))
        later = make_conversation("Another thing.", contact=contact)
    page = client.get(f"/inbox/{talk.pk}/").text
    thread = page[page.index('id="messages"') :]
    places = [thread.index(words) for words in ("It is slow.", "asked how it went", "慢了三天。", "And again.")]
    assert places == sorted(places)
    assert 'lang="zh-hans"' in thread
    assert "Not good" in client.get(f"/inbox/{later.pk}/beside/").text
