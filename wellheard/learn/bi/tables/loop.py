"""What we decide, ship and answer, and the ledger of all of it."""

from wellheard.learn.bi.table import CURRENCY, VENDOR, Table, columns, money

LOOP = (
    Table(
        "ideas",
        "Something we might do. Those that were joined to another are left out.",
        f"decide_idea t {VENDOR} WHERE t.merged_into_id IS NULL",
        columns(
            [
                ("id", "Its number"),
                ("title", "Title"),
                ("status", "heard, under_review, planned, building, beta, shipped, not_now or already_possible"),
                ("area_id", "Area"),
                ("owner_id", "Whose idea it is here"),
                ("is_public", "Whether it stands on the portal"),
                ("created_at", "Since when"),
                ("status_changed_at", "When its status last changed"),
                ("vote_count", "Votes"),
                ("feedback_count", "Pieces of feedback"),
                ("contact_count", "People"),
                ("company_count", "Companies"),
                money("paying", "t.mrr_minor", "What the asking companies pay a month"),
                money("worth", "t.worth_minor", "That, times how much they need it: what ideas rank by"),
                money("at_risk", "t.risk_minor", "Of that, what may leave"),
                money("lost", "t.lost_minor", "What companies paid a month that left because of it"),
                money("largest", "t.largest_minor", "What the largest asking company pays a month"),
                CURRENCY,
            ]
        ),
    ),
    Table(
        "evidence",
        "That one company needs one idea (one person, where no company is known).",
        "decide_evidence t",
        columns(
            [
                ("id", "Its number"),
                ("idea_id", "The idea"),
                ("company_id", "The company"),
                ("contact_id", "The person, where no company is known"),
                ("importance", "1 nice to have, 2 important, 3 cannot work without; empty: not said"),
                ("importance_set_by", "customer, staff or guess"),
                ("grade", "A revealed, B said, C reported, D voted"),
                ("first_at", "Since when"),
                ("last_at", "Last said"),
                ("needed_by", "Until when they need it"),
                ("reaffirmed_at", "When they said they still do"),
                ("withdrawn_at", "When they no longer did"),
            ]
        ),
    ),
    Table(
        "evidence_pieces",
        "One piece of feedback or one vote behind evidence.",
        "decide_evidenceitem t",
        columns(
            [
                ("evidence_id", "The evidence"),
                ("idea_id", "The idea"),
                ("feedback_id", "The feedback; empty: a vote"),
                ("linked_at", "Since when"),
            ]
        ),
    ),
    Table(
        "decisions",
        "What was decided about an idea.",
        "decide_decision t",
        columns(
            [
                ("id", "Its number"),
                ("idea_id", "The idea"),
                ("outcome", "yes, not_now or already_possible"),
                ("public_reason", "What customers read"),
                ("revisit_on", "When we look again"),
                ("decided_by_id", "By whom"),
                ("decided_at", "When"),
            ]
        ),
    ),
    Table(
        "releases",
        "What went live.",
        "deliver_release t",
        columns(
            [
                ("id", "Its number"),
                ("title", "Title"),
                ("version_name", "Version"),
                ("published_at", "When; empty: a draft"),
            ]
        ),
    ),
    Table(
        "released_ideas",
        "That a release ships an idea.",
        "deliver_releasedidea t",
        columns([("release_id", "The release"), ("idea_id", "The idea")]),
    ),
    Table(
        "answers",
        "What one person is owed or told on one occasion.",
        "answer_answer t",
        columns(
            [
                ("id", "Its number"),
                ("contact_id", "Who"),
                ("idea_id", "About which idea"),
                ("feedback_id", "About which feedback"),
                ("occasion", "acknowledged, decided, shipped, …"),
                ("state", "owed, held, sent, failed, bounced, told, …"),
                ("owed_at", "Since when it is owed"),
                ("told_at", "When they were told"),
                ("told_how", "How"),
                ("solved", "Whether it solved their problem, as they say"),
                ("solved_at", "When they said so"),
            ]
        ),
    ),
    Table(
        "facts",
        "One row of the ledger: what happened, in codes and numbers, never words.",
        "foundation_fact t",
        columns(
            [
                ("id", "Its number"),
                ("name", "What happened"),
                ("happened_at", "When"),
                ("actor_type", "Who did it: staff, contact, token or the system"),
                ("subject_type", "To what"),
                ("subject_id", "Its number"),
                ("company_id", "The company"),
                ("contact_id", "The person"),
                ("details", "t.details::text", "Old and new status, numbers, counts; as JSON"),
            ]
        ),
    ),
)
