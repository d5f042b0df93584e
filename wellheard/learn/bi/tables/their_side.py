"""Their side: companies, what they pay, and people by number. Names and addresses of people stay out."""

from wellheard.learn.bi.table import CURRENCY, VENDOR, Table, columns, money

THEIR_SIDE = (
    Table(
        "companies",
        "One customer, prospect or former customer. Who turned out to be another one is left out.",
        f"customers_company t {VENDOR} WHERE t.merged_into_id IS NULL",
        columns(
            [
                ("id", "Its number"),
                ("external_id", "Its id in the CRM or the billing"),
                ("name", "Name"),
                ("domain", "Its mail domain"),
                ("stage", "prospect, trial, onboarding, active, at_risk, lost or returned"),
                ("industry", "Industry"),
                ("country", "ISO 3166 code"),
                ("plan", "Plan"),
                ("seats", "Seats"),
                ("tier_id", "Tier"),
                ("owner_id", "Who looks after it"),
                ("joined_on", "With us since"),
                ("renews_on", "When the contract is next renewed or left"),
                money("mrr", "t.mrr_minor", "What it pays a month"),
                CURRENCY,
                ("attributes", "t.attributes::text", "Custom attributes, as JSON"),
                ("created_at", "Known here since"),
            ]
        ),
    ),
    Table(
        "subscriptions",
        "What one company pays for one product, from a day until a day.",
        "customers_subscription t",
        columns(
            [
                ("id", "Its number"),
                ("company_id", "Whose"),
                ("product", "(SELECT name FROM workspace_product WHERE id = t.product_id)", "The product"),
                ("plan", "Plan"),
                ("seats", "Seats"),
                money("amount", "t.amount_minor", "Per month, in its own currency", "t.currency"),
                ("currency", "Its own currency"),
                ("from_on", "From this day"),
                ("until", "Until this day, which is not included; empty while it runs"),
                (
                    "counts_until",
                    "coalesce(t.until, t.lost_on)",
                    "From this day on it counts no more: the same, or of who left the end of what was paid for",
                ),
            ]
        ),
    ),
    Table(
        "contacts",
        "One person, by number: no name, no address.",
        "customers_contact t LEFT JOIN LATERAL (SELECT company_id, role FROM customers_membership m "
        "WHERE m.contact_id = t.id ORDER BY m.is_primary DESC, m.id LIMIT 1) AS place ON TRUE "
        "WHERE t.merged_into_id IS NULL AND t.erased_at IS NULL",
        columns(
            [
                ("id", "Its number"),
                ("company_id", "place.company_id", "Their company"),
                ("role", "place.role", "user, buyer or decider"),
                ("language", "Language"),
                ("created_at", "Known here since"),
            ]
        ),
    ),
    Table(
        "segments",
        "One saved rule over companies.",
        "customers_segment t",
        columns(
            [
                ("id", "Its number"),
                ("name", "Name"),
                ("company_count", "How many companies"),
                ("refreshed_at", "As of when"),
            ]
        ),
    ),
    Table(
        "segment_members",
        "That a company is in a segment now.",
        "customers_segmentmember t",
        columns([("segment_id", "The segment"), ("company_id", "The company")]),
    ),
)
