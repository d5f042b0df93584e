"""Figures of the support desk: how soon customers are answered, and how it went."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit
from wellheard.learn.figures.tables import worked

QUICK_MINUTES = 15
_OURS = "c.merged_into_id IS NULL AND c.aside_reason = '' AND c.channel <> 'import'"
_ONE = _(
    "One conversation a customer began. Imports, what was set aside, and conversations joined to another one are left out. It "
    "belongs to the day it began."
)
_HISTORY = _("For all time, with the business hours as they are set now: earlier hours are not kept.")
_IN_TIME, _LATE = _("Within 15 minutes"), _("Later, or not yet")

FIRST_RESPONSE = Figure(
    key="first-response",
    name=_("First response within 15 minutes"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    of_conversations=True,
    areas_by=By.CONVERSATION,
    met=_IN_TIME,
    missed=_LATE,
    meaning=_(
        "Of the conversations customers began, how many had the first answer of a person within 15 minutes of business time. "
        "What we confirm by ourselves is no answer. Who still waits counts as late once 15 minutes have passed, whether the "
        "conversation was closed or not; before that it is too early to say."
    ),
    one_case=_ONE,
    history=_HISTORY,
    cases=f"""
SELECT s.number, c.id::text AS key, c.requester_id AS contact_id, c.company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, c.started_at AS began_at, c.first_answer_at AS ended_at,
    CASE WHEN c.first_answer_at IS NOT NULL THEN {worked("c.first_answer_at")} - {worked("c.started_at")} END AS seconds,
    CASE WHEN c.first_answer_at IS NOT NULL THEN {worked("c.first_answer_at")} - {worked("c.started_at")} <= {QUICK_MINUTES * 60}
        WHEN {worked("%(now)s::timestamptz")} - {worked("c.started_at")} > {QUICK_MINUTES * 60} THEN FALSE END AS good
FROM stretches s CROSS JOIN hours
JOIN conversations_conversation c ON c.started_at >= s.begins AND c.started_at < s.ends AND {_OURS}
""",  # noqa: S608 - pieces of our own
)

NEXT_RESPONSE = Figure(
    key="next-response",
    name=_("Time to the next response"),
    kind=Kind.LENGTH,
    unit=Unit.WORKING_HOURS,
    of_conversations=True,
    areas_by=By.CONVERSATION,
    is_better_low=True,
    meaning=_(
        "Business time from when a customer wrote again, after an answer of ours, until a person answered that. Several "
        "messages in a row are one wait, from the first of them. Half of the waits keep within the median, nine of ten within "
        "the 90th percentile; who still waits counts as waiting longest."
    ),
    one_case=_(
        "One time a customer wrote after we had answered. What needed no word, because the conversation was closed without "
        "one, is left out. It belongs to the day they wrote."
    ),
    history=_HISTORY,
    cases=f"""
SELECT s.number, c.id || '-' || m.id AS key, c.requester_id AS contact_id, c.company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, m.recorded_at AS began_at, answer.at AS ended_at,
    CASE WHEN answer.at IS NOT NULL THEN {worked("answer.at")} - {worked("m.recorded_at")} END AS seconds, NULL::boolean AS good
FROM stretches s CROSS JOIN hours
JOIN conversations_message m ON m.recorded_at >= s.begins AND m.recorded_at < s.ends AND m.kind = 'heard' AND NOT m.is_automatic
JOIN conversations_conversation c ON c.id = m.conversation_id AND {_OURS}
CROSS JOIN LATERAL (
    SELECT b.kind FROM conversations_message b
    WHERE b.conversation_id = m.conversation_id AND b.id < m.id AND NOT b.is_automatic AND b.state <> 'withdrawn'
    AND b.kind <> 'note' ORDER BY b.id DESC LIMIT 1
) AS before
CROSS JOIN LATERAL (
    SELECT min(coalesce(r.sent_at, r.recorded_at)) AS at FROM conversations_message r
    WHERE r.conversation_id = m.conversation_id AND r.id > m.id AND r.kind = 'reply' AND r.staff_id IS NOT NULL
    AND r.state <> 'withdrawn'
) AS answer
WHERE before.kind = 'reply' AND (answer.at IS NOT NULL OR c.state <> 'closed')
""",  # noqa: S608 - pieces of our own
)

RESOLUTION = Figure(
    key="resolution",
    name=_("Time to close, high-touch"),
    kind=Kind.LENGTH,
    unit=Unit.DAYS,
    of_conversations=True,
    areas_by=By.CONVERSATION,
    is_better_low=True,
    meaning=_(
        "Time on the clock from when a customer began a conversation until it was closed for the last time, of companies in "
        "high-touch tiers alone: for everybody else a quick close says nothing good. What is still open counts as longest."
    ),
    one_case=_("One conversation of a company in a high-touch tier. It belongs to the day it began."),
    history=_("For all time, with the tiers as they are now."),
    cases=f"""
SELECT s.number, c.id::text AS key, c.requester_id AS contact_id, c.company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, c.started_at AS began_at, c.closed_at AS ended_at,
    CASE WHEN c.state = 'closed' THEN extract(epoch FROM c.closed_at - c.started_at)::float8 END AS seconds,
    NULL::boolean AS good
FROM stretches s
JOIN conversations_conversation c ON c.started_at >= s.begins AND c.started_at < s.ends AND {_OURS}
JOIN customers_company firm ON firm.id = c.company_id
JOIN workspace_tier tier ON tier.id = firm.tier_id AND tier.touch = 'high'
""",  # noqa: S608 - pieces of our own
)

STAYED_CLOSED = Figure(
    key="stayed-closed",
    name=_("Closed for good"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    of_conversations=True,
    areas_by=By.CONVERSATION,
    met=_("Stayed closed"),
    missed=_("Opened again"),
    meaning=_(
        "Of the conversations that were closed, how many were not opened again: neither by the customer, nor by us. Those that "
        "came back because the product had news count as opened again too."
    ),
    one_case=_ONE,
    history=_("For all time; a conversation may open again later, and then counts so."),
    cases=f"""
SELECT s.number, c.id::text AS key, c.requester_id AS contact_id, c.company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, c.started_at AS began_at, c.closed_at AS ended_at, NULL::float8 AS seconds,
    c.reopened_count = 0 AS good
FROM stretches s
JOIN conversations_conversation c ON c.started_at >= s.begins AND c.started_at < s.ends AND {_OURS}
WHERE c.state = 'closed' OR c.reopened_count > 0
""",  # noqa: S608 - pieces of our own
)

TAGGED = Figure(
    key="tagged",
    name=_("Closed with area and category"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    of_conversations=True,
    areas_by=By.TEAM,
    met=_("Says what it was about"),
    missed=_("Nobody said"),
    meaning=_(
        "Of the conversations that are closed, how many say which area and which category they were about, confirmed by a "
        "person, a rule or a program. Closing asks for it, so this is all of them; what is missing came in another way."
    ),
    one_case=_ONE,
    history=_("For all time."),
    cases=f"""
SELECT s.number, c.id::text AS key, c.requester_id AS contact_id, c.company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, c.started_at AS began_at, c.closed_at AS ended_at, NULL::float8 AS seconds,
    EXISTS (SELECT FROM conversations_tag t WHERE t.conversation_id = c.id AND t.confirmed_at IS NOT NULL) AS good
FROM stretches s
JOIN conversations_conversation c ON c.started_at >= s.begins AND c.started_at < s.ends AND {_OURS}
WHERE c.state = 'closed'
""",  # noqa: S608 - pieces of our own
)

SATISFACTION = Figure(
    key="satisfaction",
    name=_("Satisfaction (CSAT)"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    of_conversations=True,
    areas_by=By.CONVERSATION,
    met=_("Good"),
    missed=_("Okay, or not good"),
    meaning=_(
        "Of the customers who said how a conversation went, how many said it was good. A sample is asked, and one person only "
        "now and then; who did not answer is too early to say."
    ),
    one_case=_("One customer asked about one conversation. It belongs to the day they were asked."),
    history=_("From the day customers are asked."),
    cases="""
SELECT s.number, r.conversation_id::text AS key, r.contact_id, c.company_id, NULL::bigint AS idea_id, r.feedback_id,
    r.asked_at AS began_at, r.rated_at AS ended_at, NULL::float8 AS seconds, r.score = 3 AS good
FROM stretches s
JOIN satisfaction_rating r ON r.asked_at >= s.begins AND r.asked_at < s.ends
JOIN conversations_conversation c ON c.id = r.conversation_id
""",
)

SUPPORT_FIGURES = (FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION, STAYED_CLOSED, TAGGED, SATISFACTION)
