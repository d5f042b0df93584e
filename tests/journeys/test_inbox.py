"""A working hour in the inbox: by mouse, by keyboard, on a phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import PHONE, look
from tests.makers import make_area, make_category, make_company, make_contact, make_conversation, make_idea, make_staff
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import (
    Reply,
    hear_message,
    note_reply_sent,
    reply_to_conversation,
    suggest_tag,
    tag_conversation,
    write_note,
)
from wellheard.listen.conversations.models import Conversation, Message, ProductWait
from wellheard.listen.conversations.said import Said
from wellheard.listen.desk.commands.macros import make_macro
from wellheard.listen.desk.commands.replies import make_saved_reply
from wellheard.listen.desk.commands.sharing import Whose
from wellheard.listen.desk.steps import Steps
from wellheard.understand import similar
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Staff], None]


@pytest.fixture(autouse=True)
def _leave_in_peace(page: Page, live_server: LiveServer) -> Iterator[None]:
    """Leave the page before the tables are emptied: it tells the server now and then that it is read."""
    yield
    page.goto("about:blank")
    page.wait_for_timeout(1_000)


@pytest.fixture
def priya() -> Staff:
    return make_staff(role=Role.AGENT, name="Priya Nandan", department=Staff.Department.SUPPORT)


@pytest.fixture
def lifts(priya: Staff) -> Conversation:
    """A conversation as support has them: asked, answered, noted, asked again."""
    company = make_company(
        name="Harbour Lift & Escalator", mrr=2480, stage="at_risk", plan="Fleet", industry="Lift maintenance"
    )
    anneke = make_contact(name="Anneke Visser", company=company, email="anneke@harbour.example")
    conversation = make_conversation(
        "Half our lifts are in basements. When the signal goes, the job sheet goes with it, and the fitter writes on his hand.",
        contact=anneke, subject="Job sheets vanish without signal",
    )  # fmt: skip
    area, bug = make_area(name="Mobile app"), make_category(name="Feature request")
    tag_conversation(conversation_id=conversation.pk, area_id=area.pk, category_id=bug.pk, by=priya)
    reply = Reply("That should not happen to anyone’s hand. How long are your fitters usually without signal?")
    sent = reply_to_conversation(
        conversation_id=conversation.pk, by=priya, reply=reply, seen_message_id=conversation.messages.get().pk
    )
    note_reply_sent(message_id=sent.pk, sent_at=clock.now())
    write_note(conversation_id=conversation.pk, by=priya, words="This is the fifth lift company.")
    words = (
        "Twenty minutes to two hours. And please: let him sign it off when he is down there.\n> That should not happen"
    )
    hear_message(
        conversation_id=conversation.pk,
        contact=anneke,
        said=Said(
            words, folds=((84, len(words)),), author_name="Anneke Visser", author_address="anneke@harbour.example"
        ),
    )
    other = make_conversation(
        "The new invoice layout cut our VAT number off.", contact=make_contact(name="Bram Oudekerk"), subject="VAT"
    )
    suggest_tag(conversation_id=other.pk, area_id=make_area(name="Invoicing").pk, category_id=bug.pk)
    return conversation


def test_an_hour_by_mouse(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    browser_signed_in(priya)
    make_idea("Keep working without a signal", status=Idea.Status.BUILDING)
    page.goto(f"{live_server.url}/inbox/{lifts.pk}/")
    expect(page.get_by_role("heading", name="Job sheets vanish without signal")).to_be_visible()
    expect(page.locator("#context").get_by_role("heading", name="What they asked before")).to_be_visible()
    look(page, "inbox")

    page.get_by_role("link", name="Search and filter").click()
    asking = page.get_by_role("dialog", name="Which conversations do you look for?")
    expect(asking.get_by_label("Words")).to_be_focused()
    look(page, "inbox-filters")
    asking.get_by_role("link", name="Leave it as it is").click()

    page.get_by_label("What you write").fill("It is live for Android since Thursday.")
    page.get_by_role("button", name="Send, keep open").click()
    expect(page.get_by_text("Your reply goes out in ten seconds.")).to_be_visible()
    expect(page.locator(".message.ours").last).to_contain_text("It is live for Android")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("What you write")).to_have_value("It is live for Android since Thursday.")
    assert Message.objects.filter(state="withdrawn").count() == 1


def test_an_hour_by_keyboard(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    browser_signed_in(priya)
    idea = make_idea("Let them sign it off below ground", status=Idea.Status.UNDER_REVIEW)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    page.goto(f"{live_server.url}/inbox/")
    rows = page.locator("#list .conversations > li")
    expect(rows).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator("#thread")).to_have_attribute("data-conversation", str(lifts.pk + 1))
    page.keyboard.press("k")
    expect(page.locator("#thread")).to_have_attribute("data-conversation", str(lifts.pk))

    # A passage becomes feedback for an idea: I, Enter.
    page.locator("[data-heard]").last.locator("[data-begin]").first.evaluate(
        """words => { const text = words.firstChild, range = document.createRange();
        range.setStart(text, 41); range.setEnd(text, 59); getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.keyboard.press("i")
    dialog = page.get_by_role("dialog", name="Which idea does this speak for?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("radio", name="Let them sign it off below ground")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("let him sign it of")
    assert ProductWait.objects.get(subject_id=idea.pk).conversation == lifts

    page.keyboard.press("n")
    expect(page.get_by_label("What you write")).to_be_focused()
    page.keyboard.type("Renewal is 1 February.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.note").last).to_contain_text("Renewal is 1 February.")

    page.keyboard.press("Escape")
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("e")
    page.get_by_role("button", name="Close it").last.click()
    expect(rows).to_have_count(1)
    lifts.refresh_from_db()
    assert lifts.is_closed


def test_an_hour_on_a_phone(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    browser_signed_in(priya)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/inbox/")
    page.get_by_role("link", name="Half our lifts").or_(page.get_by_role("link", name="Twenty minutes")).click()
    # Where one writes stays in reach, however long the thread is.
    expect(page.get_by_label("What you write")).to_be_in_viewport()
    page.get_by_label("What you write").fill("Thank you.")
    page.get_by_role("button", name="Send, keep open").click()
    expect(page.locator(".message.ours").last).to_contain_text("Thank you.")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("link", name="The new invoice layout")).to_be_visible()


def test_files_go_along_with_a_reply(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    browser_signed_in(priya)
    page.goto(f"{live_server.url}/inbox/{lifts.pk}/")
    words = page.get_by_label("What you write")
    with_files = [
        {"name": name, "mimeType": "", "buffer": b"what is in it"} for name in ("plan.pdf", "setup.exe", "log.txt")
    ]
    page.get_by_label("Attach files").set_input_files(with_files)  # type: ignore[arg-type]
    expect(page.get_by_text("“setup.exe” does not go along.")).to_be_visible()
    expect(page.locator("#draft-files .filter")).to_have_count(2)
    look(page, "inbox-files")
    # A picture of the screen is pasted where one writes.
    words.evaluate(
        """field => { const data = new DataTransfer(); data.items.add(new File(["png"], "image.png", { type: "image/png" }));
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    page.locator("#messages").evaluate(
        """pane => { const data = new DataTransfer(); data.items.add(new File(["dropped"], "dropped.txt"));
        pane.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); }"""
    )
    expect(page.locator("#draft-files .filter")).to_have_count(4)
    page.get_by_role("button", name="Take it out: log.txt").click()
    expect(page.locator("#draft-files .filter")).to_have_count(3)
    words.fill("Here is the plan.")
    page.get_by_role("button", name="Send, keep open").click()
    sent = page.locator(".message.ours").last
    expect(sent).to_contain_text("dropped.txt")
    names = Message.objects.get(words="Here is the plan.").attachments.order_by("pk").values_list("name", flat=True)
    assert [names[0], names[2]] == ["plan.pdf", "dropped.txt"]
    assert names[1].startswith("picture-")
    expect(page.locator("#draft-files .filter")).to_have_count(0)


def test_the_palette_does_what_can_be_done_with_the_open_conversation(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    browser_signed_in(priya)
    page.goto(f"{live_server.url}/inbox/{lifts.pk}/")

    def find(words: str) -> None:
        page.keyboard.press("Control+k")
        page.keyboard.press("Control+a")
        page.keyboard.type(words)

    here = page.get_by_role("region", name="With this conversation")
    find("close")
    expect(here.get_by_role("button", name="Close it")).to_contain_text("E")
    look(page, "inbox-commands")
    find("urgent")
    expect(here.get_by_role("button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Urgent")
    find("assign me")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Priya Nandan")
    find("bring in product")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_visible()
    page.keyboard.press("Escape")
    find("write a note")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What you write")).to_be_focused()
    page.keyboard.type("Done from the palette.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.note").last).to_contain_text("Done from the palette.")

    # Who may only read is offered nothing that changes it.
    browser_signed_in(make_staff(role=Role.VIEWER))
    page.goto(f"{live_server.url}/inbox/{lifts.pk}/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("link", name="Ideas").first).to_be_visible()
    expect(here).to_have_count(0)


def test_saved_replies_and_macros_by_keyboard_alone(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    make_saved_reply(name="Thanks", whose=Whose(), texts={"en": "Thank you, {first_name}."}, by=priya)
    make_saved_reply(name="Where to look", whose=Whose(), texts={"en": "Under *Settings*."}, by=priya)
    make_macro(name="Mark it urgent", whose=Whose(), steps=Steps(priority=3), by=priya)
    browser_signed_in(priya)
    page.goto(f"{live_server.url}/inbox/{lifts.pk}/")
    page.keyboard.press("r")
    page.keyboard.type("/")
    expect(page.get_by_label("Search a saved reply")).to_be_focused()
    page.keyboard.type("thank")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What you write")).to_have_value("Thank you, Anneke.")
    expect(page.get_by_label("What you write")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Mark it urgent")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Urgent")
    # What was begun is kept while a macro works.
    expect(page.get_by_label("What you write")).to_have_value("Thank you, Anneke.")


def test_what_others_do_waits_behind_a_line_and_moves_nothing(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff, lifts: Conversation
) -> None:
    browser_signed_in(priya)
    told: list[str] = []

    def stream(route: Route) -> None:
        body = "".join(f"data: {line}\n\n" for line in told)
        told.clear()
        route.fulfill(content_type="text/event-stream", body=f"retry: 200\n\n{body}")

    # The listener that holds streams is none of this server; what it sends is.
    page.route("**/inbox/live/", stream)
    page.goto(f"{live_server.url}/inbox/{lifts.pk}/")
    first = page.locator("#list .conversations > li").first
    stood = first.bounding_box()
    page.get_by_label("What you write").fill("Half a sen")
    wei = make_staff(role=Role.AGENT, name="Wei Zhang")
    write_note(conversation_id=lifts.pk, by=wei, words="They called as well.")
    make_conversation("Where is my invoice?", contact=make_contact(name="Petra Novotna"), subject="Invoice")
    told.append(f'[{{"conversation": {lifts.pk}, "by": {wei.pk}, "brings": true}}]')
    told.append(f'[{{"conversation": {lifts.pk + 2}, "by": 0, "brings": true}}]')
    told.append(f'[{{"conversation": 999, "by": {priya.pk}, "brings": true}}]')

    expect(page.get_by_role("button", name="New: 2. Show it")).to_be_visible()
    expect(page.get_by_text("They called as well.")).to_have_count(0)
    assert first.bounding_box() == stood
    page.get_by_role("button", name="Something happened here meanwhile. Show it").press("Enter")
    expect(page.get_by_text("They called as well.")).to_be_visible()
    expect(page.get_by_label("What you write")).to_have_value("Half a sen")
    expect(page.get_by_role("link", name="Where is my invoice?")).to_be_visible()
    expect(page.locator("#fresh")).to_be_hidden()


def test_an_empty_inbox_says_what_will_come(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, priya: Staff
) -> None:
    browser_signed_in(priya)
    page.goto(f"{live_server.url}/inbox/")
    expect(page.get_by_text("Nobody waits for an answer.")).to_be_visible()
    look(page, "inbox-empty")
