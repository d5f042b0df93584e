"""Support load: how often customers have to write to us, and whether less is said about what was mended."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit
from wellheard.learn.figures.keeping import PAYING_EVER
from wellheard.learn.figures.tables import of_whom

DAYS = 60

CONTACT_RATE = Figure(
    key="contact-rate",
    name=_("Contact rate"),
    kind=Kind.RATE,
    unit=Unit.PER_HUNDRED,
    of_conversations=True,
    areas_by=By.CONVERSATION,
    is_better_low=True,
    meaning=_(
        "How many conversations a hundred paying companies begin in a month; of a longer or shorter period it is what a month "
        "comes to. Of an area or a team it is their conversations for a hundred of all companies. The interval takes each "
        "conversation by itself: where a few companies write most, the truth is less sure than it says."
    ),
    one_case=_(
        "One conversation that a company began which paid on some day of the period. Imports, what was set aside, and "
        "conversations joined to another one are left out. It belongs to the day it began."
    ),
    history=_("For all time, as far as subscriptions are known."),
    base=PAYING_EVER,
    cases=f"""
SELECT s.number, c.id::text AS key, c.requester_id AS contact_id, c.company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, c.started_at AS began_at, c.closed_at AS ended_at, NULL::float8 AS seconds,
    NULL::boolean AS good
FROM ({PAYING_EVER}) AS paying
JOIN stretches s ON s.number = paying.number
JOIN conversations_conversation c ON c.company_id = paying.company_id AND c.started_at >= s.begins AND c.started_at < s.ends
    AND c.merged_into_id IS NULL AND c.aside_reason = '' AND c.channel <> 'import'
""",  # noqa: S608 - pieces of our own
)

# Feedback that came out of a conversation counts as its conversation.
_ABOUT = """
    SELECT f.heard_at AS at FROM listen_feedback f
    WHERE f.split_at IS NULL AND f.same_as_id IS NULL AND f.set_aside_reason <> 'spam'
    AND NOT EXISTS (
        SELECT FROM conversations_passage passage
        JOIN conversations_message message ON message.id = passage.message_id
        JOIN conversations_conversation whole ON whole.id = message.conversation_id
        WHERE passage.feedback_id = f.id AND whole.merged_into_id IS NULL AND whole.aside_reason = '')
    AND f.area_id = idea.area_id AND f.category_id IN (
        SELECT linked.category_id FROM decide_evidenceitem item JOIN listen_feedback linked ON linked.id = item.feedback_id
        WHERE item.idea_id = idea.id)
    AND f.heard_at >= live.at - interval '{days} days' AND f.heard_at < live.at + interval '{days} days'
    AND {of_feedback}
    UNION ALL
    SELECT t.arrived_at FROM conversations_tag t JOIN conversations_conversation c ON c.id = t.conversation_id
    WHERE c.merged_into_id IS NULL AND c.aside_reason = '' AND t.confirmed_at IS NOT NULL
    AND t.area_id = idea.area_id AND t.category_id IN (
        SELECT linked.category_id FROM decide_evidenceitem item JOIN listen_feedback linked ON linked.id = item.feedback_id
        WHERE item.idea_id = idea.id)
    AND t.arrived_at >= live.at - interval '{days} days' AND t.arrived_at < live.at + interval '{days} days'
    AND {of_talk}
"""
_ABOUT = _ABOUT.replace("{days}", str(DAYS)).replace("{of_feedback}", of_whom("f.company_id"))
_ABOUT = _ABOUT.replace("{of_talk}", of_whom("c.company_id"))

MENDED = Figure(
    key="mended",
    name=_("Less is said about what was mended"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    areas_by=By.IDEA,
    is_narrowed_within=True,
    met=_("Less is said"),
    missed=_("As much or more"),
    between=_("Too early, or nothing was said before"),
    meaning=_(
        "Of the ideas that were released, about how many less was said in the 60 days after than in the 60 days before. What "
        "counts is feedback and conversations in the idea's area, in the categories of the feedback that is linked to it: "
        "whether or not anybody linked it; of a segment or a tier, what its companies said before and after. More customers say "
        "more, so a fall is worth more than it looks."
    ),
    one_case=_("One idea, on the day of the first release that brought it."),
    history=_("For all time. An idea without an area, or without feedback that has a category, is no case."),
    cases=f"""
SELECT s.number, idea.id::text AS key, NULL::bigint AS contact_id, NULL::bigint AS company_id, idea.id AS idea_id,
    NULL::bigint AS feedback_id, live.at AS began_at, live.at + interval '{DAYS} days' AS ended_at, NULL::float8 AS seconds,
    CASE WHEN live.at + interval '{DAYS} days' <= %(now)s::timestamptz AND said.before > 0 THEN said.after < said.before END
        AS good, said.before, said.after
FROM stretches s
JOIN (
    SELECT r.idea_id, min(p.published_at) AS at FROM deliver_releasedidea r
    JOIN deliver_release p ON p.id = r.release_id AND p.published_at IS NOT NULL GROUP BY 1
) AS live ON live.at >= s.begins AND live.at < s.ends
JOIN decide_idea idea ON idea.id = live.idea_id AND idea.area_id IS NOT NULL AND EXISTS (
    SELECT FROM decide_evidenceitem item JOIN listen_feedback linked ON linked.id = item.feedback_id
    WHERE item.idea_id = idea.id AND linked.category_id IS NOT NULL)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE about.at < live.at) AS before, count(*) FILTER (WHERE about.at >= live.at) AS after
    FROM ({_ABOUT}) AS about
) AS said
""",  # noqa: S608
)

LOAD_FIGURES = (CONTACT_RATE, MENDED)
