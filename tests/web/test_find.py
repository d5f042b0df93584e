"""Find or do: what goes by these words, for those who may read it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.deals.makers import heard
from tests.makers import make_company, make_contact, make_conversation, make_feedback, make_idea, make_staff
from tests.talks.stories import plan
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact, Segment
from wellheard.decide.commands import reply
from wellheard.decide.models import Comment, Idea
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.text.words import holding
from wellheard.listen.articles.commands import write_article
from wellheard.listen.commands import set_aside_feedback
from wellheard.listen.interviews.commands import note_interview
from wellheard.listen.models import AsideReason
from wellheard.understand import similar
from wellheard.web.find.kinds import KINDS
from wellheard.web.find.queries import Group, all_of, find
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import GRANTS, Permission, Role

pytestmark = pytest.mark.django_db

URL = "/find/"


def texts(groups: list[Group], name: str) -> list[str]:
    return [str(hit.text) for group in groups if group.name == name for hit in group.hits]


def everything_offline(how_many: int) -> None:
    """Make so many things of every kind that go by "offline"."""
    ines, basement = make_staff(), make_idea("Basement", is_public=True)
    for number in range(how_many):
        company = make_company(name="Offline Lifts")
        contact = make_contact(name="Ann Offline", company=company)
        idea = make_idea("Work offline")
        feedback = make_feedback("We work offline in the basement")
        similar.index(kind="feedback", object_id=feedback.pk, text=feedback.words, language="en")
        Release.objects.create(title="Offline at last", created_at=clock.now())
        Segment.objects.create(name=f"Offline {number}", rule={})
        write_article(title="Work offline", summary="", body="So.", language="en", by=None)
        reply(idea_id=basement.pk, words=f"Offline comes next, lift {number}.", by=ines)
        make_answer(contact, idea, words="It works offline.")
        make_conversation("Does it work offline?", contact=contact)
        plan(contact, title="Offline in the basement")
        heard(title="Offline for 40 crews", competitor=f"Offliner {number}")


def make_answer(contact: Contact, idea: Idea, *, words: str) -> Answer:
    now = clock.now()
    return Answer.objects.create(
        contact=contact,
        idea=idea,
        occasion="shipped",
        state="owed",
        waiting_since=now,
        owed_at=now,
        subject_line="Live",
        words=words,
    )


def test_without_words_it_lists_every_place_and_action() -> None:
    groups = find("", staff=make_staff())
    assert "Feedback" in texts(groups, "Go to")
    assert "Write down what a customer said" in texts(groups, "Do")
    assert [str(group.name) for group in groups] == ["Do", "Go to"]


def test_it_finds_ideas_companies_and_people_by_a_part_of_their_name() -> None:
    make_idea("Work offline in the basement")
    make_company(name="Offline Lifts")
    make_contact(name="Ann Offline")
    groups = find("OFFLINE", staff=make_staff())
    assert texts(groups, "Ideas") == ["Work offline in the basement"]
    assert texts(groups, "Companies") == ["Offline Lifts"]
    assert texts(groups, "Contacts") == ["Ann Offline"]


def test_what_begins_with_the_words_comes_first() -> None:
    make_company(name="The Harbour", mrr=9000)
    make_company(name="Harbour Lift", mrr=10)
    assert texts(find("harbour", staff=make_staff()), "Companies") == ["Harbour Lift", "The Harbour"]


def test_a_person_is_found_by_the_beginning_of_an_address_and_shown_with_their_company() -> None:
    make_contact(name="Anneke Visser", email="a.visser@harbour.example", company=make_company(name="Harbour Lift"))
    (group,) = [group for group in find("A.Visser", staff=make_staff()) if group.name == "Contacts"]
    assert [(hit.text, hit.note) for hit in group.hits] == [("Anneke Visser", "Harbour Lift")]


def test_signs_that_mean_something_to_a_database_mean_nothing_here() -> None:
    make_company(name="Harbour Lift")
    assert find("%", staff=make_staff()) == []
    assert find("_arbour", staff=make_staff()) == []


def test_a_viewer_is_offered_only_what_a_viewer_may_do() -> None:
    assert texts(find("", staff=make_staff(role=Role.VIEWER)), "Do") == []
    assert "Staff" not in texts(find("", staff=make_staff(role=Role.VIEWER)), "Go to")


def test_the_page_shows_the_hits_as_links(signed_in: Callable[[Staff], Client]) -> None:
    idea = make_idea("Work <offline>")
    page = signed_in(make_staff()).get(URL, {"q": "work"}).content.decode()
    assert f'href="{reverse("idea", args=[idea.pk])}"' in page
    assert "Work &lt;offline&gt;" in page


def test_the_palette_gets_the_hits_without_the_frame(signed_in: Callable[[Staff], Client]) -> None:
    make_idea("Work offline")
    page = signed_in(make_staff()).get(URL, {"q": "work"}, headers={"HX-Request": "true"}).content.decode()
    assert "Work offline" in page
    assert "<html" not in page


def test_words_that_find_nothing_get_a_way_on(signed_in: Callable[[Staff], Client]) -> None:
    assert "Nothing goes by these words" in signed_in(make_staff()).get(URL, {"q": "qqqq"}).content.decode()


@pytest.mark.parametrize(
    "query", ["%00", "a%00b", "%ED%A0%80", "%FF", "%E2%80%AEgnp", "x" * 10_000, "%25s %25(a)s", ""]
)
def test_no_words_break_it(query: str, signed_in: Callable[[Staff], Client]) -> None:
    assert signed_in(make_staff()).get(f"{URL}?q={query}").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(URL).headers["Location"].startswith("/accounts/login/")


def test_it_changes_nothing(signed_in: Callable[[Staff], Client]) -> None:
    assert signed_in(make_staff()).post(URL).status_code == 405


@pytest.mark.parametrize("how_many", [1, 20])
def test_it_asks_as_often_for_many_as_for_one(how_many: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    staff = make_staff()
    everything_offline(how_many)
    # Ideas, companies, contacts, deals, competitors, conversations, talks, answers, comments, articles, releases, segments;
    # texts and their rows; how often words occur and word forms, for texts that are indexed by their language and for those as
    # they stand.
    with django_assert_num_queries(21):
        assert len(texts(find("offline", staff=staff), "Said")) == min(how_many, 7)


@pytest.mark.parametrize("how_many", [1, 20])
@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_all_of_a_kind_is_asked_for_as_often_for_many_as_for_one(
    kind: str, how_many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    everything_offline(how_many)
    (chosen,) = [one for one in KINDS if one.key == kind]
    # The rows; for answers and comments the forms of the words too, and how often they occur.
    with django_assert_max_num_queries(5):
        assert len(all_of(chosen, "offline", cursor="").items) == how_many


def test_more_hits_than_the_first_few_lead_to_all_of_them_page_by_page(
    signed_in: Callable[[Staff], Client],
) -> None:
    everything_offline(8)
    browser = signed_in(make_staff())
    groups = {str(group.name): group for group in find("offline", staff=make_staff())}
    assert groups["Said"].all_url == "/feedback/?q=offline"
    assert browser.get("/feedback/?q=offline").text.count("in the basement") >= 8
    few = browser.get(URL, {"q": "offline"}).text
    for kind in KINDS:
        group = groups[str(kind.name)]
        assert group.all_url == f"/find/{kind.key}/?q=offline"
        assert f'href="{group.all_url}"' in few
        first = all_of(kind, "offline", cursor="", size=5)
        second = all_of(kind, "offline", cursor=first.next, size=5)
        found = [hit.url for hit in first.items + second.items]
        assert found[:7] == [hit.url for hit in group.hits]
        assert (len(found), len(set(found)), second.next) == (8, 8, "")
        assert browser.get(group.all_url).text.count(f'href="{found[-1]}"') == 1


def test_few_hits_need_no_page_of_their_own() -> None:
    everything_offline(7)
    assert {group.all_url for group in find("offline", staff=make_staff())} == {""}


def test_talks_are_found_by_what_they_are_about_by_notes_and_by_whom_they_are_with() -> None:
    acme, other = make_company(name="Lifts Ltd"), make_company(name="Birch")
    about = plan(company=other, title="Printing labels")
    noted = plan(company=other, title="", days=-1)
    note_interview(interview_id=noted.pk, version=noted.version, notes="They said: the labels come out blank.")
    with_them = plan(company=acme, title="Something else")
    with_ada = plan(make_contact(name="Ada Byron", company=other), title="A fourth")
    plan(company=other, title="Of nothing that is asked for")

    def talks(words: str) -> set[str]:
        return {hit.url for group in find(words, staff=make_staff()) if group.name == "Talks" for hit in group.hits}

    assert talks("labels") == {f"/talks/{about.pk}/", f"/talks/{noted.pk}/"}
    assert talks("lifts") == {f"/talks/{with_them.pk}/"}
    assert talks("byron") == {f"/talks/{with_ada.pk}/"}
    assert talks("zebra") == set()


def test_a_talk_that_is_found_by_its_notes_shows_the_passage_with_whom_and_when() -> None:
    talk = plan(company=make_company(name="Birch"), title="How it goes", days=-1)
    note_interview(interview_id=talk.pk, version=talk.version, notes="The labels come out blank.")
    (hit,) = [hit for group in find("blank", staff=make_staff()) if group.name == "Talks" for hit in group.hits]

    assert hit.text == "The labels come out blank."
    assert str(hit.note).startswith("Birch · ")


@pytest.mark.parametrize("role", Role)
def test_only_who_may_read_talks_finds_any(
    signed_in: Callable[[Staff], Client], monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    talk = plan(company=make_company(name="Birch"), title="Printing labels")
    browser = signed_in(make_staff(role=role))
    assert (browser.get(f"/talks/{talk.pk}/").status_code, browser.get("/find/talks/?q=labels").status_code) == (
        200,
        200,
    )
    monkeypatch.setitem(GRANTS, Permission.VIEW, frozenset())

    assert browser.get(f"/talks/{talk.pk}/").status_code == 403
    assert browser.get("/find/talks/?q=labels").status_code == 403
    assert texts(find("labels", staff=make_staff(role=role)), "Talks") == []


def test_all_hits_are_for_those_who_may_read_them(client: Client, signed_in: Callable[[Staff], Client]) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    statuses = [viewer.get(f"/find/{kind}/?q=cell").status_code for kind in ("answers", "ideas", "nothing")]
    assert statuses == [403, 200, 404]
    assert "Nothing goes by these words" in viewer.get("/find/ideas/").text
    assert viewer.get("/find/ideas/?q=a%00b&after=qqq").status_code == 200
    assert viewer.post("/find/ideas/").status_code == 405
    assert client.get("/find/ideas/?q=cell").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("words", "language", "asked"),
    [
        ("We lost the documents twice", "en", "document"),
        ("We lost the documents twice", "en", "lost docum"),
        ("没有信号的时候我们丢了工作", "zh", "信号"),
        ("Мы потеряли отчёты", "ru", "отчет"),
    ],
)
def test_what_customers_said_is_found_in_its_language_and_as_it_is_typed(words: str, language: str, asked: str) -> None:
    feedback = make_feedback(words, language=language, company=make_company(name="Harbour Lift"))
    similar.index(kind="feedback", object_id=feedback.pk, text=words, language=language)

    (group,) = [group for group in find(asked, staff=make_staff()) if group.name == "Said"]

    assert [(hit.text, hit.note) for hit in group.hits] == [(words, "Harbour Lift")]


def test_spam_is_not_among_what_was_said() -> None:
    spam, said = make_feedback("Buy offline maps now"), make_feedback("We need maps offline")
    for one in (spam, said):
        similar.index(kind="feedback", object_id=one.pk, text=one.words, language="en")
    set_aside_feedback(feedback_id=spam.pk, reason=AsideReason.SPAM, by=make_staff())

    assert texts(find("offline maps", staff=make_staff()), "Said") == ["We need maps offline"]


def test_what_we_answered_and_what_the_team_wrote_below_ideas_is_found() -> None:
    idea, ines = make_idea("Work offline", is_public=True), make_staff(name="Ines")
    said = reply(idea_id=idea.pk, words="The basement is next, we promise.", by=ines)
    answer = make_answer(make_contact(name="Ada Lovelace"), idea, words="Your lifts work in the cellar now.")

    found = find("cell", staff=ines) + find("PROMISE base", staff=ines)

    hits = {str(group.name): group.hits[0] for group in found if group.name in {"Answers", "Comments"}}
    assert (hits["Answers"].url, hits["Answers"].note) == (f"/answers/{answer.pk}/", "Ada Lovelace")
    assert texts(find("cell", staff=make_staff(role=Role.VIEWER)), "Answers") == []
    assert hits["Comments"].url == f"/ideas/{idea.pk}/#comment-{said.pk}"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("We keep your document now.", "documents"),
        ("没有信号的时候也能工作。", "信号"),
        ("KPI信号都在。", "kpi 号都"),
        ("Ваш отчёт больше не теряется.", "отчеты"),
        ("ใช้งานได้เมื่อไม่มีสัญญาณ", "สัญญาณ"),
    ],
)
def test_what_we_answered_is_found_in_any_form_of_its_words_and_by_any_part_of_chinese(words: str, asked: str) -> None:
    make_answer(make_contact(), make_idea(), words=words)
    make_answer(make_contact(), make_idea(), words="信 is not 号, nor a docking station.")

    assert texts(find(asked, staff=make_staff()), "Answers") == [words]


def test_words_of_answers_are_found_by_their_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows, columns, index in (
            (Answer.objects.all(), ("subject_line", "words"), "answer_words"),
            (Comment.objects.all(), ("words",), "comment_words"),
        ):
            assert index in holding(rows, similar.plain_query("cellars"), *columns).explain()


def test_a_long_text_is_shown_around_the_word() -> None:
    text = "x " * 300 + "offline " + "y " * 300
    feedback = make_feedback(text)
    similar.index(kind="feedback", object_id=feedback.pk, text=text, language="en")

    (said,) = texts(find("offline", staff=make_staff()), "Said")

    assert "offline" in said
    assert len(said) < 130
