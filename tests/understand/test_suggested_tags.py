"""What a new conversation is about is suggested from earlier ones."""

from collections.abc import Callable

import pytest

from tests.makers import make_area, make_category, make_conversation, make_staff
from wellheard.listen.conversations.commands import close_conversation, untag_conversation
from wellheard.listen.conversations.models import Tag

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


def test_a_conversation_that_begins_like_earlier_ones_is_suggested_what_they_were_about(run_jobs: RunJobs) -> None:
    area, category, ada = make_area(), make_category(), make_staff()
    earlier = [make_conversation("The printer prints every invoice twice.", subject="Printing") for _ in range(3)]
    for one in earlier:
        close_conversation(conversation_id=one.pk, by=ada, tags=[(area.pk, category.pk)])
    run_jobs()

    new = make_conversation("My printer prints the invoice twice.", subject="Invoice")
    other = make_conversation("Where do I change my password?", subject="Sign-in")
    run_jobs()

    tag = Tag.objects.get(conversation=new)
    assert (tag.area, tag.category, tag.confirmed_at, tag.made_by) == (area, category, None, "suggested")
    assert not other.tags.exists()


def test_who_says_nothing_any_more_does_not_vote(run_jobs: RunJobs) -> None:
    area, category = make_area(), make_category()
    earlier = make_conversation("The printer prints every invoice twice.")
    Tag.objects.all().delete()
    close_conversation(conversation_id=earlier.pk, by=None, tags=[(area.pk, category.pk)])
    run_jobs()
    second = make_area()
    close_conversation(conversation_id=earlier.pk, by=None, tags=[(second.pk, category.pk)])
    untag_conversation(conversation_id=earlier.pk, area_id=area.pk, category_id=category.pk)
    run_jobs()

    new = make_conversation("The printer prints every invoice twice again.")
    run_jobs()

    assert Tag.objects.get(conversation=new).area == second
