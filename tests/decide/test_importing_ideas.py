"""Ideas of other boards come in with their votes, comments, merges and dates, once, and nobody is mailed."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.models import Contact
from wellheard.decide.models import Comment, Evidence, Idea, ImportedIdea, Vote
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import begin_undo
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.reports import Report
from wellheard.listen.imports.running import import_file, try_file
from wellheard.listen.models import Feedback, Import
from wellheard.understand import similar

pytestmark = pytest.mark.django_db

Bring = Callable[..., Report]

USERVOICE = """Idea ID,Idea Title,Idea Description,Idea Creator Email Address,Idea Creator Name,Forum Name,Labels,\
Public Status Name,Voters Count,Created Timestamp,Public Status Update Message,User Email Address,User Name,\
Linked Idea Creation Date
1,Work offline,On site there is no net,ada@acme.example,Ada,General,"[""mobile""]",started,5,2020-01-02 10:00:00,\
We are at it,bob@birch.example,Bob,2020-02-03 11:00:00
1,Work offline,On site there is no net,ada@acme.example,Ada,General,"[""mobile""]",started,5,2020-01-02 10:00:00,\
We are at it,cleo@cone.example,Cleo,2020-02-04 11:00:00
2,Dark colours,,,,General,,completed,0,2020-01-05 10:00:00,,,,
"""
ANALYSIS = """suggestion.id,suggestion.title,suggestion.body,suggestion.portal_url,suggestion.status.name,\
suggestion.parent.id,suggestion.created_timestamp
11,Night mode,Dark please,https://old.example/11,planned,12,2021-01-01 00:00:00
12,Dark mode,Black,https://old.example/12,under review,,2021-01-02 00:00:00
"""
FIDER: dict[str, list[dict[str, Any]]] = {
    "users.json": [
        {"id": 1, "name": "Ada", "email": "ada@acme.example"},
        {"id": 2, "name": "Bob", "email": "bob@birch.example"},
    ],
    "posts.json": [
        {"id": 7, "number": 1, "slug": "work-offline", "title": "Work offline", "description": "No net on site",
         "created_at": "2022-03-01T09:00:00Z", "user_id": 1, "status": 4, "response": "In spring"},
        {"id": 8, "number": 2, "slug": "offline", "title": "Offline", "description": "Same", "status": 5,
         "created_at": "2022-03-02T09:00:00Z", "user_id": 2, "original_id": 7},
        {"id": 9, "number": 3, "slug": "spam", "title": "Spam", "status": 6, "created_at": "2022-03-02T09:00:00Z"},
    ],
    "post_votes.json": [
        {"post_id": 7, "user_id": 1, "created_at": "2022-03-01T09:00:00Z"},
        {"post_id": 8, "user_id": 2, "created_at": "2022-03-02T09:00:00Z"},
    ],
    "comments.json": [{"id": 1, "post_id": 8, "content": "Every week", "user_id": 2, "created_at": "2022-03-03T09:00:00Z"}],
}  # fmt: skip
CANNY: dict[str, list[dict[str, Any]]] = {
    "posts": [
        {"id": "a", "title": "Work offline", "details": "No net", "status": "in progress", "score": 9,
         "created": "2023-01-01T00:00:00Z", "author": {"name": "Ada", "email": "ada@acme.example"},
         "board": {"id": "x", "name": "App"}, "tags": [{"id": "t", "name": "mobile"}], "url": "https://old.example/p/a",
         "mergeHistory": [{"post": {"id": "b"}}]},
        {"id": "b", "title": "Offline", "details": "", "status": "open", "score": 1, "created": "2023-01-02T00:00:00Z",
         "author": None, "mergeHistory": []},
    ],
    "votes": [
        {"id": "v", "voter": {"name": "Bob", "email": "bob@birch.example"}, "post": {"id": "b"},
         "created": "2023-02-01T00:00:00Z", "votePriority": "Must Have"},
        {"id": "w", "voter": {"name": "Nobody", "email": None}, "post": {"id": "a"}, "created": "2023-02-01T00:00:00Z"},
    ],
    "comments": [
        {"id": "c", "author": {"name": "Bob", "email": "bob@birch.example"}, "post": {"id": "a"}, "value": "Weekly",
         "created": "2023-02-02T00:00:00Z"},
        {"id": "d", "author": {"name": "Ines", "email": "ines@vendor.example"}, "post": {"id": "a"},
         "value": "Ask the field team", "internal": True, "created": "2023-02-02T00:00:00Z"},
    ],
}  # fmt: skip
CLEARFLASK = {
    "acme-posts.csv": "ideaId,authorUserId,created,title,description,response,categoryId,statusId,tagIds,votersCount\n"
    "work-1,u1,2022-03-01T09:00:00Z,Work offline,No net,,app,planned,mobile,4\n",
    "acme-users.csv": "userId,isMod,name,email\nu1,false,Ada,ada@acme.example\n",
    "acme-comments.csv": "ideaId,commentId,authorUserId,created,content\nwork-1,c1,u1,2022-03-02T09:00:00Z,Weekly\n",
}
QUACKBACK = {
    "posts.csv": "id,title,content,status,tags,board,author_name,author_email,vote_count,created_at\n"
    "p1,Work offline,No net,planned,,App,Ada,ada@acme.example,3,2024-01-01T00:00:00Z\n",
    "votes.csv": "post_id,voter_email,created_at\np1,bob@birch.example,2024-01-02T00:00:00Z\n",
    "comments.csv": "id,post_id,body,author_name,author_email,is_staff,created_at\n"
    "c1,p1,Weekly,Bob,bob@birch.example,false,2024-01-03T00:00:00Z\n",
}
FEATUREBASE = {
    "submissions": [
        {"id": "s1", "title": "Work offline", "content": "<p>No net</p>", "email": "ada@acme.example", "authorName": "Ada",
         "status": "In Review", "date": "2024-05-01T00:00:00Z", "category": "App", "upvotes": 2, "tags": ["mobile"]}
    ],
    "upvoters": [{"submissionId": "s1", "email": "bob@birch.example", "name": "Bob"}],
    "comments": [{"id": "c1", "submissionId": "s1", "content": "<p>Weekly</p>", "createdAt": "2024-05-02T00:00:00Z",
                  "author": {"name": "Bob", "email": "bob@birch.example"}}],
}  # fmt: skip
PRODUCTBOARD = {
    "features": [
        {"id": "f1", "name": "Work offline", "description": "<p>No net</p>", "status": {"name": "Planned"},
         "createdAt": "2024-05-01T00:00:00Z"}
    ],
    "notes": [
        {"id": "n1", "title": "Call", "content": "<p>Weekly</p>", "user": {"email": "bob@birch.example"},
         "createdAt": "2024-05-02T00:00:00Z", "features": [{"id": "f1", "importance": 3}]}
    ],
}  # fmt: skip


def zipped(members: dict[str, Any]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, str) else json.dumps(content))
    return raw.getvalue()


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    def run(content: str | bytes, *, trial: bool = False) -> Report:
        path = tmp_path / "export"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        begin = try_file if trial else import_file
        return begin(kind="ideas", path=path, options=Options(source="board"), progress=lambda _rows: None)

    return run


def test_uservoice_ideas_come_with_voters_dates_and_the_votes_nobody_is_named_for(bring: Bring) -> None:
    acme = make_company(name="Birch")
    make_contact(company=acme, email="bob@birch.example")

    report = bring(USERVOICE)

    assert (report.counts["new"], report.refusals.count) == (3, 0)
    offline, dark = Idea.objects.order_by("pk")
    assert (offline.title, offline.status, offline.public_text) == ("Work offline", "building", "We are at it")
    assert offline.created_at == datetime(2020, 1, 2, 10, tzinfo=UTC)
    assert (dark.status, dark.is_public) == ("shipped", False)
    votes = Vote.objects.filter(idea=offline).order_by("voted_at")
    assert [vote.voted_at.day for vote in votes] == [3, 4]
    assert Evidence.objects.get(idea=offline, company=acme).grade == "D"
    assert (offline.vote_count, offline.company_count, offline.feedback_count) == (2, 1, 1)
    assert ImportedIdea.objects.get(idea=offline).unattributed_count == 3
    assert not OutgoingMail.objects.exists()
    assert bring(USERVOICE).counts == {"new": 0, "updated": 0, "unchanged": 3}


def test_uservoice_merges_are_replayed_and_old_addresses_kept(bring: Bring) -> None:
    bring(ANALYSIS)

    idea = Idea.objects.get()
    assert (idea.title, idea.status) == ("Dark mode", "under_review")
    assert set(idea.origins.values_list("origin_key", "url")) == {
        ("11", "https://old.example/11"),
        ("12", "https://old.example/12"),
    }
    assert "Night mode" in Feedback.objects.get().words


def test_merges_in_a_circle_end_at_one_idea(bring: Bring) -> None:
    bring("id,title,merged_into\n1,One,2\n2,Two,3\n3,Three,1\n4,Four,9\n")

    assert set(Idea.objects.values_list("title", flat=True)) == {"One", "Four"}
    assert Idea.objects.get(title="One").origins.count() == 3


def test_uservoice_comments_come_after_their_ideas(bring: Bring) -> None:
    bring(USERVOICE)
    report = bring(
        "Suggestion ID,Text,User Email,User Name,Created At\n"
        "1,Every week,bob@birch.example,Bob,2020-03-01\n99,Lost,x@y.example,X,2020-03-01\n"
    )

    assert [one.reason for one in report.refusals.shown] == ["There is no idea with the id “99” here or before it."]
    said = Feedback.objects.get(words="Every week")
    assert (said.source, said.is_filed) == ("community", True)
    assert said.contact
    assert Evidence.objects.get(contact=said.contact).grade == "B"
    comment = Comment.objects.get()
    assert (comment.feedback, comment.said_at) == (said, said.heard_at)
    # It was said where everybody could read it, but nobody allowed us to show it.
    assert Idea.objects.get(title=comment.idea.title).comment_count == 0


@pytest.mark.parametrize(
    ("name", "content", "status", "votes", "unattributed", "said"),
    [
        ("Fider", zipped(FIDER), "planned", 2, 0, "Every week"),
        ("Canny", json.dumps(CANNY), "building", 1, 8, "Weekly"),
        ("Canny", zipped({f"{name}.json": rows for name, rows in CANNY.items()}), "building", 1, 8, "Weekly"),
        ("ClearFlask", zipped(CLEARFLASK), "planned", 0, 4, "Weekly"),
        ("Quackback", zipped(QUACKBACK), "planned", 1, 2, "Weekly"),
        ("Featurebase", json.dumps(FEATUREBASE), "under_review", 1, 1, "Weekly"),
        ("Productboard", json.dumps(PRODUCTBOARD, indent=1), "planned", 0, 0, "Weekly"),
    ],
)
def test_a_boards_export_is_recognised_and_comes_in_once(
    bring: Bring, *, name: str, content: str | bytes, status: str, votes: int, unattributed: int, said: str
) -> None:
    trial = bring(content, trial=True)
    assert not Idea.objects.exists()
    report = bring(content)

    assert f"Recognised as an export of {name}." in report.notes
    assert report.counts["new"] == trial.counts["new"]
    idea = Idea.objects.get()
    assert (idea.title, idea.status, idea.vote_count) == ("Work offline", status, votes)
    assert "No net" in idea.problem
    assert "<" not in idea.problem
    assert idea.origins.order_by("pk")[0].unattributed_count == unattributed
    comment = Feedback.objects.get(words__contains=said)
    assert comment.contact
    assert idea.items.filter(feedback=comment).exists()
    assert bring(content).counts["new"] == 0
    assert not OutgoingMail.objects.exists()


def test_what_was_internal_there_stays_internal_here(bring: Bring) -> None:
    bring(json.dumps(CANNY))

    idea = Idea.objects.get()
    assert "Ines: Ask the field team" in idea.internal_text
    assert not Feedback.objects.filter(words__contains="field team").exists()
    assert Evidence.objects.get(contact__identities__value="bob@birch.example").importance == 3


def test_what_their_team_replied_stands_below_the_idea_and_goes_with_the_import(
    bring: Bring, run_jobs: Callable[[], None]
) -> None:
    ines = make_staff(name="Ines Calder", email="ines@vendor.example")
    replies = "".join(
        f"c{number},p1,{words},{name},{email},true,2024-01-0{number}T00:00:00Z\n"
        for number, words, name, email in (
            (4, "We look into it.", "Ines", "Ines@vendor.example"),
            (5, "It is planned.", "Somebody", "gone@vendor.example"),
        )
    )
    export = zipped({**QUACKBACK, "comments.csv": QUACKBACK["comments.csv"] + replies})
    for _time in range(2):
        bring(export)

    team = Comment.objects.filter(feedback=None).order_by("said_at")
    assert [(one.words, one.staff) for one in team] == [("We look into it.", ines), ("It is planned.", None)]
    assert team[0].said_at.isoformat() == "2024-01-04T00:00:00+00:00"
    assert not Feedback.objects.filter(words="It is planned.").exists()
    assert not Contact.objects.filter(identities__value="gone@vendor.example").exists()
    assert Idea.objects.get().comment_count == 2

    begin_undo(run_id=Import.objects.earliest("pk").pk)
    run_jobs()
    assert not Comment.objects.exists()


def test_an_import_of_ideas_is_taken_back_but_for_what_was_built_on(bring: Bring, run_jobs: Callable[[], None]) -> None:
    bring(USERVOICE)
    run_jobs()
    assert similar.search("offline", kind="idea", limit=5, language="en")
    run = Import.objects.get()

    begin_undo(run_id=run.pk)
    run_jobs()

    run.refresh_from_db()
    assert (run.state, run.touched.count()) == ("undone", 0)
    assert not Idea.objects.exists()
    assert not Feedback.objects.exists()
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 cut off",
        zipped({"readme.txt": "hello"}),
        zipped({"posts.json": "{"}),
        '{"posts": [',
        '{"posts": [1, 2]}',
        '{"boards": [' + "[" * 100_000,
    ],
)
def test_what_is_no_export_gets_a_sentence(bring: Bring, content: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"archive|JSON|board|zip|damaged"):
        bring(content)


def test_an_archive_that_would_unpack_to_gigabytes_is_not_unpacked(bring: Bring) -> None:
    with pytest.raises(ValueError, match="300 MB"):
        bring(zipped({"posts.csv": "a" * 400_000_000}))
