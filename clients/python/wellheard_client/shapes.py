"""What the API is told and tells, as dictionaries with types. Made by generate.py; change the API instead."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NotRequired, TypedDict


class Actor(TypedDict):
    """Who did it: a person who works here, a contact, a token, or Wellheard itself."""

    type: str
    id: int | None


class Subject(TypedDict):
    """What it is about."""

    type: str
    id: int


class FactTold(TypedDict):
    """Something that happened, in codes and numbers. Names and meanings are listed in docs/facts.md."""

    id: int
    name: str
    happened_at: str
    actor: Actor
    subject: Subject
    company_id: int | None
    contact_id: int | None
    details: dict[str, Any]


class Identified(TypedDict):
    """The contact and company as we know them now."""

    contact_id: int
    company_id: int | None


class Money(TypedDict):
    """What a company pays a month."""

    amount_minor: int
    currency: str
    since: NotRequired[date | str | None]


class CompanyTraits(TypedDict):
    """The person's company. One with a new external id and a name is added; what is left out stays as it is."""

    external_id: str
    name: NotRequired[str]
    domain: NotRequired[str]
    plan: NotRequired[str]
    industry: NotRequired[str]
    mrr: NotRequired[Money | None]


class CompanyTold(TypedDict):
    """A company as we know it. Its MRR is the sum of its running subscriptions."""

    id: int
    external_id: str
    name: str
    domain: str
    stage: str
    industry: str
    country: str
    plan: str
    seats: int | None
    joined_on: str | None
    renews_on: str | None
    tags: list[str]
    attributes: dict[str, Any]
    owner_id: int | None
    tier_id: int | None
    mrr_minor: int
    currency: str
    created_at: str
    version: int
    page: str


Stage = Literal["prospect", "trial", "onboarding", "active", "at_risk", "lost", "returned"]


class SubscriptionTold(TypedDict):
    """A subscription as we know it."""

    id: int
    external_id: str
    company_id: int
    product_id: int | None
    plan: str
    seats: int | None
    amount_minor: int
    currency: str
    from_on: str
    until: str | None


class PlaceTold(TypedDict):
    """Where a contact belongs."""

    company_id: int
    role: str
    is_primary: bool


class ContactTold(TypedDict):
    """A person as we know them."""

    id: int
    name: str
    language: str
    emails: list[str]
    external_ids: list[str]
    places: list[PlaceTold]
    attributes: dict[str, Any]
    created_at: str
    version: int
    page: str


Role = Literal["user", "buyer", "decider"]


class PlaceSaid(TypedDict):
    """A contact's place in a company."""

    company_id: int
    role: NotRequired[Role]


class SegmentTold(TypedDict):
    """A saved rule over companies and how many meet it now."""

    id: int
    name: str
    rule: dict[str, Any]
    company_count: int
    refreshed_at: str | None


class FeedbackKept(TypedDict):
    """Feedback as we keep it."""

    id: int
    words: str
    source: str
    voice: str
    language: str
    quotable: str
    heard_at: str
    recorded_at: str
    contact_id: int | None
    company_id: int | None
    area_id: int | None
    category_id: int | None
    filed_at: str | None
    set_aside_at: str | None
    set_aside_reason: str
    published_at: str | None
    url: str
    version: str
    origin: str
    origin_key: str
    page: str


class ContactSaid(TypedDict):
    """Who said it. An address or your own id is enough; without both, the name is only kept beside the words."""

    email: NotRequired[str]
    external_id: NotRequired[str]
    name: NotRequired[str]


class CompanySaid(TypedDict):
    """For which company. A company with a new external id and a name is added; a name alone only finds one."""

    external_id: NotRequired[str]
    name: NotRequired[str]


Quotable = Literal["no", "unnamed", "named"]

Source = Literal[
    "portal",
    "widget",
    "email",
    "support",
    "survey",
    "lost_deal",
    "departure",
    "interview",
    "community",
    "api",
    "import",
]


class ImportTold(TypedDict):
    """An import of a file, and how far it is."""

    id: int
    kind: str
    state: str
    origin: str
    started_at: str
    finished_at: str | None
    row_count: int
    rows_expected: int | None
    new_count: int
    updated_count: int
    unchanged_count: int
    refused_count: int
    problem: str


class TagTold(TypedDict):
    """An area and a category; without a moment of confirmation it is only suggested."""

    area_id: int
    category_id: int
    confirmed_at: str | None


class ConversationTold(TypedDict):
    """A conversation and how it stands."""

    id: int
    subject: str
    channel: str
    state: str
    waits_for: str
    snoozed_until: str | None
    priority: int
    language: str
    contact_id: int | None
    company_id: int | None
    assignee_id: int | None
    team_id: int | None
    mailbox_id: int | None
    started_at: str
    last_message_at: str
    waiting_since: str | None
    answer_due_at: str | None
    first_answer_at: str | None
    first_answer_seconds: int | None
    closed_at: str | None
    reopened_count: int
    aside_reason: str
    news_outcome: str
    merged_into_id: int | None
    preview: str
    message_count: int
    origin: str
    origin_key: str
    version: int
    tags: list[TagTold]
    page: str


class Writer(TypedDict):
    """Who wrote it. An address or your own id is enough."""

    email: NotRequired[str]
    external_id: NotRequired[str]
    name: NotRequired[str]


ConversationState = Literal["open", "snoozed", "closed"]

WaitsFor = Literal["us", "customer", "product"]


class MessageTold(TypedDict):
    """One message. Folded stretches of its words are what it quotes."""

    id: int
    conversation_id: int
    kind: str
    state: str
    contact_id: int | None
    staff_id: int | None
    author_name: str
    words: str
    folds: list[list[int]]
    language: str
    said_at: str
    sent_at: str | None
    send_at: str | None
    is_automatic: bool
    placed_by: str
    origin: str
    origin_key: str


class Pair(TypedDict):
    """An area and a category: what the conversation was about."""

    area_id: int
    category_id: int


ConversationAside = Literal["spam", "automatic", "duplicate"]


class SurveyTold(TypedDict):
    """A survey: what it measures, where it is asked, and how often it was shown and answered."""

    id: int
    name: str
    kind: str
    state: str
    channels: list[str]
    languages: list[str]
    segment_id: int | None
    shown_count: int
    started_count: int
    completed_count: int
    dismissed_count: int
    made_at: str
    started_at: str | None
    ended_at: str | None


class QuestionAnswered(TypedDict):
    """What was answered to one question: a number, options or words, as its kind has it."""

    question: str
    kind: str
    number: int | None
    options: list[str]
    words: str
    feedback_id: int | None


class ChosenTold(TypedDict):
    """What somebody preferred of two: "left", "right" or "neither"."""

    left: str
    right: str
    chosen: str


class ResponseTold(TypedDict):
    """One person's answer to a survey."""

    id: int
    contact_id: int | None
    company_id: int | None
    device: str
    channel: str
    language: str
    score: int | None
    is_complete: bool
    answered_at: str
    completed_at: str | None
    answers: list[QuestionAnswered]
    pairs: list[ChosenTold]


class ScoreTold(TypedDict):
    """A net promoter score in points and the interval that holds the true one 19 times in 20."""

    value: float
    low: float
    high: float
    people: int
    companies: int
    population: int | None
    effective_answers: float


class ShareTold(TypedDict):
    """A share of people and the interval that holds the true one 19 times in 20, each as a share of one."""

    key: str
    label: str
    people: int
    share: float
    low: float
    high: float


class MeanTold(TypedDict):
    """A mean on a question's scale and the interval that holds the true one 19 times in 20."""

    value: float
    low: float | None
    high: float | None


class QuestionTold(TypedDict):
    """What came of one question. `satisfied` is there for CSAT, `mean` for effort and stars (its ends from two answers on)."""

    key: str
    kind: str
    people: int
    wrote_words: int
    parts: list[ShareTold]
    satisfied: ShareTold | None
    mean: MeanTold | None


class PreferredTold(TypedDict):
    """One of the options of a survey in pairs: its chance in percent to be chosen over another one, and its tier."""

    key: str
    label: str
    score: float
    low: float
    high: float
    tier: int
    shown: int


class RankingTold(TypedDict):
    """The options as one way of counting ranks them: by "people", "companies", "money", or weighted to "everybody"."""

    way: str
    people: int
    companies: int
    worth: float
    options: list[PreferredTold]


class ChannelTold(TypedDict):
    """How many different people saw a survey in one channel, and how many of them answered and came to the end."""

    channel: str
    shown: int
    answered: int
    completed: int
    dismissed: int
    abandoned: int
    response_rate: float
    completion_rate: float


class ResultsTold(TypedDict):
    """What a survey found. The three scores are there for surveys that measure NPS, once somebody has answered."""

    survey_id: int
    by_person: ScoreTold | None
    by_company: ScoreTold | None
    by_money: ScoreTold | None
    questions: list[QuestionTold]
    rankings: list[RankingTold]
    channels: list[ChannelTold]


class ReasonTold(TypedDict):
    """Why a deal ended as it did, and who says so."""

    id: int
    reason_id: int | None
    reason: str
    said: str
    said_by: str
    noted_by: Literal["source", "person", "program"]
    recorded_by_id: int | None
    recorded_at: str


class MissingTold(TypedDict):
    """A function that was missing, in words; it is feedback of the deal's company."""

    feedback_id: int
    words: str


class DoubtTold(TypedDict):
    """What somebody has to decide: `company`, `stage`, `reason`; of rows of files also what was not understood in them."""

    kind: str
    said: str


class DealTold(TypedDict):
    """One deal. Amounts are in minor units of the currency beside them; null where nobody knows, or no rate is known."""

    id: int
    source: str
    external_id: str
    title: str
    company_id: int | None
    company_said: str
    company_external_id_said: str
    contact_id: int | None
    owner_id: int | None
    owner_said: str
    pipeline: str
    stage: str
    outcome: str
    outcome_by: str
    amount_minor: int | None
    currency: str
    reporting_minor: int | None
    reporting_currency: str
    industry: str
    competitor_id: int | None
    reasons: list[ReasonTold]
    missing: list[MissingTold]
    opened_on: str | None
    closed_on: str | None
    changed_at: str | None
    withdrawn_at: str | None
    doubts: list[DoubtTold]
    version: int
    page: str


class DealHeard(TypedDict):
    """A deal as it stands now, and what telling us of it came to."""

    id: int
    source: str
    external_id: str
    title: str
    company_id: int | None
    company_said: str
    company_external_id_said: str
    contact_id: int | None
    owner_id: int | None
    owner_said: str
    pipeline: str
    stage: str
    outcome: str
    outcome_by: str
    amount_minor: int | None
    currency: str
    reporting_minor: int | None
    reporting_currency: str
    industry: str
    competitor_id: int | None
    reasons: list[ReasonTold]
    missing: list[MissingTold]
    opened_on: str | None
    closed_on: str | None
    changed_at: str | None
    withdrawn_at: str | None
    doubts: list[DoubtTold]
    version: int
    page: str
    news: Literal["new", "changed", "same", "older"]


SaidBy = Literal["seller", "buyer", "interview", "transcript"]


class ReasonSaid(TypedDict):
    """A reason in your system's own words, and who says so. What the words mean is decided once."""

    said: str
    said_by: NotRequired[SaidBy]


class RowHeard(TypedDict):
    """What came of one deal of a batch."""

    source: str
    external_id: str
    deal_id: int | None
    news: Literal["new", "changed", "same", "older", "refused"]
    doubts: list[DoubtTold]
    problem: str


class DealsHeard(TypedDict):
    """What came of each deal, in the order in which they were sent."""

    items: list[RowHeard]


class DealInBatch(TypedDict):
    """What your system says of one of many deals."""

    title: NotRequired[str]
    company_id: NotRequired[int | None]
    company_external_id: NotRequired[str]
    company_name: NotRequired[str]
    company_domain: NotRequired[str]
    contact_email: NotRequired[str]
    owner: NotRequired[str]
    pipeline: NotRequired[str]
    stage: NotRequired[str]
    stage_name: NotRequired[str]
    outcome: NotRequired[Literal["open", "won", "lost", "lost_competitor", "lost_no_decision", "lost_unknown"] | None]
    amount_minor: NotRequired[int | None]
    currency: NotRequired[str]
    industry: NotRequired[str]
    competitor: NotRequired[str]
    reasons: NotRequired[Sequence[ReasonSaid]]
    missing: NotRequired[Sequence[str]]
    opened_on: NotRequired[date | str | None]
    closed_on: NotRequired[date | str | None]
    changed_at: NotRequired[datetime | str | None]
    source: str
    external_id: str


class CompetitorTold(TypedDict):
    """Another vendor whom customers weigh against us."""

    id: int
    name: str
    also_called: list[str]
    website: str
    added_at: str
    version: int
    page: str


class DepartureTold(TypedDict):
    """One time a company left. Amounts are per month, in minor units of `currency`; null where nobody knows."""

    id: int
    company_id: int
    contact_id: int | None
    left_on: str
    reason_id: int | None
    reason_said: str
    competitor_id: int | None
    mrr_minor: int | None
    currency: str
    feedback_id: int | None
    could_have: str
    reported_by: str
    recorded_at: str
    source: str
    external_id: str
    is_away: bool
    returned_on: str | None
    returned_mrr_minor: int | None
    return_from: str
    helped: str
    helped_idea_id: int | None
    version: int
    page: str


class GuestTold(TypedDict):
    """Somebody of theirs who takes part, and what their calendar answered to the invitation."""

    contact_id: int
    answer: Literal["", "accepted", "declined", "tentative"]
    answered_at: str | None


class TalkTold(TypedDict):
    """A talk: when, with whom, how it went, and the feedback its quotes became."""

    id: int
    kind: str
    state: str
    company_id: int
    host_id: int | None
    companion_ids: list[int]
    contact_ids: list[int]
    guests: list[GuestTold]
    title: str
    planned_at: str
    minutes: int
    place: str
    guide_id: int | None
    notes: str
    feedback_ids: list[int]
    version: int
    page: str


Kind = Literal["check_in", "interview"]

InterviewState = Literal["planned", "held", "cancelled", "missed"]


class AreaTold(TypedDict):
    """A module of a product."""

    id: int
    name: str
    product_id: int
    parent_id: int | None


class CategoryTold(TypedDict):
    """A kind of thing that is said."""

    id: int
    key: str
    name: str


class Filings(TypedDict):
    """What feedback can be filed under."""

    areas: list[AreaTold]
    categories: list[CategoryTold]


class IdeaInList(TypedDict):
    """An idea in a list. With a segment, the figures are those of its companies, and what they do not tell is null."""

    id: int
    title: str
    status: str
    area_id: int | None
    owner_id: int | None
    is_public: bool
    language: str
    created_at: str
    status_changed_at: str
    version: int
    mrr_minor: int
    worth_minor: int
    risk_minor: int
    lost_minor: int
    company_count: int
    contact_count: int | None
    vote_count: int | None
    feedback_count: int | None


Status = Literal["heard", "under_review", "planned", "building", "beta", "shipped", "not_now", "already_possible"]


class IdeaTold(TypedDict):
    """An idea with its texts."""

    id: int
    title: str
    status: str
    area_id: int | None
    owner_id: int | None
    is_public: bool
    language: str
    created_at: str
    status_changed_at: str
    version: int
    mrr_minor: int
    worth_minor: int
    risk_minor: int
    lost_minor: int
    company_count: int
    contact_count: int | None
    vote_count: int | None
    feedback_count: int | None
    problem: str
    workaround: str
    public_text: str
    internal_text: str
    comment_count: int
    currency: str
    page: str


class DecisionTold(TypedDict):
    """What was decided, and why."""

    id: int
    idea_id: int
    outcome: str
    reason: str
    public_reason: str
    revisit_on: str | None
    decided_at: str


Outcome = Literal["yes", "not_now", "already_possible"]


class EvidenceTold(TypedDict):
    """That one company (a contact, where no company is known) needs an idea."""

    id: int
    idea_id: int
    company_id: int | None
    contact_id: int | None
    importance: int | None
    importance_set_by: str
    grade: str
    first_at: str
    last_at: str
    needed_by: str | None
    reaffirmed_at: str | None
    withdrawn_at: str | None
    withdrawn_reason: str


AsideReason = Literal["thanks", "unclear", "elsewhere", "not_ours", "spam"]


class VoteTold(TypedDict):
    """That a contact wants an idea."""

    contact_id: int
    voted_at: str


class CommentTold(TypedDict):
    """One comment: a customer's, which is feedback, or your team's."""

    id: int
    idea_id: int
    feedback_id: int | None
    staff_id: int | None
    reply_to_id: int | None
    words: str
    said_at: str
    edited_at: str | None


class ArticleSuggested(TypedDict):
    """An article that may answer it."""

    id: int
    title: str
    summary: str
    language: str
    url: str


class IdeaSuggested(TypedDict):
    """A public idea that says the same."""

    id: int
    title: str
    status: str
    url: str


class Suggested(TypedDict):
    """What may help, best first; nothing before the fourth word."""

    articles: list[ArticleSuggested]
    ideas: list[IdeaSuggested]


class Shown(TypedDict):
    """What may help, and the name of this writing: send it along with what comes next."""

    articles: list[ArticleSuggested]
    ideas: list[IdeaSuggested]
    showing: str


class Counted(TypedDict):
    """What came of it is counted."""

    showing: str
    outcome: str


class ReviewTold(TypedDict):
    """A meeting. Weeks are of work, as text with one decimal."""

    id: int
    number: int
    state: str
    meets_at: str
    minutes: int
    rate_until: str
    quorum: int
    capacity_weeks: str
    taken_weeks: str
    frozen_at: str | None
    frozen_sha256: str
    revealed_at: str | None
    held_at: str | None
    version: int
    page: str


ReviewState = Literal["gathering", "rating", "revealed", "held", "called_off"]


class ExpectationTold(TypedDict):
    """What is expected of an idea that was accepted."""

    measure: str
    words: str
    amount: str
    by_day: str
    owner_id: int | None
    shipped_on: str | None


class VerdictTold(TypedDict):
    """What the meeting decided about an idea, and why; `override_reason` where it was against what the ratings say."""

    outcome: str
    reason: str
    public_reason: str
    defer_until: str | None
    question: str
    owner_id: int | None
    override_reason: str
    dissent: str
    decision_id: int | None
    decided_by_id: int | None
    decided_at: str
    expectation: ExpectationTold | None


class ReviewItemTold(TypedDict):
    """One idea on the table. What the ratings say is null until they are revealed to everybody."""

    id: int
    idea_id: int
    title: str
    why: list[str]
    position: int
    remark: str
    snapshot_sha256: str
    mean: float | None
    spread: float | None
    weeks: str | None
    verdict: VerdictTold | None


class WholeReview(TypedDict):
    """A meeting with its table."""

    id: int
    number: int
    state: str
    meets_at: str
    minutes: int
    rate_until: str
    quorum: int
    capacity_weeks: str
    taken_weeks: str
    frozen_at: str | None
    frozen_sha256: str
    revealed_at: str | None
    held_at: str | None
    version: int
    page: str
    notes: str
    attendee_ids: list[int]
    came_ids: list[int]
    items: list[ReviewItemTold]


class MinutesTold(TypedDict):
    """The minutes of a meeting, as Markdown."""

    review_id: int
    markdown: str


class ReleaseTold(TypedDict):
    """A release; a draft until it is published."""

    id: int
    title: str
    notes: str
    version_name: str
    product_id: int | None
    idea_ids: list[int]
    created_at: str
    published_at: str | None
    version: int
    page: str


class AnswerTold(TypedDict):
    """What one contact is owed or was told about one idea or feedback on one occasion."""

    id: int
    contact_id: int
    idea_id: int | None
    feedback_id: int | None
    decision_id: int | None
    release_id: int | None
    occasion: str
    state: str
    subject_line: str
    words: str
    language: str
    waiting_since: str
    owed_at: str
    hold_until: str | None
    told_at: str | None
    told_how: str
    solved: str
    solved_at: str | None
    version: int
    page: str


AnswerState = Literal["owed", "held", "queued", "sent", "failed", "bounced", "told", "dropped"]


class CheckInTold(TypedDict):
    """How a key result stood. Without a confidence it was noted by itself; the truth lay between low and high, 19 times in 20."""

    id: int
    key_result_id: int
    value: float | None
    low: float | None
    high: float | None
    cases: int | None
    confidence: str
    words: str
    by_id: int | None
    at: str


class KeyResultTold(TypedDict):
    """By what an objective is known to be reached: read from a figure, or entered by hand in `unit`."""

    id: int
    title: str
    figure: str
    scope: dict[str, Any]
    unit: str
    begins_at: float
    aims_at: float
    progress: float | None
    last: CheckInTold | None
    said: CheckInTold | None
    idea_ids: list[int]
    version: int


class ObjectiveTold(TypedDict):
    """Something you want to reach between two days, with its key results."""

    id: int
    title: str
    why: str
    owner_id: int | None
    team_id: int | None
    area_id: int | None
    begins_on: str
    last_on: str
    progress: float | None
    closed_at: str | None
    grade: str | None
    learnt: str
    results: list[KeyResultTold]
    version: int
    page: str


Confidence = Literal["on_track", "at_risk", "off_track"]
