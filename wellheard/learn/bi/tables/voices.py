"""What customers say, ask, answer and do."""

from wellheard.learn.bi.table import Table, columns

_WHO = [("company_id", "The company, where it is known"), ("contact_id", "The person, where it is known")]

VOICES = (
    Table(
        "feedback",
        "One thing one person told us. Spam, wholes that were parted into quotes and repetitions are left out.",
        "listen_feedback t WHERE t.split_at IS NULL AND t.same_as_id IS NULL AND t.set_aside_reason <> 'spam'",
        columns(
            [
                ("id", "Its number"),
                ("words", "Their words"),
                ("language", "In which language"),
                ("source", "By which way it came: portal, widget, email, support, survey, lost_deal, departure, …"),
                ("voice", "own: their words; reported: ours about them"),
                ("quotable", "Whether it may be quoted: no, unnamed, named"),
                ("heard_at", "When it was said"),
                ("recorded_at", "When we had it"),
                *_WHO,
                ("area_id", "Area"),
                ("category_id", "Category"),
                ("filed_at", "When it was filed"),
                ("set_aside_reason", "Why it was set aside, if it was"),
                ("version", "In which version of the product"),
            ]
        ),
    ),
    Table(
        "conversations",
        "One thread with a customer. Those that were joined to another are left out.",
        "conversations_conversation t WHERE t.merged_into_id IS NULL",
        columns(
            [
                ("id", "Its number"),
                ("channel", "email, widget, …"),
                ("state", "open, snoozed or closed"),
                ("company_id", "The company, where it is known"),
                ("contact_id", "t.requester_id", "Who asked"),
                ("assignee_id", "Whose work it is"),
                ("team_id", "Which team’s"),
                ("priority", "Priority"),
                ("language", "Language"),
                ("started_at", "When it began"),
                ("last_message_at", "The latest message"),
                ("first_answer_at", "When somebody answered first"),
                ("first_answer_seconds", "Business seconds until then"),
                ("closed_at", "When it was closed"),
                ("reopened_count", "How often it was opened again"),
                ("message_count", "How many messages"),
                ("aside_reason", "Why it is nobody’s work, if so"),
            ]
        ),
    ),
    Table(
        "conversation_tags",
        "One area and category of one conversation.",
        "conversations_tag t",
        columns(
            [
                ("conversation_id", "The conversation"),
                ("area_id", "Area"),
                ("category_id", "Category"),
                ("made_by", "Who proposed it"),
                ("confirmed_at", "When a person confirmed it; empty: only suggested"),
            ]
        ),
    ),
    Table(
        "conversation_ratings",
        "How a conversation went, as the customer says.",
        "satisfaction_rating t WHERE t.rated_at IS NOT NULL",
        columns(
            [
                ("conversation_id", "The conversation"),
                ("contact_id", "Who says so"),
                ("staff_id", "Who helped"),
                ("team_id", "Which team"),
                ("score", "1 to 5"),
                ("comment", "Their words"),
                ("rated_at", "When"),
            ]
        ),
    ),
    Table(
        "surveys",
        "One survey.",
        "surveys_survey t",
        columns(
            [
                ("id", "Its number"),
                ("name", "Name"),
                ("kind", "nps, csat, ces, …"),
                ("state", "State"),
                ("is_transactional", "Whether it is about one thing that just happened"),
                ("started_at", "Since when it runs"),
                ("ended_at", "Until when it ran"),
                ("shown_count", "How often it was shown"),
                ("started_count", "How often it was begun"),
                ("completed_count", "How often it was answered to its end"),
                ("dismissed_count", "How often it was put away"),
            ]
        ),
    ),
    Table(
        "survey_responses",
        "One person’s answer to one survey.",
        "surveys_response t",
        columns(
            [
                ("id", "Its number"),
                ("survey_id", "The survey"),
                *_WHO,
                ("wave_id", "The wave, where it has some"),
                ("channel", "By which way"),
                ("language", "Language"),
                ("score", "The number they gave"),
                ("is_complete", "Whether they answered all of it"),
                ("answered_at", "When"),
            ]
        ),
    ),
    Table(
        "daily_use",
        "How often one event happened on one day for one person. People nobody knows have no number.",
        "usage_dailyuse t JOIN usage_eventname e ON e.id = t.event_id",
        columns(
            [
                ("day", "The day, by the installation’s clock"),
                *_WHO,
                ("event", "e.name", "The event"),
                ("area_id", "e.area_id", "The area it belongs to"),
                ("count", "How often"),
            ]
        ),
    ),
)
