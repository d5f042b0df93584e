"""Macros: several steps at once, all or none, through the commands everybody uses."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_contact, make_conversation, make_idea, make_staff, make_team
from wellheard.listen.conversations.commands import UnseenPartsError, UntaggedError, hear_message, write_note
from wellheard.listen.conversations.models import Conversation, Draft, Message, Tag
from wellheard.listen.conversations.said import Said
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.commands.macros import make_macro, run_macro
from wellheard.listen.desk.commands.replies import make_saved_reply
from wellheard.listen.desk.commands.sharing import Whose
from wellheard.listen.desk.models import Macro, SavedReply
from wellheard.listen.desk.steps import Steps, in_words
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]


@pytest.fixture
def ines() -> Staff:
    return make_staff(name="Ines Kaya", role=Role.AGENT)


def _macro(by: Staff, steps: Steps, name: str = "Solved") -> Macro:
    return make_macro(name=name, whose=Whose(), steps=steps, by=by)


def _run(macro: Macro, conversation: Conversation, by: Staff, key: str = "k") -> Conversation:
    last = conversation.messages.order_by("-pk").first()
    seen = last.pk if last else None
    return run_macro(macro_id=macro.pk, conversation_id=conversation.pk, by=by, key=key, seen_message_id=seen)


def test_all_steps_are_taken_in_an_order_that_closes_last(ines: Staff) -> None:
    area, category, team, idea = make_area(), make_category(), make_team(), make_idea("Colour")
    reply = make_saved_reply(name="P", whose=Whose(), texts={"en": "Dear {first_name|you}"}, by=ines)
    steps = Steps(
        tags=((area.pk, category.pk),),
        assign="me",
        team=team.pk,
        priority=2,
        note="For {company|them}",
        saved=reply.pk,
        idea=idea.pk,
        closes=True,
    )
    conversation = make_conversation(contact=make_contact(name="Anneke Smit"))
    after = _run(_macro(ines, steps), conversation, ines)

    assert (after.state, after.assignee, after.team, after.priority) == ("closed", ines, team, 2)
    assert Tag.objects.get().confirmed_by == ines
    kinds = list(after.messages.order_by("pk").values_list("kind", "words"))[1:]
    assert kinds == [("note", "For them"), ("reply", "Dear Anneke")]
    assert after.product_waits.get().subject_id == idea.pk
    assert SavedReply.objects.get().use_count == 1
    assert Steps.read(Macro.objects.get().does) == steps


def test_a_double_click_answers_once(ines: Staff) -> None:
    macro, conversation = _macro(ines, Steps(reply="Yes.", note="Asked often")), make_conversation()
    seen = conversation.messages.get().pk
    for _click in range(2):
        run_macro(macro_id=macro.pk, conversation_id=conversation.pk, by=ines, key="k", seen_message_id=seen)
    assert conversation.messages.count() == 3


def test_closing_needs_an_area_and_a_category_here_too_and_nothing_else_is_done(ines: Staff) -> None:
    macro, conversation = _macro(ines, Steps(reply="Bye.", priority=3, closes=True)), make_conversation()
    with pytest.raises(UntaggedError):
        _run(macro, conversation, ines)
    conversation.refresh_from_db()
    assert (conversation.priority, conversation.messages.count(), conversation.is_open) == (1, 1, True)


def test_it_does_not_answer_past_what_somebody_wrote_meanwhile(ines: Staff) -> None:
    macro, conversation = _macro(ines, Steps(reply="Yes.")), make_conversation()
    seen = conversation.messages.get().pk
    hear_message(conversation_id=conversation.pk, contact=None, said=Said("Never mind!"))
    with pytest.raises(UnseenPartsError):
        run_macro(macro_id=macro.pk, conversation_id=conversation.pk, by=ines, key="k", seen_message_id=seen)


def test_an_answer_can_be_put_into_the_draft_instead(ines: Staff) -> None:
    macro, conversation = _macro(ines, Steps(reply="Dear {agent}", drafts=True)), make_conversation()
    write_note(conversation_id=conversation.pk, by=make_staff(), words="Look")
    _run(macro, conversation, ines)
    assert Draft.objects.get().words == "Dear Ines"
    assert not Message.objects.filter(kind="reply").exists()


def test_what_it_does_is_said_in_a_sentence() -> None:
    area, category = make_area(name="Printing"), make_category(name="Question")
    steps = Steps(tags=((area.pk, category.pk),), assign="me", snooze="morning", reply="Yes, it can.")
    sentence = in_words(steps)
    assert sentence == (
        "Tags Printing · Question, assigns to whoever uses it, answers “Yes, it can.” and puts it off: "
        "until the next working morning."
    )
    assert in_words(Steps(tags=((area.pk, 10**9),))) == "Tags Printing · something that is gone."


@pytest.mark.parametrize("steps", [Steps(), Steps(reply="{nonsense}"), Steps(closes=True, snooze="reply")])
def test_steps_that_make_no_sense_are_refused(ines: Staff, steps: Steps) -> None:
    with pytest.raises(DeskError):
        _macro(ines, steps)


def test_its_pages_keep_and_use_it(ines: Staff, signed_in: Sign) -> None:
    browser = signed_in(ines)
    area, category = make_area(), make_category()
    sent = {"name": "Later", "area": area.pk, "category": category.pk, "snooze": "hours:4", "whose": ""}
    assert browser.post("/settings/macros/new/", sent | {"category": ""}).status_code == 422
    assert browser.post("/settings/macros/new/", sent).status_code == 302
    macro, conversation = Macro.objects.get(), make_conversation()
    found = browser.get("/desk/macros/", {"q": "lat"}).json()["macros"]
    assert found[0]["does"] == f"Tags {area.name} · {category.name} and puts it off: for four hours."
    path = f"/settings/macros/{macro.pk}/"
    assert found[0]["does"] in browser.get(path).content.decode()
    assert found[0]["does"] in browser.get("/settings/macros/").content.decode()

    used = browser.post(f"/desk/macros/{macro.pk}/use/", {"conversation": conversation.pk, "key": "1", "seen": "x"})
    assert used.headers["Location"] == f"/inbox/{conversation.pk}/"
    conversation.refresh_from_db()
    assert (conversation.state, Macro.objects.get().use_count) == ("snoozed", 1)

    assert browser.post(path, sent | {"closes": "on", "snooze": "", "version": 1}).status_code == 302
    assert browser.post(path, sent | {"version": 1}).status_code == 422
    assert Steps.read(Macro.objects.get().does).closes
    assert browser.post(f"{path}removal/").status_code == 302
    assert signed_in(make_staff(role=Role.VIEWER)).get("/settings/macros/").status_code == 403
