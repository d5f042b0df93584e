"""Why we win and lose: deals and departures."""

from wellheard.learn.bi.table import CURRENCY, VENDOR, Table, columns, money

SALES = (
    Table(
        "deals",
        "One sale that is under way, was won or was lost, and that its source still has.",
        f"deals_deal t {VENDOR} WHERE t.withdrawn_at IS NULL",
        columns(
            [
                ("id", "Its number"),
                ("source", "Where it comes from"),
                ("external_id", "Its id there"),
                ("title", "Title"),
                ("company_id", "The company, where it is known"),
                ("company_said", "The company as the source writes it"),
                ("owner_id", "Whose deal it is"),
                ("outcome", "open, won, lost_competitor, lost_no_decision or lost_unknown"),
                ("stage_said", "The stage as the source says it"),
                money("amount", "t.amount_minor", "Its amount in its own currency", "t.currency"),
                ("amount_currency", "t.currency", "Its own currency"),
                money(
                    "reporting_amount", "t.reporting_minor", "In the reporting currency; empty where no rate is known"
                ),
                CURRENCY,
                ("industry", "Industry"),
                ("competitor_id", "Against whom"),
                ("opened_on", "Since when"),
                ("closed_on", "When it ended"),
            ]
        ),
    ),
    Table(
        "deal_reasons",
        "One reason why a deal ended as it did.",
        "deals_dealreason t JOIN deals_deal deal ON deal.id = t.deal_id AND deal.withdrawn_at IS NULL",
        columns(
            [
                ("deal_id", "The deal"),
                ("reason_id", "Our reason, where it was decided"),
                ("said", "The words of whoever said it"),
                ("said_by", "seller, buyer, interview or transcript"),
                ("recorded_at", "When"),
            ]
        ),
    ),
    Table(
        "departures",
        "One time a company left.",
        f"departures_departure t {VENDOR}",
        columns(
            [
                ("id", "Its number"),
                ("company_id", "Who left"),
                ("left_on", "When"),
                ("reason_id", "Why, where it is known"),
                ("reason_said", "The reason as the source writes it"),
                ("competitor_id", "To whom they went"),
                money("mrr", "t.mrr_minor", "What they paid a month; empty where nobody knows"),
                money("returned_mrr", "t.returned_mrr_minor", "What they pay a month since they came back"),
                CURRENCY,
                ("reported_by", "customer, staff, billing or import"),
                ("returned_on", "When they came back"),
            ]
        ),
    ),
)
