"""Which competitors customers named in their own words, for what: by every name as a whole word, and told with their consent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_conversation,
    make_feedback,
    make_idea,
    make_staff,
)
from tests.reports.worlds import at, data_of, days
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import Within
from wellheard.learn.reports.sections.in_words import Finder, named_in_words
from wellheard.listen.conversations.models import Message, Passage
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.understand.queries import feedback_document
from wellheard.workspace.models import Competitor, CompetitorSpelling, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Queries = Callable[[int], AbstractContextManager[object]]


def rival(name: str, *spellings: str) -> Competitor:
    made = Competitor.objects.create(name=name, added_at=at(50))
    for one in spellings:
        CompetitorSpelling.objects.create(competitor=made, name=one)
    return made


def said(words: str, back: int = 3, **fields: Any) -> Feedback:
    made = make_feedback(words, heard_at=at(back), **fields)
    similar.index_many([feedback_document(made)])
    return made


def wrote(words: str, back: int = 3, **fields: Any) -> Any:
    with clock.at(at(back)):
        return make_conversation(words, **fields)


def draft(kind: str = "voice") -> Report:
    begins_on, last_on = days()
    return make_report(begins_on=begins_on, last_on=last_on, by=None, kind=kind)


def times() -> dict[str, tuple[int, int]]:
    found = named_in_words(Within.of(*days())).values()
    return {one.competitor.name: (len(one.feedback), len(one.conversations)) for one in found}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("FIELDMASTER shows the whole day.", "en"),
        ("With Fieldmaster's app we need no paper.", "en"),
        ("Wir kommen von Field  Master und vermissen die Karte.", "de"),
        ("У Fieldmaster есть карта.", "ru"),
        ("我们以前用Fieldmaster排班。", "zh"),
        ("我们以前用现场大师排班。", "zh"),
    ],
)
def test_a_competitor_is_named_by_each_of_its_names_in_any_language(words: str, language: str) -> None:
    rival("Fieldmaster", "Field Master", "现场大师")
    said(words, language=language)
    assert times() == {"Fieldmaster": (1, 0)}


@pytest.mark.parametrize(
    "words", ["The fieldmasters among us like it.", "A field for our master key.", "Nobody else does it."]
)
def test_a_part_of_a_word_names_nobody(words: str) -> None:
    rival("Fieldmaster", "Field Master")
    said(words)
    assert times() == {}


def test_of_two_names_that_begin_alike_the_longer_is_meant() -> None:
    short, long = rival("Field"), rival("Field Nation")
    finder = Finder({one.name: one for one in (short, long)})
    assert finder.named_in("Field Nation does it.") == [long.pk]
    assert finder.named_in("Field does it, and field  nation, and FIELD.") == [short.pk, long.pk]


def test_what_one_of_us_wrote_down_what_is_spam_and_other_days_name_nobody() -> None:
    rival("Fieldmaster")
    said("They looked at Fieldmaster.", voice="reported")
    said("Buy Fieldmaster now.", set_aside_at=at(2), set_aside_reason="spam")
    said("Fieldmaster has it.", back=50)
    assert times() == {}


def test_conversations_count_by_what_customers_wrote_there_and_not_again_by_a_quote_of_them() -> None:
    rival("Fieldmaster")
    talk, other = wrote("Fieldmaster can do that."), wrote("Can you?")
    Message.objects.create(
        conversation=other, kind="reply", words="As Fieldmaster does.", state="sent", said_at=at(2), recorded_at=at(2)
    )
    folded = wrote("Yes.\n> Fieldmaster, you wrote")
    Message.objects.filter(conversation=folded).update(folds=[[4, 30]])
    assert times() == {"Fieldmaster": (0, 1)}
    quote = said("Fieldmaster can do that.", source="support")
    Passage.objects.create(message=Message.objects.get(conversation=talk), feedback=quote, begin=0, end=10)
    assert times() == {"Fieldmaster": (1, 0)}


@pytest.mark.parametrize("kind", ["voice", "briefing"])
def test_report_and_briefing_tell_who_was_named_for_what_and_lead_to_the_words(signed_in: SignIn, kind: str) -> None:
    one = rival("Fieldmaster")
    area, bug, idea = make_area(name="Maps"), make_category(key="bug", name="Bug"), make_idea("A map of the day")
    contact = make_contact(company=make_company(name="Harbour Lifts"), name="Bo Harbour")
    about: dict[str, Any] = {"area": area, "category": bug, "filed_at": at(2), "contact": contact}
    open_words = said("Fieldmaster has a map of the day.", quotable="named", **about)
    said("I pay Fieldmaster, do not tell anybody.", **about)
    link_feedback(feedback_id=open_words.pk, idea_id=idea.pk, by=None)
    wrote("Fieldmaster answers in an hour.", contact=contact)
    report = draft(kind)
    (row,) = data_of(report, "leaving")["in_words"]
    assert (row["competitor"], row["said"], row["talks"], row["companies"]) == (one.pk, 2, 1, 1)
    assert [(theme["area_name"], theme["said"]) for theme in row["themes"]] == [("Maps", 2)]
    assert [(found["title"], found["said"]) for found in row["ideas"]] == [("A map of the day", 1)]
    client = signed_in(make_staff(role=Role.PRODUCT))
    page = client.get(f"/reports/{report.pk}/").text
    assert "Fieldmaster has a map of the day." in page
    assert "do not tell anybody" not in page
    assert "answers in an hour" not in page
    days_of = f"since={report.begins_on}&amp;until={report.last_on}"
    assert f"/feedback/?names={one.pk}&amp;{days_of}" in page
    assert len(client.get(f"/feedback/?names={one.pk}").context["page"].items) == 2
    assert len(client.get(f"/inbox/?view=all&names={one.pk}").context["page"].items) == 1


def test_lists_of_nobody_named_are_empty_and_of_a_competitor_that_is_gone_say_so(signed_in: SignIn) -> None:
    one, client = rival("Fieldmaster"), signed_in(make_staff())
    said("Nothing of the kind.")
    assert client.get(f"/feedback/?names={one.pk}").context["page"].items == []
    assert "This competitor does not exist any more" in client.get("/feedback/?names=99999999999999999999").text


def test_many_competitors_ask_as_often_as_one() -> None:
    counts = []
    for many in (1, 20):
        for number in range(many):
            rival(f"Rival {many} {number}", f"Rivale {many} {number}")
            said(f"Rival {many} {number} has it.")
        with CaptureQueriesContext(connection) as asked:
            named_in_words(Within.of(*days()))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
    assert len(times()) == 21
