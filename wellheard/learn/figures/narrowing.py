"""How the cases of a figure are narrowed to an area or a team: in SQL for the database, and in a sentence for readers.

A narrowing never looks at how a case ended: else it would hold more of the good cases, or of the others, than there are.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure

# Which areas a case is about; a team is that of the areas, and of a conversation the one that answers it.
_IN_AREAS = "(%(areas)s::bigint[] IS NULL OR {of_areas}) AND (%(team)s::bigint IS NULL OR {of_team})"
_AMONG, _OWNED = "area_id = ANY (%(areas)s::bigint[])", "area_id = ANY (%(owned)s::bigint[])"
_WHAT = {
    By.IDEA: "idea_id IN (SELECT id FROM decide_idea WHERE {area})",
    By.FEEDBACK: "feedback_id IN (SELECT id FROM listen_feedback WHERE {area})",
    By.DEPARTURE: """(feedback_id IN (SELECT id FROM listen_feedback WHERE {area}) OR feedback_id IN (
        SELECT item.feedback_id FROM decide_evidenceitem item
        JOIN decide_evidence behind ON behind.id = item.evidence_id AND behind.withdrawn_at IS NULL
        JOIN decide_idea idea ON idea.id = item.idea_id WHERE idea.{area}))""",
    # Whoever goes on writing sees more and more: only what stood there at first says nothing of how it ended.
    By.SUGGESTION: """key::bigint IN (
        SELECT first.showing_id FROM (
            SELECT 'article' AS kind, id FROM articles_article WHERE {area}
            UNION ALL SELECT 'idea', id FROM decide_idea WHERE {area}) AS subject
        JOIN articles_shownsuggestion first ON first.subject_type = subject.kind AND first.subject_id = subject.id
        JOIN articles_showing began ON began.id = first.showing_id AND first.shown_at <= began.began_at)""",
    # Who still waits seldom has a confirmed tag: closing asks for it. Without the suggested one, those who wait would be missing.
    By.CONVERSATION: """split_part(key, '-', 1)::bigint IN (
        SELECT conversation_id FROM conversations_tag WHERE confirmed_at IS NOT NULL AND {area}
        UNION ALL
        SELECT tag.conversation_id FROM conversations_tag tag WHERE tag.confirmed_at IS NULL AND tag.{area} AND NOT EXISTS (
            SELECT FROM conversations_tag sure
            WHERE sure.conversation_id = tag.conversation_id AND sure.confirmed_at IS NOT NULL))""",
}
_TEAM = """split_part(key, '-', 1)::bigint IN (
    SELECT id FROM conversations_conversation WHERE team_id = %(team)s::bigint)"""
_OF_COMPANIES = (By.COMPANY, By.COMPANY_BEFORE)
# Since when each company has spoken of an area: in one pass over what was said of it, joined to the cases once.
_SPOKE = """
LEFT JOIN (
    SELECT company_id AS firm_id, min(at) FILTER (WHERE {among}) AS area_at, min(at) FILTER (WHERE {owned}) AS team_at
    FROM (
        SELECT said.company_id, said.area_id, {known} AS at FROM listen_feedback said
        WHERE said.area_id = ANY (%(about)s::bigint[]) AND said.split_at IS NULL AND said.same_as_id IS NULL
        AND said.set_aside_reason <> 'spam' AND {counts}
        UNION ALL
        SELECT behind.company_id, idea.area_id, {known} FROM decide_idea idea
        JOIN decide_evidence behind ON behind.idea_id = idea.id AND behind.withdrawn_at IS NULL
        JOIN decide_evidenceitem item ON item.evidence_id = behind.id
        JOIN listen_feedback said ON said.id = item.feedback_id AND said.set_aside_at IS NULL
        WHERE idea.area_id = ANY (%(about)s::bigint[]) AND {counts}
        UNION ALL
        SELECT behind.company_id, idea.area_id, vote.voted_at FROM decide_idea idea
        JOIN decide_evidence behind ON behind.idea_id = idea.id AND behind.withdrawn_at IS NULL
        JOIN decide_evidenceitem item ON item.evidence_id = behind.id
        JOIN decide_vote vote ON vote.id = item.vote_id
        WHERE idea.area_id = ANY (%(about)s::bigint[])
        UNION ALL
        SELECT talk.company_id, tag.area_id, tag.arrived_at FROM conversations_tag tag
        JOIN conversations_conversation talk ON talk.id = tag.conversation_id
        WHERE tag.area_id = ANY (%(about)s::bigint[]) AND tag.confirmed_at IS NOT NULL
        AND talk.merged_into_id IS NULL AND talk.aside_reason = ''
    ) AS voices
    WHERE company_id IS NOT NULL GROUP BY company_id
) AS spoke ON spoke.firm_id = all_cases.company_id""".replace("{among}", _AMONG).replace("{owned}", _OWNED)
# Words that only those were asked for who left or did not buy would put the bad cases into an area, and leave the others out.
_KNOWN = {
    By.COMPANY: ("said.heard_at", "TRUE"),
    By.COMPANY_BEFORE: (
        "CASE WHEN said.source = 'lost_deal' THEN said.recorded_at ELSE said.heard_at END",
        "said.source <> 'departure'",
    ),
}

SENTENCES: dict[By, str | Promise] = {
    By.NOTHING: _("This cannot be told of an area or a team."),
    By.IDEA: _("Of an area or a team are the cases whose idea is of it."),
    By.FEEDBACK: _(
        "Of an area or a team are the cases whose words are filed there. What nobody has filed yet is of none: those who have "
        "only just written are missing."
    ),
    By.DEPARTURE: _(
        "Of an area or a team are those whose words on leaving are about it, or stand behind an idea of it; who left without a "
        "word is of none."
    ),
    By.CONVERSATION: _(
        "Of an area are the conversations with a tag of it; while nobody has confirmed a tag, the suggested one counts. Of a "
        "team are those that it answers."
    ),
    By.TEAM: _(
        "Of a team are the conversations that it answers. This cannot be told of an area: only conversations that say their "
        "area would be of one, and so all of them."
    ),
    By.SUGGESTION: _(
        "Of an area or a team are the cases where an article or an idea of it was among the first suggestions. This cannot be "
        "told of a segment or a tier: it is not kept who wrote."
    ),
    By.COMPANY: _(
        "Of an area or a team are the cases of companies that had said something about it before the day or answer that the "
        "case belongs to: in feedback, by a vote or in a conversation. It tells how those fare who speak of it, not what it "
        "has brought about."
    ),
    By.COMPANY_BEFORE: _(
        "Of an area or a team are the cases of companies that had said something about it before the day that the case belongs "
        "to: in feedback, by a vote or in a conversation. Words on leaving do not count, and what a deal missed counts from "
        "when it was written down: whoever stays or buys is not asked for it, and only the bad cases would come in. It tells "
        "how those fare who speak of it, not what it has brought about."
    ),
}


def spoke_of(figure: Figure) -> str:
    """Return SQL that joins to each case since when its company has spoken of the area; empty where that is not asked."""
    if figure.areas_by not in _OF_COMPANIES:
        return ""
    known, counts = _KNOWN[figure.areas_by]
    return _SPOKE.replace("{known}", known).replace("{counts}", counts)


def about_of(figure: Figure) -> str:
    """Return SQL for whether a case is about the area and of the team that a scope asks about."""
    if figure.areas_by is By.NOTHING:
        return "TRUE"
    of_areas, of_team = _conditions(figure.areas_by)
    return _IN_AREAS.replace("{of_areas}", of_areas).replace("{of_team}", of_team)


def _conditions(by: By) -> tuple[str, str]:
    if by in _OF_COMPANIES:
        return "spoke.area_at < began_at", "spoke.team_at < began_at"
    if by is By.TEAM:
        return "FALSE", _TEAM
    of_areas = _WHAT[by].replace("{area}", _AMONG)
    return of_areas, _TEAM if by is By.CONVERSATION else _WHAT[by].replace("{area}", _OWNED)
