"""Everything we know of a person can be given to them, and erased in every part of the product when they ask."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from psycopg import sql

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from tests.talks.stories import plan
from wellheard.answer.models import Answer
from wellheard.customers.commands import (
    ErasedPersonError,
    Known,
    MergeError,
    Trust,
    UnknownContactError,
    edit_contact,
    erase_contact,
    find_or_make_contact,
    identify,
    merge_contacts,
    suppress,
    undo_merge,
)
from wellheard.customers.erasing import everything_of, is_covered, person_of
from wellheard.customers.models import Company, Consent, Contact, ContactIdentity, ErasedAddress, Merge
from wellheard.decide.commands import add_comment, link_feedback, record_decision, vote
from wellheard.decide.models import Comment, Evidence, EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import hold_suspect, record_feedback
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.running import import_file
from wellheard.listen.interviews.commands import note_interview
from wellheard.listen.models import Feedback, Import, ImportedRow, RefusedRow
from wellheard.workspace.commands import make_token
from wellheard.workspace.models import Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

# Every word of this story by which somebody could tell who it was.
TRACES = ("lovelace", "ada@", "engine-7", "punched", "u-1815", "analytical")


@pytest.fixture
def ada() -> Contact:
    """Return a person who left something in every part of the product, under two contacts that were joined."""
    acme = make_company(name="Acme", mrr=100)
    ada = make_contact(company=acme, name="Ada Lovelace", email="ada@work.example", attributes={"desk": "engine-7"})
    double = make_contact(company=make_company(name="Other"), name="A. Lovelace", email="ada@home.example")
    ContactIdentity.objects.create(contact=double, kind="external", value="u-1815")
    idea = make_idea("Fewer cards", is_public=True)
    vote(idea_id=idea.pk, contact=double)
    said = make_feedback(contact=ada, company=acme, words="The punched cards jam.", url="https://x.example/ada@work")
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    remark = make_feedback(
        contact=double, words="My punched cards too.", quotable="named", published_at=clock.now(), origin_key="c-1"
    )
    add_comment(idea_id=idea.pk, feedback=remark)
    hold_suspect(
        words="Punched links", quotable="named", origin="portal", origin_key="s-1", reason="links", contact=double
    )
    merge_contacts(kept_id=ada.pk, gone_id=double.pk, theirs=["name"], by=None)
    now = clock.now()
    mail = queue_mail(
        Letter(
            key="m-1",
            to_address="ada@work.example",
            to_name="Ada Lovelace",
            subject="Punched cards",
            body="Dear Ada Lovelace",
        )
    )
    shared = {
        "contact": ada,
        "waiting_since": now,
        "owed_at": now,
        "subject_line": "Ada Lovelace",
        "words": "Dear Ada Lovelace",
    }
    Answer.objects.create(**shared, idea=idea, occasion="shipped", state="queued", mail=mail)
    Answer.objects.create(**shared, feedback=said, occasion="acknowledged", state="sent", solved_comment="punched")
    Consent.objects.create(contact=ada, purpose="quote", source="staff", given_at=now)
    Task.objects.create(kind="call", title="Call Ada Lovelace", subject_type="contact", subject_id=ada.pk, made_at=now)
    suppress(email="ada@home.example", reason="asked")
    run = Import.objects.create(
        kind="contacts", file_name="people.csv", started_at=now, trial={"a": "ada@work.example"}
    )
    RefusedRow.objects.create(run=run, number=2, reason="Ada@home.example is taken.", cells={"x": "1"})
    RefusedRow.objects.create(run=run, number=3, reason="Which?", cells={"who": "Ada Lovelace"})
    RefusedRow.objects.create(run=run, number=4, reason="Which?", cells={"who": "Ada Lovelace-Byron"})
    ImportedRow.objects.create(run=run, kind="customers.contact", object_id=ada.pk, before={"name": "analytical"})
    return ada


def remains() -> dict[str, str]:
    """Return every text column of the database in which somebody could still be told, and what it says."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY', 'tsvector') AND table_name NOT LIKE 'pg_%'"
        )
        for table, column in cursor.fetchall():
            cells = sql.SQL("SELECT {column}::text FROM {table} WHERE {column}::text ILIKE ANY(%s)").format(
                column=sql.Identifier(column), table=sql.Identifier(table)
            )
            cursor.execute(cells, [[f"%{trace}%" for trace in TRACES]])
            found |= {f"{table}.{column}": text for (text,) in cursor.fetchall()}
    return found


def test_every_column_that_points_at_a_contact_is_seen_to() -> None:
    """Whoever adds one says what becomes of it: see customers/erasing.py."""
    pointing = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model is Contact
    ]
    assert pointing
    assert [(model.__name__, name) for model, name in pointing if not is_covered(model, name)] == []


def test_nothing_in_the_database_tells_who_it_was(ada: Contact, run_jobs: Callable[[], None]) -> None:
    run_jobs()
    before = remains()
    assert {"customers_contact.name", "listen_feedback.words", "foundation_outgoingmail.body"} <= before.keys()

    erase_contact(contact_id=ada.pk)
    run_jobs()

    # Somebody else of a similar name stays.
    assert remains() == {"listen_refusedrow.cells": '{"who": "Ada Lovelace-Byron"}'}


def test_counts_and_evidence_stay(ada: Contact, run_jobs: Callable[[], None]) -> None:
    run_jobs()
    counted = Idea.objects.values("vote_count", "feedback_count", "contact_count", "company_count", "mrr_minor").get()
    evidence = list(Evidence.objects.standing().order_by("pk").values_list("company", "grade"))

    erase_contact(contact_id=ada.pk)
    run_jobs()

    assert Idea.objects.values(*counted).get() == counted
    assert list(Evidence.objects.standing().order_by("pk").values_list("company", "grade")) == evidence
    assert EvidenceItem.objects.count() == 3
    assert set(Feedback.objects.values_list("words", flat=True)) == {"(erased)"}
    assert Answer.objects.get(occasion="acknowledged").state == "sent"
    assert Fact.objects.filter(name="contact.erased", subject_id=ada.pk).count() == 1


def test_nothing_more_is_sent_or_shown(ada: Contact, run_jobs: Callable[[], None]) -> None:
    erase_contact(contact_id=ada.pk)
    run_jobs()

    assert OutgoingMail.objects.get().state == OutgoingMail.State.WITHDRAWN
    assert not Answer.objects.outstanding().exists()
    assert not Task.objects.open().exists()
    assert Comment.objects.standing().count() == 0
    assert Idea.objects.get().comment_count == 0


def test_who_was_erased_is_not_told_when_their_wish_comes_true(ada: Contact, run_jobs: Callable[[], None]) -> None:
    erase_contact(contact_id=ada.pk)
    idea = Idea.objects.get()
    record_decision(
        idea_id=idea.pk, version=idea.version, outcome="yes", reason="Soon.", public_reason="Soon.", by=make_staff()
    )
    run_jobs()
    assert not Answer.objects.outstanding().exists()


def test_erasing_whom_somebody_was_joined_to_is_the_same_and_once(ada: Contact) -> None:
    gone_id = Merge.objects.get().gone_id

    first = erase_contact(contact_id=gone_id)
    again = erase_contact(contact_id=ada.pk)

    assert first.pk == again.pk == ada.pk
    assert Contact.with_merged.exclude(erased_at=None).count() == 2
    assert Fact.objects.filter(name="contact.erased").count() == 1
    assert ErasedAddress.objects.count() == 3
    with pytest.raises(MergeError, match="erased"):
        undo_merge(merge_id=Merge.objects.get().pk, by=None)
    with pytest.raises(MergeError, match="erased"):
        merge_contacts(kept_id=ada.pk, gone_id=make_contact().pk, by=None)
    with pytest.raises(UnknownContactError):
        erase_contact(contact_id=0)


def test_an_import_does_not_bring_them_back(ada: Contact, tmp_path: Path) -> None:
    erase_contact(contact_id=ada.pk)
    files = {
        "contacts": "id,email,name\nu-1815,,Ada Lovelace\n,ada@work.example,Ada Lovelace\n,bob@work.example,Bob\n",
        "feedback": "id,words,contact_email,author\n1,The punched cards jam.,ada@work.example,Ada Lovelace\n"
        "2,All is well.,bob@work.example,Bob\n",
        "ideas": "record,id,title,body,email,name,comment_id\nidea,9,Looms,,,,\n"
        "comment,9,,punched again,ada@work.example,Ada Lovelace,1\n",
    }
    for kind, text in files.items():
        file = tmp_path / f"{kind}.csv"
        file.write_text(text)
        report = import_file(kind=kind, path=file, options=Options(), progress=print)
        assert report.refusals.count == 0

    assert remains().keys() == {"listen_refusedrow.cells"}
    assert Feedback.objects.filter(words="All is well.").exists()


def test_what_came_from_a_file_without_an_address_does_not_come_in_again(ada: Contact, tmp_path: Path) -> None:
    file = tmp_path / "feedback.csv"
    file.write_text("id,words\n77,The punched cards jam again.\n")
    import_file(kind="feedback", path=file, options=Options(), progress=print)
    Feedback.objects.filter(origin_key="77").update(contact=ada)

    erase_contact(contact_id=ada.pk)
    report = import_file(kind="feedback", path=file, options=Options(), progress=print)

    assert (report.counts["unchanged"], report.refusals.count) == (1, 0)
    assert remains().keys() == {"listen_refusedrow.cells"}


def test_who_comes_back_by_themselves_is_somebody_new(ada: Contact) -> None:
    erase_contact(contact_id=ada.pk)
    new = find_or_make_contact(email="ada@work.example", verified_at=clock.now())
    record_feedback(words="Hello again.", source="portal", contact=new)
    assert new.pk != ada.pk


def test_nobody_takes_them_in_again_silently(ada: Contact, client: Client) -> None:
    erase_contact(contact_id=ada.pk)
    people = Contact.with_merged.count()
    _token, secret = make_token(name="Shop", by=None, scopes=("admin",))
    program: Any = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {secret}"}}

    for ways in (
        {"external_id": "u-1815"},
        {"external_id": "new", "email": "ada@work.example", "email_verified": True},
    ):
        refused = client.post("/api/v1/identify", ways, **program)
        assert (refused.status_code, "was erased" in refused.json()["detail"]) == (422, True)
    assert client.post("/api/v1/contacts", {"emails": ["ada@home.example"]}, **program).status_code == 422
    kept = client.post(
        "/api/v1/feedback",
        {"words": "It jams.", "contact": {"email": "ada@work.example", "name": "Ada Lovelace"}},
        **program,
    )
    assert (kept.status_code, kept.json()["contact_id"]) == (201, None)

    client.force_login(make_staff())
    typed = {
        "name": "Ada",
        "emails": "ada@work.example",
        "version": "0",
        "place-TOTAL_FORMS": "0",
        "place-INITIAL_FORMS": "0",
    }
    page = client.post("/contacts/new/", typed)
    assert (page.status_code, "sign in on the portal with a code" in page.text) == (422, True), page.context[
        "form"
    ].errors
    with pytest.raises(ErasedPersonError):
        edit_contact(contact_id=make_contact().pk, version=1, emails=["ada@work.example"])
    assert Contact.with_merged.count() == people + 1
    assert not Feedback.objects.filter(attributes__icontains="Lovelace").exists()


def test_who_proves_their_address_again_is_known_again_also_to_programs(ada: Contact) -> None:
    erase_contact(contact_id=ada.pk)
    new = find_or_make_contact(email="ada@work.example", verified_at=clock.now())

    known = Known(external_id="u-1815", email="ada@work.example", trust=Trust.PROVED)

    assert identify(known=known).pk == new.pk
    assert identify(known=known).pk == new.pk


def test_an_admin_lets_somebody_be_known_again(ada: Contact, client: Client) -> None:
    erase_contact(contact_id=ada.pk)
    client.force_login(make_staff(role=Role.SUCCESS))
    assert client.post("/settings/suppressions/erased/", {"known_as": "u-1815"}).status_code == 403
    client.force_login(make_staff())
    assert "Erased, and not taken in again" in client.get("/settings/suppressions/").text

    for known_as in ("", "nobody", "ADA@work.example", "u-1815"):
        client.post("/settings/suppressions/erased/", {"known_as": known_as})

    assert ErasedAddress.objects.count() == 1
    assert identify(known=Known(external_id="u-1815")).pk != ada.pk


def test_everything_known_is_in_the_export(ada: Contact) -> None:
    known = everything_of(person_of(ada.pk))

    assert {row["value"] for row in known["identities"]} == {"ada@work.example", "ada@home.example", "u-1815"}
    assert {row["words"] for row in known["feedback"]} == {"The punched cards jam.", "My punched cards too."}
    for part in (
        "contact",
        "companies",
        "consents",
        "mails",
        "tasks",
        "facts",
        "refused",
        "votes",
        "comments",
        "suspects",
        "answers",
    ):
        assert known[part], part


def test_talks_they_took_part_in_are_handed_out_with_what_we_noted(ada: Contact) -> None:
    talk = plan(
        ada, company=Company.objects.get(name="Acme"), days=-1, title="How cards go", minutes=45, place="Room 7"
    )
    note_interview(interview_id=talk.pk, version=talk.version, notes="Cards jam.")
    plan(make_contact(company=ada.companies.first()), days=-1, title="Of somebody else")
    (known,) = everything_of(person_of(ada.pk))["talks"]

    assert known["company__name"] == "Acme"
    assert (known["kind"], known["title"], known["minutes"], known["place"], known["state"], known["notes"]) == (
        "check_in", "How cards go", 45, "Room 7", "held", "Cards jam.",
    )  # fmt: skip


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_page_and_the_file_show_everything(client: Client, ada: Contact) -> None:
    client.force_login(make_staff(role=Role.PRODUCT))
    page = client.get(f"/contacts/{ada.pk}/export/").content.decode()
    assert "The punched cards jam." in page
    assert "ada@home.example" in page
    assert "desk: engine-7" in page
    assert "+00:00" not in page

    file = client.get(f"/contacts/{ada.pk}/export.json")
    assert "attachment" in file["Content-Disposition"]
    said: dict[str, Any] = json.loads(file.content)
    assert said["contact"][0]["name"] == "A. Lovelace"


def test_a_person_is_erased_when_their_name_is_typed(client: Client, ada: Contact) -> None:
    client.force_login(make_staff())
    assert "Type “A. Lovelace”" in client.get(f"/contacts/{ada.pk}/erasure/").content.decode()
    for typed in ("", "Ada"):
        assert client.post(f"/contacts/{ada.pk}/erasure/", {"name": typed}).status_code == 422
    assert not ErasedAddress.objects.exists()

    assert client.post(f"/contacts/{ada.pk}/erasure/", {"name": "a. lovelace"}).status_code == 302

    shown = client.get(f"/contacts/{ada.pk}/").content.decode()
    assert "was erased on" in shown
    assert "Lovelace" not in shown
    assert client.get(f"/contacts/{ada.pk}/erasure/").status_code == 302
    assert client.get(f"/contacts/{ada.pk}/edit/").status_code == 404
    assert "(erased)" not in client.get("/contacts/").content.decode()
    assert (
        "(erased)"
        not in client.get(f"/companies/{Company.objects.get(name='Acme').pk}/?show=answered").content.decode()
    )


def test_only_who_may_sees_and_erases(client: Client, ada: Contact) -> None:
    client.force_login(make_staff(role=Role.PRODUCT))
    assert client.get(f"/contacts/{ada.pk}/erasure/").status_code == 403
    assert client.post(f"/contacts/{ada.pk}/erasure/", {"name": "A. Lovelace"}).status_code == 403
    client.force_login(make_staff(role=Role.SUCCESS))
    assert client.get(f"/contacts/{ada.pk}/export/").status_code == 403
    assert client.get(f"/contacts/{ada.pk}/export.json").status_code == 403
    assert "/erasure/" not in client.get(f"/contacts/{ada.pk}/").content.decode()
    client.force_login(make_staff())
    assert client.post(f"/contacts/{ada.pk}/export/").status_code == 405
    assert client.get("/contacts/0/export/").status_code == 404
