"""Our side: who works here, and how what is said is sorted."""

from wellheard.learn.bi.table import Table, columns

_ID = ("id", "Its number")

OUR_SIDE = (
    Table(
        "staff",
        "One person who works here, or did.",
        "workspace_staff t",
        columns(
            [
                _ID,
                ("name", "Name"),
                ("department", "product, engineering, support, sales, success or operations"),
                ("role", "What they may do here"),
                ("is_active", "Whether they still work here"),
                ("joined_at", "Since when"),
            ]
        ),
    ),
    Table("teams", "One team.", "workspace_team t", columns([_ID, ("name", "Name")])),
    Table(
        "areas",
        "One module of a product.",
        "workspace_area t",
        columns(
            [
                _ID,
                ("name", "Name"),
                ("parent_id", "The area it is a part of"),
                ("team_id", "The team that owns it"),
                ("product", "(SELECT name FROM workspace_product WHERE id = t.product_id)", "The product"),
            ]
        ),
    ),
    Table(
        "categories",
        "One kind of thing that is said: bug, confusion, feature request.",
        "workspace_category t",
        columns([_ID, ("key", "The key that stays"), ("name", "Name; standard ones in English until renamed")]),
    ),
    Table(
        "tiers",
        "One promise to a class of companies.",
        "workspace_tier t",
        columns(
            [
                _ID,
                ("name", "Name"),
                ("touch", "high or self"),
                ("answer_within_hours", "Business hours in which ideas are answered"),
                ("first_answer_minutes", "Business minutes in which a conversation is answered first"),
                ("call_every_days", "How often somebody calls"),
            ]
        ),
    ),
    Table(
        "competitors",
        "Somebody we lose to, or win against.",
        "workspace_competitor t",
        columns([_ID, ("name", "Name"), ("website", "Website"), ("added_at", "Since when we know of them")]),
    ),
    Table(
        "reasons",
        "One reason for winning, losing or leaving, of the first level or below one of it.",
        "workspace_reason t",
        columns(
            [
                _ID,
                ("kind", "deal or departure"),
                ("key", "The key that stays"),
                ("name", "Name; standard ones in English until renamed"),
                ("parent_id", "The reason of the first level it stands below"),
                ("retired_at", "Since when it is not offered any more"),
            ]
        ),
    ),
)
