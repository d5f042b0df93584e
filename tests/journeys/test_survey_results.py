"""What surveys found, as people see it: by day, by night, on a phone; with no answer, a few and many."""

import random
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_staff, make_survey, make_survey_answer, make_tier
from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.learn.commands import set_targets
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands import answer_survey
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Display, PairVote, Survey
from wellheard.workspace.models import Staff

WORDS = (
    "The import saves us half a day each week.",
    "Reports are slow on Mondays, and we wait for them.",
    "Offline work is what we miss most.",
)


def customers() -> list[tuple[Contact, float]]:
    """Make 24 companies of three plans with one to seven people each, and how well they like us."""
    chance, found = random.Random(3), []
    tiers = {name: make_tier(name=name) for name in ("Enterprise", "Growth", "Self-serve")}
    for number in range(24):
        name, mrr = (("Enterprise", 4200), ("Growth", 700), ("Self-serve", 49))[number % 3]
        joined = clock.today() - timedelta(days=chance.choice((60, 300, 500, 1200)))
        company = make_company(mrr=mrr + 10 * number, tier=tiers[name], plan=name, joined_on=joined)
        liking = {"Enterprise": 0.75, "Growth": 0.5, "Self-serve": 0.3}[name] + chance.uniform(-0.2, 0.2)
        found += [(make_contact(company=company), liking) for _person in range(chance.randint(1, 7))]
    return found


def answer(survey: Survey, people: list[tuple[Contact, float]]) -> None:
    """Let them answer over half a year, those who like us more often, by all channels."""
    chance = random.Random(5)
    for number, (contact, liking) in enumerate(people):
        at = clock.now() - timedelta(days=chance.randint(1, 170))
        channel = ("tab", "in_app", "in_app", "email", "link")[number % 5]
        if chance.random() < 0.2 + 0.6 * liking:
            score = chance.choice((9, 10)) if chance.random() < liking else chance.randint(2, 8)
            make_survey_answer(survey, score, contact=contact, at=at, channel=channel)
        else:
            Display.objects.create(
                survey=survey,
                contact=contact,
                company=contact.memberships.get().company,
                channel=channel,
                key=f"seen{number}",
                shown_at=at,
                state=("shown", "dismissed", "abandoned")[number % 3],
            )


def say(survey: Survey, people: list[tuple[Contact, float]]) -> None:
    for number, words in enumerate(WORDS):
        answer_survey(
            survey_id=survey.pk,
            who=Asked(contact_id=people[number][0].pk),
            submission=Submission(key=f"said{number}", display_key=f"said{number}", language="en"),
            answers=[Answered("nps", number=9 - 3 * number), Answered("why", words=words)],
            is_final=True,
        )


def choose(people: list[tuple[Contact, float]]) -> Survey:
    """Let them choose between four texts, of which one is liked more and one less."""
    keys = ("offline", "export", "themes", "maps")
    labels = {"offline": "Work offline", "export": "Export to Excel", "themes": "More themes", "maps": "Maps"}
    texts = {"en": {"question": "Which would help you more?", "options": labels}}
    question = QuestionDraft(key="pair", kind="pair", texts=texts, options=[{"key": key} for key in keys])
    survey, chance = make_survey("pair", questions=[question], name="What next"), random.Random(8)
    strong = {"offline": 6.0, "export": 2.0, "themes": 0.3, "maps": 2.0}
    for contact, _liking in people:
        response = make_survey_answer(survey, None, contact=contact)
        for _vote in range(4):
            left, right = chance.sample(keys, 2)
            chosen = "left" if chance.random() < strong[left] / (strong[left] + strong[right]) else "right"
            PairVote.objects.update_or_create(
                response=response,
                survey=survey,
                left=left,
                right=right,
                defaults={"chosen": chosen, "voted_at": clock.now()},
            )
    return survey


def test_results_can_be_read_by_day_by_night_and_on_a_phone(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    people, survey = customers(), make_survey("nps", name="How we are doing")
    answer(survey, people)
    say(survey, people)
    base = f"{live_server.url}/surveys/{survey.pk}/results/"
    page.goto(base)
    expect(page.get_by_role("heading", level=1)).to_contain_text("NPS is")
    look(page, "survey-results")
    page.get_by_text("As a table").first.click()
    look(page, "survey-results-table")
    page.goto(f"{base}heard/")
    look(page, "survey-heard")
    page.goto(f"{base}answers/?side=detractors")
    look(page, "survey-answers")
    for shown in ("companies", "words", "silent"):
        page.goto(f"{base}answers/?show={shown}")
        look(page, f"survey-answers-{shown}")


def test_pairs_few_answers_and_none_can_be_read(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    people = customers()
    preferred, few, none = choose(people), make_survey("csat", name="After a call"), make_survey("nps", name="New")
    for score in (5, 4, 4):
        make_survey_answer(few, score, contact=people[0][0])
    for survey, name in ((preferred, "survey-pairs"), (few, "survey-few"), (none, "survey-none")):
        page.goto(f"{live_server.url}/surveys/{survey.pk}/results/")
        look(page, name)
    assert Company.objects.count() == 24


def test_benchmarks_and_scores_among_the_figures_can_be_read(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    people, survey = customers(), make_survey("nps", name="How we are doing")
    answer(survey, people)
    say(survey, people)
    easy = make_survey("ces", name="After the import")
    for number, (contact, _liking) in enumerate(people):
        make_survey_answer(easy, 2 + number % 6, contact=contact, at=clock.now() - timedelta(days=3 * number))
    set_targets(version=0, targets={"nps": 40, "ces": 5})
    for path, name in (
        ("/surveys/benchmarks/", "survey-benchmarks"),
        ("/figures/?period=year", "figures-with-scores"),
        ("/figures/nps/?period=year", "figure-nps"),
        ("/figures/ces/?period=year&show=missed", "figure-ces"),
        ("/figures/ways-in/?period=year&part=survey", "figure-ways-in"),
    ):
        page.goto(f"{live_server.url}{path}")
        look(page, name)


def test_the_same_answer_from_all_and_choices_behind_a_rank_can_be_read(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    people = customers()
    alike, one, preferred = make_survey("nps", name="All nines"), make_survey("ces", name="One"), choose(people)
    make_survey_answer(one, 6, contact=people[0][0])
    for contact, _liking in people[:12]:
        make_survey_answer(alike, 9, contact=contact)
    for survey, rest, name in (
        (alike, "", "survey-alike"),
        (one, "", "survey-one"),
        (preferred, "answers/?pair=maps", "survey-pairs-answers"),
        (alike, "answers/?side=scored&each=last", "survey-each-last"),
    ):
        page.goto(f"{live_server.url}/surveys/{survey.pk}/results/{rest}")
        look(page, name)
