"""What Northwind asks its customers in the demo story, and what they answer: would they recommend it, and this or that."""

from dataclasses import dataclass

from wellheard.listen.models import Feedback
from wellheard.listen.surveys import commands
from wellheard.listen.surveys.asked import Answered, Asked, PairChoice
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Display, PairVote, Response, Survey
from wellheard.understand.commands import file_feedback
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import ORIGIN, Story
from wellheard.web.surveys.ready import Ready, ready_called

LANGUAGES = ("en", "de", "lt", "ru", "zh-hans")
RECOMMEND, PREFER = "Would they recommend Northwind?", "What would help most this winter?"
# They are asked twice, in summer and in autumn.
RECOMMEND_DAYS_AGO, PREFER_DAYS_AGO, EVERY_DAYS = 119, 10, 90
CHOICES = ("van_stock", "who_comes", "landlord", "layout")
# By a score of up to 6 they are asked what would have to change, by up to 8 what is missing, by more what they like.
_NEXT = {6: "mend", 8: "better", 10: "praise"}
_CHOSEN = {">": PairVote.Chosen.LEFT, "=": PairVote.Chosen.NEITHER}
_CHOSEN_ON_THE_RIGHT = {">": PairVote.Chosen.RIGHT, "=": PairVote.Chosen.NEITHER}


@dataclass(frozen=True)
class Reply:
    """What one person did when they were asked: gave a score, or left it (shown, dismissed, begun)."""

    number: int
    days: int
    who: str
    how: str
    score: int | None
    category: str
    area: str
    words: str

    @property
    def is_left(self) -> bool:
        return self.how not in Survey.Channel.values


@dataclass(frozen=True)
class Preference:
    """Which of two ideas one person preferred, one pair after another."""

    number: int
    days: int
    who: str
    pairs: tuple[str, ...]


REPLIES = tuple(
    Reply(
        number=number,
        days=int(row["days"]),
        how=row["how"] if row["score"].isdecimal() else row["score"],
        score=int(row["score"]) if row["score"].isdecimal() else None,
        **{name: row[name] for name in ("who", "category", "area", "words")},
    )
    for number, row in enumerate(rows("recommend"))
)
PREFERENCES = tuple(
    Preference(number, int(row["days"]), row["who"], tuple(row["answers"].split()))
    for number, row in enumerate(rows("preferred"))
)


def ask_whether_they_recommend(story: Story) -> None:
    """Ask in the product, by mail and by a link, each person twice a year at most."""
    survey = _make(story, "nps", RECOMMEND, channels=["in_app", "email", "link"])
    commands.change_survey(
        survey_id=survey.pk, version=survey.version, schedule=Survey.Schedule.EVERY, every_days=EVERY_DAYS
    )
    commands.start_survey(survey_id=survey.pk)


def ask_which_they_prefer(story: Story) -> None:
    """Ask in the product which of two ideas would help more."""
    survey = _make(story, "pair", PREFER, channels=["in_app"])
    commands.start_survey(survey_id=survey.pk)


def reply(story: Story, given: Reply) -> None:
    """Show somebody the question, and keep what they answer."""
    survey, who = Survey.objects.get(name=RECOMMEND), Asked(contact_id=story.people[given.who].pk)
    channel = Survey.Channel.IN_APP if given.is_left else given.how
    key = f"{ORIGIN}-{survey.pk}-{given.number}"
    display = commands.show_survey(survey_id=survey.pk, who=who, channel=channel, key=key)
    if given.how == Display.State.DISMISSED:
        commands.dismiss_survey(display_id=display.pk)
    elif given.how == "begun":
        commands.start_response(display_id=display.pk)
    elif given.score is not None:
        answers = [Answered("nps", number=given.score)]
        if given.words:
            asked = next(question for most, question in _NEXT.items() if given.score <= most)
            answers.append(Answered(asked, words=given.words))
        submission = Submission(key, display_key=key, channel=channel)
        commands.answer_survey(survey_id=survey.pk, who=who, submission=submission, answers=answers, is_final=True)


def read(story: Story, given: Reply) -> None:
    """File what somebody wrote beside their score."""
    key = f"{ORIGIN}-{Survey.objects.get(name=RECOMMEND).pk}-{given.number}"
    feedback = Feedback.objects.get(pk=Response.objects.values_list("feedback").get(submission_key=key)[0])
    area, category = story.areas[given.area], story.categories[given.category]
    file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=story.staff["Priya Raman"])


def prefer(story: Story, given: Preference) -> None:
    """Keep which of two somebody preferred."""
    survey = Survey.objects.get(name=PREFER)
    key = f"{ORIGIN}-{survey.pk}-{given.number}"
    pairs = tuple(_pair(story, pair, turn=given.number + place) for place, pair in enumerate(given.pairs))
    commands.answer_survey(
        survey_id=survey.pk,
        who=Asked(contact_id=story.people[given.who].pk),
        submission=Submission(key, display_key=key),
        answers=[Answered("pair", pairs=pairs)],
        is_final=True,
    )


def _pair(story: Story, written: str, *, turn: int) -> PairChoice:
    """Return what was preferred; it stood on the left in every other turn, as pairs are shown in either order."""
    sign = next(sign for sign in _CHOSEN if sign in written)
    left, right = (f"idea:{story.ideas[key].pk}" for key in written.split(sign))
    if turn % 2:
        return PairChoice(right, left, _CHOSEN_ON_THE_RIGHT[sign])
    return PairChoice(left, right, _CHOSEN[sign])


def _make(story: Story, key: str, name: str, *, channels: list[str]) -> Survey:
    ready = ready_called(key)
    assert ready is not None  # noqa: S101 - it is one of ours
    return commands.make_survey(
        name=name,
        kind=ready.kind,
        questions=_questions(story, ready),
        by=story.staff["Ines Calder"],
        languages=list(LANGUAGES),
        channels=channels,
        texts=ready.texts(LANGUAGES),
    )


def _questions(story: Story, ready: Ready) -> list[QuestionDraft]:
    ideas = [{"key": f"idea:{story.ideas[key].pk}"} for key in CHOICES] if ready.key == "pair" else []
    return [
        QuestionDraft(
            one.key,
            one.kind,
            one.texts(LANGUAGES),
            one.options or ideas,
            one.is_required,
            one.is_shuffled,
            one.branches,
        )
        for one in ready.questions
    ]
