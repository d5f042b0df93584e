"""The ideas of the demo story, and what became of each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """A decision of the story: days ago, outcome, our reason, what customers read."""

    days_ago: int
    outcome: str
    reason: str
    public_reason: str


@dataclass(frozen=True)
class StoryIdea:
    """An idea of the story. `key` ties feedback to it; `status` is where it stands when the story ends."""

    key: str
    title: str
    area: str
    problem: str
    opened_days_ago: int
    status: str = "heard"
    verdict: Verdict | None = None
    workaround: str = ""


IDEAS = (
    StoryIdea(
        "offline",
        "Keep working without a signal",
        "Mobile app",
        "Engineers lose the job sheet in basements, cold stores and on moors, 20 minutes to two hours at a time. "
        "They write on paper or on their hand and type it in at night; one sheet in nine is wrong or billed twice.",
        200,
        "building",
        Verdict(
            46,
            "yes",
            "Costs one renewal less than it saves: all three accounts at risk name it. Photos stay out of the first release.",
            "Yes. Most of you work where there is no signal, and a lost sheet is a lost hour. The first release holds the "
            "sheet, the parts list and the signature. Photos come after, because they need ten times the room on the phone.",
        ),
    ),
    StoryIdea(
        "whole_day",
        "Move a whole day at once",
        "Scheduling",
        "When an engineer calls in sick, planners drag every job by hand.",
        180,
        "shipped",
        Verdict(
            70,
            "yes",
            "Cheap, and the loudest wish of the planners.",
            "Yes: select a day, move it to somebody else, done.",
        ),
    ),
    StoryIdea(
        "site_notes",
        "Pin site notes to the top of the job",
        "Mobile app",
        "Gate codes and warnings drown in the notes; drivers do not scroll.",
        150,
        "shipped",
        Verdict(60, "yes", "Two days of work.", "Yes. What matters on site stands above everything else."),
    ),
    StoryIdea(
        "quiet_hours",
        "Quiet hours for customer texts",
        "Customer texts",
        "Texts about tomorrow's visit reach people at night.",
        140,
        "shipped",
        Verdict(75, "yes", "Complaints reach our customers' customers.", "Yes, with hours you choose."),
    ),
    StoryIdea(
        "sap",
        "SAP connection",
        "Integrations",
        "Larger customers copy invoices into SAP by hand.",
        230,
        "not_now",
        Verdict(
            18,
            "not_now",
            "Three asked, each wants another module; a partner would do it better than we.",
            "Not now. Every one of you uses another part of SAP, and we would do each of them badly. "
            "We look at it again in spring.",
        ),
        workaround="The nightly CSV of invoices can be read by SAP's standard import.",
    ),
    StoryIdea(
        "two_people",
        "Two people on one job",
        "Scheduling",
        "Heavy parts need two people, the plan knows one.",
        160,
        "planned",
        Verdict(12, "yes", "Sixteen companies, half of them lifts.", "Yes, after working without a signal."),
    ),
    StoryIdea(
        "layout",
        "Invoice layout per customer",
        "Invoicing",
        "Councils and chains each want their order number elsewhere.",
        120,
        "under_review",
    ),
    StoryIdea(
        "van_stock",
        "See which van has the part",
        "Parts & stock",
        "Dispatchers phone every driver to find one valve.",
        110,
        "under_review",
    ),
    StoryIdea(
        "who_comes",
        "The text says which engineer is coming",
        "Customer texts",
        "People do not open the door to strangers.",
        90,
        "under_review",
    ),
    StoryIdea(
        "landlord",
        "Landlord and tenant each get an invoice",
        "Invoicing",
        "One visit, two payers, and the split is done by hand.",
        60,
        "under_review",
    ),
    StoryIdea(
        "calendar",
        "Calendar that syncs both ways",
        "Scheduling",
        "Private appointments stay invisible to the planner.",
        100,
    ),
    StoryIdea("saml", "Single sign-on with SAML", "Admin", "Auditors count passwords.", 95),
    StoryIdea(
        "travel", "Travel time on the board", "Dispatch board", "Planners keep a paper map beside the screen.", 80
    ),
)

# Title, version, days ago, notes, ideas.
RELEASES = (
    (
        "Quiet hours",
        "8.1",
        30,
        "Texts to customers wait until the morning. You choose the hours under Customer texts.",
        ("quiet_hours",),
    ),
    (
        "Site notes on top",
        "8.2",
        23,
        "Gate codes and warnings stand above the job, in red, until the engineer has opened them.",
        ("site_notes",),
    ),
    (
        "Move a whole day",
        "8.3",
        9,
        "Select a day of one engineer and move it: all jobs, with travel, to one or to several others.",
        ("whole_day",),
    ),
)
