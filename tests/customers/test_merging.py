"""Two people, or two companies, that turn out to be one are joined, and parted again without losing anything."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.customers.merged_rows import everything
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import send_answer, send_chosen
from wellheard.answer.models import Answer
from wellheard.answer.tasks import send_due_answers
from wellheard.customers.commands import (
    MergeError,
    UnknownCompanyError,
    gather_strays,
    join_company,
    merge_companies,
    merge_contacts,
    undo_merge,
)
from wellheard.customers.merging import is_covered
from wellheard.customers.models import (
    Company,
    Consent,
    Contact,
    Membership,
    Merge,
)
from wellheard.decide.commands import follow, link_feedback, vote
from wellheard.decide.models import Evidence, EvidenceItem, Follower, Idea, Vote
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


def make_answer(contact: Contact, idea: Idea, state: str = Answer.State.HELD, **fields: Any) -> Answer:
    now = clock.now()
    values = {"waiting_since": now, "owed_at": now, "words": "It is live.", "subject_line": "Live"} | fields
    return Answer.objects.create(contact=contact, idea=idea, occasion=Answer.Occasion.SHIPPED, state=state, **values)


def test_every_column_that_points_at_a_company_or_contact_is_seen_to() -> None:
    """Whoever adds one says what becomes of it: see customers/merging.py."""
    pointing = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model in {Company, Contact}
    ]

    assert [(model.__name__, name) for model, name in pointing if not is_covered(model, name)] == []


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_contact_follows_with_everything_they_said() -> None:
    ada, double = make_contact(email="ada@work.example"), make_contact(email="ada@home.example")
    said = make_feedback(contact=double)
    idea = make_idea()
    vote(idea_id=idea.pk, contact=double)

    merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=make_staff())

    said.refresh_from_db()
    assert said.contact_id == ada.pk
    assert Vote.objects.get().contact_id == ada.pk
    assert set(ada.identities.values_list("value", flat=True)) == {"ada@work.example", "ada@home.example"}
    assert not Contact.objects.filter(pk=double.pk).exists()
    assert Contact.with_merged.get(pk=double.pk).merged_into_id == ada.pk


def scene_of_two_people() -> tuple[Contact, Contact]:
    """Return two contacts who collide in everything that may be there once."""
    acme, other = make_company(mrr=100), make_company(mrr=50)
    ada, double = make_contact(company=acme, name="Ada"), make_contact(company=acme, name="A. Lovelace")
    join_company(contact=double, company=other, role=Membership.Role.BUYER)
    both, mine = make_idea("Both"), make_idea("Mine")
    for contact, idea in ((double, both), (ada, both), (double, mine)):
        vote(idea_id=idea.pk, contact=contact)
    lone = make_contact(email="")
    assert lone.pk
    for contact in (ada, double):
        make_answer(contact, both)
        Consent.objects.create(contact=contact, purpose="beta", source="staff", given_at=clock.now())
        Task.objects.create(kind="call", subject_type="contact", subject_id=contact.pk, made_at=clock.now())
    link_feedback(feedback_id=make_feedback(contact=double).pk, idea_id=mine.pk, by=None)
    return ada, double


def test_undo_puts_everything_back_as_it_was() -> None:
    ada, double = scene_of_two_people()
    before = everything()

    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, theirs=["name"], by=None)
    assert everything() != before
    undo_merge(merge_id=merge.pk, by=None)

    after = everything()
    held = [row.pop("hold_until") for row in (*before["Answer"], *after["Answer"])]
    assert held
    assert after == before


def test_one_person_is_counted_and_told_once() -> None:
    ada, double = scene_of_two_people()

    merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)

    both = Idea.objects.get(title="Both")
    assert (both.vote_count, both.contact_count, both.company_count) == (1, 1, 1)
    assert Answer.objects.outstanding().filter(idea=both).count() == 1
    assert Membership.objects.filter(contact=ada).count() == 2
    assert Membership.objects.filter(contact=ada, is_primary=True).count() == 1
    assert Consent.objects.standing().filter(contact=ada).count() == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "kept_state"),
    [
        ("held", "sent", "sent"),
        ("sent", "held", "sent"),
        ("held", "told", "told"),
        ("owed", "queued", "queued"),
        ("dropped", "held", "held"),
    ],
)
def test_who_was_told_under_one_address_is_not_told_under_the_other(mine: str, theirs: str, kept_state: str) -> None:
    ada, double, idea = make_contact(), make_contact(), make_idea()
    make_answer(ada, idea, mine)
    make_answer(double, idea, theirs)
    before = sorted(Answer.objects.values_list("pk", "contact_id", "state"))

    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)

    assert Answer.objects.get(contact=ada).state == kept_state
    assert Answer.objects.get(contact=double).state == Answer.State.DROPPED
    undo_merge(merge_id=merge.pk, by=None)
    assert sorted(Answer.objects.values_list("pk", "contact_id", "state")) == before


@pytest.mark.parametrize("arrived", ["first", "not yet"])
def test_two_answers_on_their_way_go_out_once(run_jobs: Callable[[], None], arrived: str) -> None:
    arrives_first = arrived == "first"
    ada, double, both, alone = make_contact(), make_contact(), make_idea(), make_idea(status=Idea.Status.SHIPPED)
    vote(idea_id=alone.pk, contact=double)
    mine = make_answer(ada, both, Answer.State.OWED)
    theirs, other = make_answer(double, both, Answer.State.OWED), make_answer(double, alone, Answer.State.OWED)
    send_answer(answer_id=mine.pk)
    send_chosen(answers=Answer.objects.filter(contact=double))
    if arrives_first:
        run_jobs()

    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)
    run_jobs()
    send_due_answers(timestamp=0)
    run_jobs()

    told = dict(Answer.objects.values_list("pk", "state"))
    assert told[theirs.pk] == (Answer.State.SENT if arrives_first else Answer.State.DROPPED)
    assert told[mine.pk] == told[other.pk] == Answer.State.SENT
    delivered = OutgoingMail.objects.exclude(sent_at=None).filter(key__startswith="answer")
    assert delivered.count() == 2
    undo_merge(merge_id=merge.pk, by=None)
    again = Answer.objects.get(pk=theirs.pk)
    assert again.contact == double
    assert again.state == (Answer.State.SENT if arrives_first else Answer.State.HELD)


def test_who_follows_twice_follows_once_and_again_twice_when_parted() -> None:
    ada, double, both, alone = make_contact(), make_contact(), make_idea(), make_idea()
    for contact, idea in ((ada, both), (double, both), (double, alone)):
        follow(idea_id=idea.pk, contact=contact)
    before = list(Follower.objects.order_by("pk").values())

    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)

    assert set(Follower.objects.following().values_list("contact", "idea")) == {(ada.pk, both.pk), (ada.pk, alone.pk)}
    undo_merge(merge_id=merge.pk, by=None)
    assert list(Follower.objects.order_by("pk").values()) == before


def test_what_happened_since_stays_with_the_kept_one() -> None:
    ada, double = make_contact(company=make_company()), make_contact()
    idea, later = make_idea(), make_idea()
    old = make_feedback(contact=double)
    link_feedback(feedback_id=old.pk, idea_id=idea.pk, by=None)
    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)
    ada = Contact.objects.get(pk=ada.pk)
    new = make_feedback(contact=ada)
    link_feedback(feedback_id=new.pk, idea_id=idea.pk, by=None)
    vote(idea_id=later.pk, contact=ada)

    undo_merge(merge_id=merge.pk, by=None)

    for one in (old, new):
        one.refresh_from_db()
    assert (old.contact_id, new.contact_id) == (double.pk, ada.pk)
    assert Vote.objects.get(idea=later).contact_id == ada.pk
    assert EvidenceItem.objects.get(feedback=old).evidence.contact_id == double.pk
    assert EvidenceItem.objects.get(feedback=new).evidence.company_id == ada.companies.get().pk
    idea.refresh_from_db()
    assert idea.contact_count == 2


def test_a_wish_counts_for_the_company_the_person_turns_out_to_belong_to() -> None:
    acme = make_company(mrr=100)
    ada, anonymous, idea = make_contact(company=acme), make_contact(email=""), make_idea()
    vote(idea_id=idea.pk, contact=anonymous)

    merge = merge_contacts(kept_id=ada.pk, gone_id=anonymous.pk, by=None)

    idea.refresh_from_db()
    assert (idea.company_count, idea.mrr_minor) == (1, 10_000)
    undo_merge(merge_id=merge.pk, by=None)
    idea.refresh_from_db()
    assert (idea.company_count, idea.mrr_minor, idea.vote_count) == (0, 0, 1)
    assert not Evidence.objects.filter(company=acme).exists()


def test_who_is_parted_hears_what_only_the_other_one_was_told(run_jobs: Callable[[], None]) -> None:
    ada, double = make_contact(), make_contact()
    idea = make_idea(status=Idea.Status.SHIPPED)
    for contact in (ada, double):
        vote(idea_id=idea.pk, contact=contact)
    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)
    make_answer(ada, idea, Answer.State.SENT)

    undo_merge(merge_id=merge.pk, by=None)
    run_jobs()

    assert Answer.objects.get(contact=double).occasion == Answer.Occasion.SHIPPED


def test_what_came_to_the_joined_one_meanwhile_follows_and_goes_back() -> None:
    ada, double = make_contact(), make_contact()
    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)
    stray = make_feedback(contact=double)

    gather_strays(merge_id=merge.pk)
    gather_strays(merge_id=merge.pk)

    stray.refresh_from_db()
    assert stray.contact_id == ada.pk
    undo_merge(merge_id=merge.pk, by=None)
    stray.refresh_from_db()
    assert stray.contact_id == double.pk


# --- either -----------------------------------------------------------------------------------------------------------


def test_a_double_click_joins_once() -> None:
    acme, inc = make_company(), make_company()

    first = merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)

    assert merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None) == first
    undo_merge(merge_id=first.pk, by=None)
    undo_merge(merge_id=first.pk, by=None)
    assert Merge.objects.standing().count() == 0


def test_what_cannot_be_joined_is_said_in_a_sentence() -> None:
    acme, inc, third = make_company(), make_company(), make_company()
    merge_companies(kept_id=acme.pk, gone_id=inc.pk, by=None)

    with pytest.raises(MergeError, match="same"):
        merge_companies(kept_id=acme.pk, gone_id=acme.pk, by=None)
    with pytest.raises(UnknownCompanyError):
        merge_companies(kept_id=acme.pk, gone_id=0, by=None)
    with pytest.raises(MergeError, match="joined to another"):
        merge_companies(kept_id=third.pk, gone_id=inc.pk, by=None)
    with pytest.raises(MergeError, match="joined to another"):
        merge_companies(kept_id=inc.pk, gone_id=third.pk, by=None)


def test_merges_are_undone_in_the_order_in_which_they_lie() -> None:
    a, b, c = make_company(), make_company(), make_company()
    inner = merge_companies(kept_id=b.pk, gone_id=a.pk, by=None)
    outer = merge_companies(kept_id=c.pk, gone_id=b.pk, by=None)

    with pytest.raises(MergeError, match="Undo that merge first"):
        undo_merge(merge_id=inner.pk, by=None)
    undo_merge(merge_id=outer.pk, by=None)
    undo_merge(merge_id=inner.pk, by=None)
    assert Company.objects.count() == 3


def test_older_words_keep_their_date_when_a_wish_was_made_twice() -> None:
    ada, double, idea = make_contact(), make_contact(), make_idea()
    with clock.at(clock.now() - timedelta(days=30)):
        early = vote(idea_id=idea.pk, contact=double)
    vote(idea_id=idea.pk, contact=ada)

    merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)

    assert Vote.objects.get().voted_at == early.voted_at


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_leave_one_standing() -> None:
    """Two people join the same two companies in opposite directions at the same moment."""
    for _round in range(5):
        acme, inc = make_company(mrr=10), make_company(mrr=20)
        idea = make_idea()
        for company in (acme, inc):
            link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=idea.pk, by=None)
        begin = threading.Barrier(2)
        refused: list[Exception] = []

        def join(kept: int, gone: int, begin: threading.Barrier = begin, refused: list[Exception] = refused) -> None:
            begin.wait()
            try:
                merge_companies(kept_id=kept, gone_id=gone, by=None)
            except MergeError as problem:
                refused.append(problem)
            finally:
                connection.close()

        threads = [threading.Thread(target=join, args=pair) for pair in ((acme.pk, inc.pk), (inc.pk, acme.pk))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(refused) == 1
        assert Company.objects.filter(pk__in=[acme.pk, inc.pk]).count() == 1
        idea.refresh_from_db()
        assert idea.company_count == 1
        assert Evidence.objects.standing().filter(idea=idea).count() == 1
