"""Figures of an area or a team: told of those who spoke of it, never of more of the good cases, or of the bad, than there are."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.learn.test_figures import World
from tests.learn.worlds import DAY, EVER, NOON, UTC, cases_of, deal, left, missed, numbers_of, released, scope_of
from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_survey,
    make_survey_answer,
    make_team,
    make_tier,
)
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.decide.commands import link_feedback, vote
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation import clock
from wellheard.learn.commands import set_targets
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.reading import read
from wellheard.learn.models import Target
from wellheard.listen.articles.models import Article, Showing, ShownSuggestion
from wellheard.listen.conversations.models import Conversation, Tag
from wellheard.listen.departures.models import Departure
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Team, Tier

pytestmark = pytest.mark.django_db

NOVEMBER = scope_of(date(2026, 11, 1), date(2026, 12, 1))
OCTOBER = datetime(2026, 10, 10, 12, tzinfo=UTC)


def filed(company: Company, area: Area, at: datetime = OCTOBER, **fields: object) -> None:
    """Let a company say something that is filed in an area."""
    make_feedback(company=company, area=area, heard_at=at, filed_at=at, **fields)  # type: ignore[arg-type]


def wished(company: Company, area: Area, at: datetime = OCTOBER, **fields: object) -> Evidence:
    """Let a company say something that stands behind an idea of an area."""
    idea = make_idea(area=area)
    said = make_feedback(company=company, heard_at=at, **fields)  # type: ignore[arg-type]
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    return Evidence.objects.get(idea=idea)


def talked_of(company: Company, area: Area, at: datetime, **fields: object) -> Conversation:
    """Let a company begin a conversation that somebody tagged with an area."""
    talk = Conversation.objects.create(
        company=company, requester=make_contact(company=company), channel="email", waits_for="us",
        started_at=at, last_message_at=at,
    )  # fmt: skip
    tag = {"area": area, "category": make_category(), "arrived_at": at, "made_by": "staff", "confirmed_at": at}
    Tag.objects.create(conversation=talk, **tag | fields)
    return talk


def test_who_left_is_of_the_companies_that_had_spoken_of_the_area_before_whether_they_stayed_or_not() -> None:
    team = make_team()
    area = make_area(team=team)
    part = make_area(product=area.product, parent=area)
    gone, filing, wishing, voting, talking = spoke = [make_company(mrr=10) for _ in range(5)]
    filed(gone, area)
    filed(filing, part)
    wished(wishing, area)
    vote(idea_id=make_idea(area=area).pk, contact=make_contact(company=voting), voted_at=OCTOBER)
    talked_of(talking, area, OCTOBER)
    late, asked, spam, back, elsewhere = (make_company(mrr=10) for _ in range(5))
    filed(late, area, NOON)
    filed(asked, area, source="departure")
    filed(spam, area, set_aside_reason="spam", set_aside_at=NOON)
    Evidence.objects.filter(pk=wished(back, area).pk).update(withdrawn_at=NOON)
    filed(elsewhere, make_area())
    for company in (gone, asked, late, elsewhere):
        left(company, date(2026, 11, 20))
    found = numbers_of("departed", replace(NOVEMBER, area=area))
    assert (found.good, found.rated) == (1, 5)
    assert {case.company_id for case in cases_of("departed", replace(NOVEMBER, area=area))} == {one.pk for one in spoke}
    of_team = numbers_of("departed", replace(NOVEMBER, team=team))
    assert (of_team.good, of_team.rated) == (1, 4), "the part has no team"
    assert numbers_of("departed", replace(NOVEMBER, area=area, team=make_team())).rated == 0
    assert numbers_of("departed", NOVEMBER).rated == 10


def test_the_trend_of_an_area_is_of_who_had_spoken_by_each_month() -> None:
    area, early, later = make_area(), make_company(mrr=10), make_company(mrr=10)
    filed(early, area, NOON - 100 * DAY)
    filed(later, area, NOON - 30 * DAY)
    make_company(mrr=10)
    with clock.at(NOON):
        trend = [numbers.rated for _stretch, numbers in read(FIGURES["departed"], replace(EVER, area=area)).trend]
    assert trend == [0] * 8 + [0, 1, 1, 2]


def test_deals_of_an_area_are_those_of_who_had_spoken_of_it_before_they_ended_won_and_lost_alike() -> None:
    area, ended = make_area(), date(2026, 11, 10)
    won, lost, after, other = (make_company() for _ in range(4))
    for company in (won, lost):
        filed(company, area)
        filed(company, area, NOON)
    filed(after, area, NOON)
    for company, outcome in ((won, "won"), (lost, "lost_competitor"), (after, "lost_competitor"), (other, "won")):
        deal(company, ended, outcome)
    deal(None, ended, "won")
    found = numbers_of("win-rate", replace(NOVEMBER, area=area))
    assert (found.good, found.rated) == (1, 2)


def test_what_a_deal_missed_counts_from_when_it_was_written_down_so_that_asking_the_lost_changes_nothing() -> None:
    area, ended = make_area(), date(2026, 11, 10)
    idea = make_idea(area=area)
    for outcome in ("won", "lost_unknown"):
        missed(deal(make_company(), ended, outcome), idea, OCTOBER)
    asked_afterwards = deal(make_company(), ended, "lost_competitor")
    missed(asked_afterwards, idea, OCTOBER, recorded_at=NOON)
    found = numbers_of("win-rate", replace(NOVEMBER, area=area))
    assert (found.good, found.rated) == (1, 2)


def test_money_saved_of_an_area_is_of_who_had_spoken_of_it_also_on_leaving() -> None:
    area = make_area()
    leaving, other, later = make_company(mrr=10), make_company(mrr=20), make_company(mrr=40)
    filed(leaving, area, source="departure")
    filed(later, area, NOON)
    for company in (leaving, other, later):
        left(company, OCTOBER.date(), returned_on=date(2026, 11, 5))
    assert numbers_of("mrr-saved", NOVEMBER).level == 7_000
    assert numbers_of("mrr-saved", replace(NOVEMBER, area=area)).level == 1_000


@pytest.mark.parametrize(("key", "score", "good"), [("nps", 9, 1), ("csat", 2, 0), ("ces", 7, 1)])
def test_scores_of_an_area_are_of_who_had_spoken_of_it_and_words_beside_the_score_bring_nobody_in(
    key: str, score: int, good: int
) -> None:
    area, survey = make_area(), make_survey(key)
    spoke, said_with_it = make_company(), make_company()
    filed(spoke, area)
    filed(said_with_it, area, NOON, source="survey")
    make_survey_answer(survey, score, contact=make_contact(company=spoke), at=NOON)
    make_survey_answer(survey, 1, contact=make_contact(company=said_with_it), at=NOON)
    make_survey_answer(survey, 1, at=NOON)
    found = numbers_of(key, replace(NOVEMBER, area=area))
    assert (found.cases, found.good) == (1, good)
    assert numbers_of(key, NOVEMBER).cases == 3


def test_suggestions_of_an_area_are_those_that_stood_there_at_first() -> None:
    area = make_area()
    article = Article.objects.create(area=area, language="en", created_at=NOON)
    idea = make_idea(area=area)
    for number, (kind, subject, after, sent) in enumerate(
        (
            ("article", article.pk, 0, None),
            ("idea", idea.pk, 0, NOON),
            ("idea", idea.pk, 5, NOON),
            ("article", 0, 0, NOON),
        )
    ):
        showing = Showing.objects.create(key=str(number), place="portal", began_at=NOON - 8 * DAY, sent_at=sent)
        at = showing.began_at + timedelta(seconds=after)
        ShownSuggestion.objects.create(showing=showing, subject_type=kind, subject_id=subject, shown_at=at)
    with clock.at(NOON):
        found = numbers_of("deflection", replace(NOVEMBER, area=area))
    assert (found.good, found.rated) == (1, 2)


def test_who_still_waits_is_of_the_area_that_was_suggested_until_somebody_confirms_another() -> None:
    area, other = make_area(), make_area()
    for company in (make_company(), make_company()):
        talked_of(company, area, NOON, confirmed_at=None)
    sure = talked_of(make_company(), area, NOON, confirmed_at=None)
    Tag.objects.create(
        conversation=sure, area=other, category=make_category(), arrived_at=NOON, made_by="staff", confirmed_at=NOON
    )
    with clock.at(NOON + 2 * DAY):
        found = numbers_of("first-response", replace(NOVEMBER, area=area))
        assert (found.good, found.rated) == (0, 2)
        assert numbers_of("first-response", replace(NOVEMBER, area=other)).rated == 1


def test_whether_conversations_say_their_area_is_told_of_a_team_and_of_no_area() -> None:
    area, team = make_area(), make_team()
    for has_area, of in ((True, team), (False, team), (False, None)):
        talk = talked_of(make_company(), area, NOON)
        Conversation.objects.filter(pk=talk.pk).update(state="closed", waits_for="", closed_at=NOON, team=of)
        if not has_area:
            talk.tags.all().delete()
    found = numbers_of("tagged", replace(NOVEMBER, team=team))
    assert (found.good, found.rated) == (1, 2)
    assert not replace(NOVEMBER, area=area).fits(FIGURES["tagged"])


def test_what_was_mended_is_told_of_a_tier_by_what_its_companies_said() -> None:
    area, category, tier = make_area(), make_category(), make_tier()
    idea, at = make_idea(area=area), NOON - 61 * DAY
    mine, other = make_company(tier=tier), make_company()
    missed(deal(mine, date(2026, 1, 1)), idea, at - 50 * DAY, area=area, category=category)
    released(idea, at)
    for hour in range(2):
        filed(other, area, at + timedelta(hours=hour), category=category)
    talked_of(other, area, at + DAY, category=category)
    with clock.at(NOON):
        assert numbers_of("mended").good == 0
        found = numbers_of("mended", replace(EVER, tier=tier))
        assert (found.cases, found.rated, found.good) == (1, 1, 1)


def all_of(area: Area, team: Team) -> None:
    """Let everything there is be about one area, and every company have spoken of it long ago."""
    Feedback.objects.update(area=area)
    Idea.objects.update(area=area)
    Conversation.objects.update(team=team)
    tag = {"area": area, "category": make_category(), "made_by": "staff", "confirmed_at": NOON}
    for talk in Conversation.objects.all():
        Tag.objects.create(conversation=talk, arrived_at=talk.started_at, **tag)
    idea = make_idea(area=area)
    for showing in Showing.objects.all():
        ShownSuggestion.objects.create(
            showing=showing, subject_type="idea", subject_id=idea.pk, shown_at=showing.began_at
        )
    for gone in Departure.objects.all():
        gone.feedback = make_feedback(area=area, heard_at=NOON - 900 * DAY)
        gone.save(update_fields=["feedback"])
    for company in Company.objects.all():
        filed(company, area, NOON - 900 * DAY)


def test_every_figure_narrows_to_its_own_cases_month_by_month_or_says_why_it_cannot() -> None:
    tier, team = make_tier(), make_team()
    area, segment = make_area(team=team), Segment.objects.create(name="Paying", rule={"all": []})
    unfit = set()
    with clock.at(NOON):
        World(0)
        all_of(area, team)
        Company.objects.update(tier=tier)
        Tier.objects.filter(pk=tier.pk).update(touch="high")
        SegmentMember.objects.bulk_create(SegmentMember(segment=segment, company=one) for one in Company.objects.all())
        for key, figure in FIGURES.items():
            whole = read(figure, EVER)
            assert whole.now.cases, key
            for name, one in {"segment": segment, "tier": tier, "area": area, "team": team}.items():
                scope = replace(EVER, **{name: one})  # type: ignore[arg-type]
                if not scope.fits(figure):
                    unfit.add((key, name))
                    continue
                found = read(figure, scope)
                assert 0 < found.now.cases <= whole.now.cases, (key, name)
                assert any(numbers.cases for _stretch, numbers in found.trend), (key, name)
                assert len(cases_of(key, scope)) == found.now.cases, (key, name)
            elsewhere = replace(EVER, area=make_area(), team=None if key != "tagged" else make_team())
            assert not elsewhere.fits(figure) or read(figure, elsewhere).now.cases == 0, key
    assert unfit == {("deflection", "segment"), ("deflection", "tier"), ("tagged", "area")}


def test_a_target_can_be_set_for_every_figure() -> None:
    set_targets(version=0, targets=dict.fromkeys(FIGURES, 5.0))
    assert set(Target.objects.values_list("figure", flat=True)) == set(FIGURES)
