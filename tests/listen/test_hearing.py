"""What customers say is kept, whatever it looks like."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import make_company, make_contact
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import FeedbackError, hear, place_feedback, record_feedback
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db


def test_what_was_said_is_kept_with_the_company_of_who_said_it() -> None:
    company = make_company()
    ada = make_contact(company=company)

    feedback = record_feedback(words="I lose my work when the signal goes.", source="portal", contact=ada)

    assert (feedback.contact, feedback.company, feedback.language) == (ada, company, "en")
    fact = Fact.objects.get(name="feedback.recorded")
    assert (fact.subject_id, fact.company_id, fact.contact_id) == (feedback.pk, company.pk, ada.pk)


def test_the_primary_company_is_their_own_and_not_a_colleagues() -> None:
    here, there = make_company(), make_company()
    ada, bob = make_contact(company=there), make_contact(company=here)
    ada.memberships.create(company=here, is_primary=False)

    assert record_feedback(words="Exports stop halfway.", source="portal", contact=ada).company == there
    assert record_feedback(words="Exports stop halfway.", source="portal", contact=bob).company == here


def test_a_voice_without_a_name_is_a_voice_all_the_same() -> None:
    feedback = record_feedback(words="Куда пропал мой отчёт?", source="widget")

    assert (feedback.contact, feedback.company, feedback.language) == (None, None, "ru")


def test_the_same_origin_twice_is_heard_once() -> None:
    first = hear(words="No export to Excel.", source="api", origin="crm", origin_key="77")
    again = hear(words="No export to Excel.", source="api", origin="crm", origin_key="77")

    assert (first.is_new, again.is_new, again.feedback) == (True, False, first.feedback)
    assert Fact.objects.filter(name="feedback.recorded").count() == 1


def test_the_same_id_in_another_system_is_another_thing() -> None:
    record_feedback(words="No export to Excel.", source="api", origin="crm", origin_key="77")
    record_feedback(words="No export to Excel.", source="api", origin="helpdesk", origin_key="77")

    assert Feedback.objects.count() == 2


@pytest.mark.parametrize("words", ["", "   ", "\x00\x00", "\u200b\u200d", "\ufeff"])
def test_words_nobody_can_read_are_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(FeedbackError, match="write what the customer said"):
        record_feedback(words=words, source="portal")
    assert not Fact.objects.exists()


def test_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(FeedbackError, match="20000"):
        record_feedback(words="x" * 20_001, source="portal")


@given(words=st.text(st.characters(exclude_categories=()), min_size=1, max_size=200), key=st.text(max_size=400))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept_or_refused_never_an_error(words: str, key: str) -> None:
    try:
        feedback = record_feedback(words=words, source="import", origin_key=key, url=words, version=words)
    except FeedbackError:
        return
    feedback.refresh_from_db()
    assert feedback.words


def test_who_said_it_can_be_filled_in_later(run_jobs: Callable[[], None]) -> None:
    company = make_company()
    ada = make_contact(company=company)
    feedback = record_feedback(words="The map is upside down.", source="widget")

    placed = place_feedback(feedback_id=feedback.pk, contact=ada)
    place_feedback(feedback_id=feedback.pk, contact=ada)

    assert (placed.contact, placed.company) == (ada, company)
    assert Fact.objects.filter(name="feedback.placed").count() == 1
    run_jobs()
