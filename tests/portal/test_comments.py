"""Speaking below an idea and hearing what the team says: from the first word to the mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Contact, Suppression
from wellheard.decide.commands import add_comment, follow, reply, unfollow, vote
from wellheard.decide.models import Comment, Evidence, Follower, Idea
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import publish_feedback
from wellheard.listen.models import Feedback
from wellheard.web.portal import limits
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

SCRIPT = {"HX-Request": "true"}
WORDS = {"words": "On Tuesday in the shaft.", "quotable": "named"}


def _said(idea: Idea, contact: Contact, words: str = "In the shaft.", quotable: str = "named") -> Comment:
    said = make_feedback(words, contact=contact, quotable=quotable, heard_at=clock.now())
    return add_comment(idea_id=idea.pk, feedback=said)


def _mails() -> list[tuple[str, str]]:
    mails = OutgoingMail.objects.filter(key__startswith="comment:").order_by("to_address")
    return [(mail.to_address, mail.subject) for mail in mails]


def test_a_stranger_comments_first_and_says_who_they_are_afterwards_in_place(
    client: Client, mailed_code: Callable[[], str], run_jobs: Callable[[], None]
) -> None:
    idea = make_idea(is_public=True)
    asked = client.post(f"/portal/ideas/{idea.pk}/comments/", WORDS, headers=SCRIPT)
    assert "Where may we answer you?" in asked.text
    client.post("/portal/codes/", {"email": "ada@example.com", "spot": "ask"}, headers=SCRIPT)
    done = client.post("/portal/session/", {"code": mailed_code(), "spot": "ask"}, headers=SCRIPT)
    run_jobs()

    comment = Comment.objects.select_related("feedback__contact").get()
    assert done["HX-Redirect"] == f"/portal/ideas/{idea.pk}/?said={comment.feedback_id}#words"
    assert comment.feedback is not None
    assert comment.feedback.contact is not None
    assert (comment.feedback.source, comment.feedback.origin) == ("portal", "comment")
    assert Follower.objects.following().filter(contact=comment.feedback.contact).exists()
    assert "only you and the team see this" in client.get(f"/portal/ideas/{idea.pk}/").text


def test_what_is_typed_survives_voting_and_saying_who_one_is(client: Client, mailed_code: Callable[[], str]) -> None:
    idea = make_idea("Work offline", is_public=True)
    typed = {"words": "Half a story", "below": str(idea.pk), "place": "page", "spot": f"page-ask-{idea.pk}"}
    asked = client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"} | typed, headers=SCRIPT)
    assert f'id="page-ask-{idea.pk}"' in asked.text
    step = client.post("/portal/codes/", {"email": "ada@example.com"} | typed, headers=SCRIPT)
    assert f'id="page-ask-{idea.pk}"' in step.text
    done = client.post(
        "/portal/session/", {"code": mailed_code()} | typed | {"words": "Half a story more"}, headers=SCRIPT
    )

    assert done["HX-Redirect"] == f"/portal/ideas/{idea.pk}/"
    page = client.get(done["HX-Redirect"])
    assert "Half a story more</textarea>" in page.text
    assert 'aria-pressed="true"' in page.text
    assert "Half a story more" not in client.get("/portal/").text


def test_a_spot_somebody_made_up_is_not_taken(client: Client) -> None:
    answer = client.post("/portal/codes/", {"email": "x", "spot": '"><script>'}, headers=SCRIPT)

    assert '<div class="stack" id="ask">' in answer.text


def test_the_published_comment_and_its_reply_are_read_by_all_and_counted(
    client: Client, run_jobs: Callable[[], None]
) -> None:
    idea = make_idea(is_public=True)
    comment = _said(idea, make_contact())
    publish_feedback(feedback_id=comment.feedback_id or 0)
    reply(idea_id=idea.pk, words="We see it.", by=make_staff(name="Ines Calder"), reply_to=comment.pk)
    run_jobs()
    page = client.get(f"/portal/ideas/{idea.pk}/").text

    assert page.index("In the shaft.") < page.index("Ines Calder") < page.index("We see it.")
    assert "2 comments" in client.get("/portal/").text


def test_a_private_comment_and_its_reply_are_for_its_author(
    client: Client, visiting: Callable[[Contact], Client]
) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    comment = _said(idea, ada, quotable="no")
    reply(idea_id=idea.pk, words="Between us.", by=make_staff(), reply_to=comment.pk)
    address = f"/portal/ideas/{idea.pk}/"

    assert "Between us." in visiting(ada).get(address).text
    for other in (client, visiting(make_contact())):
        assert "Between us." not in other.get(address).text
        assert "In the shaft." not in other.get(address).text


def test_an_author_rewords_and_takes_back(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    comment = _said(idea, ada)
    browser, address = visiting(ada), f"/portal/ideas/{idea.pk}/comments/{comment.pk}/"
    assert "In the shaft." in browser.get(address).text
    empty = browser.post(address, {"words": ""})
    assert (empty.status_code, "no words in this yet" in empty.text) == (422, True)
    browser.post(address, {"words": "In the cellar."})
    assert Comment.objects.select_related("feedback").get().text == "In the cellar."

    assert browser.get(f"{address}withdrawal/").status_code == 405
    assert "It is taken back" in browser.post(f"{address}withdrawal/", follow=True).text
    assert not Comment.objects.standing().exists()


def test_nobody_reaches_the_comment_of_another(client: Client, visiting: Callable[[Contact], Client]) -> None:
    idea = make_idea(is_public=True)
    comment = _said(idea, make_contact())
    address = f"/portal/ideas/{idea.pk}/comments/{comment.pk}/"
    for browser in (client, visiting(make_contact())):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"words": "Mine."}).status_code == 404
        assert browser.post(f"{address}withdrawal/").status_code == 404
    assert Comment.objects.standing().exists()


def test_too_late_is_said_and_the_words_stay(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    comment = _said(idea, ada)
    address = f"/portal/ideas/{idea.pk}/comments/{comment.pk}/"
    Comment.objects.update(said_at=clock.now() - timedelta(hours=2))
    answer = visiting(ada).post(address, {"words": "Too late."})

    assert (answer.status_code, "for an hour" in answer.text, "Too late." in answer.text) == (422, True, True)
    assert "for an hour" in visiting(ada).post(f"{address}withdrawal/", follow=True).text


def test_a_flood_of_comments_is_refused_and_stays_typed(
    visiting: Callable[[Contact], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "COMMENTS", limits.Limit("comments", most=1, most_from_address=100))
    idea, browser = make_idea(is_public=True), visiting(make_contact())
    answers = [browser.post(f"/portal/ideas/{idea.pk}/comments/", WORDS | {"once": str(n)}) for n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert WORDS["words"] in answers[1].text
    assert Comment.objects.count() == 1


def test_a_comment_sent_twice_is_heard_once(visiting: Callable[[Contact], Client]) -> None:
    idea, browser = make_idea(is_public=True), visiting(make_contact())
    for _twice in range(2):
        browser.post(f"/portal/ideas/{idea.pk}/comments/", WORDS | {"once": "same"})

    assert (Comment.objects.count(), Feedback.objects.count()) == (1, 1)


def test_the_author_and_followers_are_told_once_each_in_their_language(run_jobs: Callable[[], None]) -> None:
    idea = make_idea("Work offline", is_public=True)
    ada = make_contact(email="ada@example.com", name="Ada")
    bob, gone = make_contact(email="bob@example.com"), make_contact(email="gone@example.com")
    comment = _said(idea, ada)
    publish_feedback(feedback_id=comment.feedback_id or 0)
    for each in (bob, gone):
        follow(idea_id=idea.pk, contact=each)
    unfollow(idea_id=idea.pk, contact=gone)
    never = make_contact(email="never@example.com")
    follow(idea_id=idea.pk, contact=never)
    Suppression.objects.create(email="never@example.com", reason="asked", since=clock.now())
    reply(idea_id=idea.pk, words="We see it.", by=make_staff(), reply_to=comment.pk)
    run_jobs()
    run_jobs()

    assert _mails() == [(f"{name}@example.com", "We wrote about: Work offline") for name in ("ada", "bob")]
    mail = OutgoingMail.objects.get(to_address="ada@example.com", key__startswith="comment:")
    assert "> In the shaft." in mail.body
    assert "We see it." in mail.body
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].strip("<>") in mail.body


def test_a_reply_to_a_private_comment_is_told_to_its_author_alone(run_jobs: Callable[[], None]) -> None:
    idea, ada = make_idea(is_public=True), make_contact(email="ada@example.com")
    comment = _said(idea, ada, quotable="no")
    follow(idea_id=idea.pk, contact=make_contact())
    reply(idea_id=idea.pk, words="Between us.", by=make_staff(), reply_to=comment.pk)
    run_jobs()

    assert [address for address, _subject in _mails()] == ["ada@example.com"]


def test_a_reply_that_was_taken_back_meanwhile_is_told_to_nobody(run_jobs: Callable[[], None]) -> None:
    idea = make_idea(is_public=True)
    follow(idea_id=idea.pk, contact=make_contact())
    said = reply(idea_id=idea.pk, words="Oops.", by=make_staff())
    Comment.objects.filter(pk=said.pk).update(withdrawn_at=clock.now())
    run_jobs()

    assert _mails() == []


def test_until_when_is_noted_beside_how_much(
    visiting: Callable[[Contact], Client], signed_in: Callable[[Staff], Client]
) -> None:
    idea, ada = make_idea(is_public=True), make_contact(company=make_company())
    vote(idea_id=idea.pk, contact=ada)
    day = (clock.today() + timedelta(days=50)).isoformat()
    browser, path = visiting(ada), f"/portal/ideas/{idea.pk}"
    browser.post(f"{path}/importance/", {"importance": "3", "needed_by": day})
    row = Evidence.objects.get()
    assert (row.importance, str(row.needed_by)) == (3, day)
    assert f'value="{day}"' in browser.get(f"{path}/").text
    assert "they say" in signed_in(make_staff()).get(f"/ideas/{idea.pk}/").text

    assert "year, month and day" in browser.post(f"{path}/needed-by/", {"needed_by": "soon"}, follow=True).text
    assert "still to come" in browser.post(f"{path}/needed-by/", {"needed_by": "2001-01-01"}, follow=True).text
    browser.post(f"{path}/needed-by/", {"needed_by": ""})
    assert Evidence.objects.get().needed_by is None


def test_until_when_is_asked_of_who_wants_it_only(client: Client, visiting: Callable[[Contact], Client]) -> None:
    idea = make_idea(is_public=True)
    path = f"/portal/ideas/{idea.pk}/needed-by/"

    assert client.post(path, {"needed_by": "2099-01-01"})["Location"] == "/portal/sign-in/"
    assert "Vote for it first" in visiting(make_contact()).post(path, {"needed_by": ""}, follow=True).text


def test_staff_reply_on_the_portal_and_on_their_own_page(signed_in: Callable[[Staff], Client]) -> None:
    idea = make_idea("Work offline", is_public=True)
    comment = _said(idea, make_contact())
    publish_feedback(feedback_id=comment.feedback_id or 0)
    browser = signed_in(make_staff(name="Ines Calder"))
    public = f"/portal/ideas/{idea.pk}/"
    assert "Reply as the team" in browser.get(public).text
    said = browser.post(f"/ideas/{idea.pk}/replies/", {"words": "We see it.", "reply_to": comment.pk, "next": public})
    assert said["Location"].startswith(f"{public}#comment-")
    browser.post(f"/ideas/{idea.pk}/replies/", {"words": "To all.", "next": "//evil.example/portal/"})
    page = browser.get(f"/ideas/{idea.pk}/comments/").text

    for shown in ("We see it.", "To all.", "In the shaft.", "Ines Calder"):
        assert shown in page
    assert "In the shaft." in browser.get(f"/ideas/{idea.pk}/").text


def test_a_reply_that_cannot_be_kept_stays_typed(signed_in: Callable[[Staff], Client]) -> None:
    idea, browser = make_idea(is_public=True), signed_in(make_staff())
    gone = browser.post(f"/ideas/{idea.pk}/replies/", {"words": "We see it.", "reply_to": "999"})
    empty = browser.post(f"/ideas/{idea.pk}/replies/", {"words": " "})

    assert (gone.status_code, "We see it." in gone.text, "taken back" in gone.text) == (422, True, True)
    assert empty.status_code == 422
    assert browser.post(f"/ideas/{idea.pk}/replies/", {"words": "x", "reply_to": "9" * 40}).status_code == 422


def test_a_colleague_rewords_and_takes_back_a_reply(signed_in: Callable[[Staff], Client]) -> None:
    idea, ines = make_idea(is_public=True), make_staff()
    said = reply(idea_id=idea.pk, words="We see it.", by=ines)
    path = f"/ideas/{idea.pk}/replies/{said.pk}/"
    assert "We see it." in signed_in(ines).get(path).text
    signed_in(ines).post(path, {"words": "We saw it."})
    assert Comment.objects.get().words == "We saw it."
    refused = signed_in(make_staff()).post(path, {"words": "Mine."})
    assert (refused.status_code, "somebody else wrote it" in refused.text) == (422, True)
    signed_in(make_staff()).post(f"{path}withdrawal/")

    assert not Comment.objects.standing().exists()
    assert signed_in(make_staff(role=Role.VIEWER)).post(f"{path}withdrawal/").status_code == 403


def test_who_may_not_answer_is_offered_no_reply(signed_in: Callable[[Staff], Client]) -> None:
    idea = make_idea(is_public=True)
    _said(idea, make_contact())
    viewer = signed_in(make_staff(role=Role.VIEWER))

    for path in (f"/portal/ideas/{idea.pk}/", f"/ideas/{idea.pk}/", f"/ideas/{idea.pk}/comments/"):
        assert "/replies/" not in viewer.get(path).text


def test_an_idea_is_read_in_the_readers_language(signed_in: Callable[[Staff], Client], client: Client) -> None:
    idea = make_idea("Work offline", is_public=True, public_text="No sheet is lost.", workaround="Photograph it.")
    path = f"/ideas/{idea.pk}/translations/de/"
    browser = signed_in(make_staff())
    texts = {
        "version": "0",
        "title": "Ohne Netz arbeiten",
        "public_text": "Kein Blatt geht verloren.",
        "workaround": "",
    }
    assert browser.get(path).status_code == 200
    assert browser.post(path, texts)["Location"] == f"/ideas/{idea.pk}/#translations"
    german = client.get(f"/portal/ideas/{idea.pk}/", headers={"Accept-Language": "de-AT,de;q=0.9"}).text

    assert '<h1 lang="de" dir="auto">Ohne Netz arbeiten</h1>' in german
    assert "Kein Blatt geht verloren." in german
    assert '<div class="stack small" lang="en" dir="auto"><p>Photograph it.' in german
    assert "Ohne Netz arbeiten" in client.get("/portal/", headers={"Accept-Language": "de"}).text
    assert '<h1 lang="en" dir="auto">Work offline</h1>' in client.get(f"/portal/ideas/{idea.pk}/").text

    stale = browser.post(path, texts | {"title": "Meins"})
    assert (stale.status_code, "Meins" in stale.text, "Ohne Netz arbeiten" in stale.text) == (422, True, True)
    browser.post(f"{path}removal/")
    assert "Ohne Netz" not in client.get("/portal/", headers={"Accept-Language": "de"}).text


def test_translating_leads_to_the_chosen_language(signed_in: Callable[[Staff], Client]) -> None:
    idea, browser = make_idea(), signed_in(make_staff())

    assert browser.get(f"/ideas/{idea.pk}/translations/?language=lt")["Location"].endswith("/translations/lt/")
    for wrong in ("translations/?language=xx", "translations/?language=", "translations/klingon/"):
        assert browser.get(f"/ideas/{idea.pk}/{wrong}").status_code == 404
