"""What billing systems and spreadsheets usually call the reasons for leaving, in our keys."""

import re

# Stripe's own words (cancellation_details.feedback and .reason) and those of common exports.
_USUAL = {
    "missing-function": "missing_features missing_feature features feature functionality missing_function",
    "too-complex": "too_complex complexity usability hard_to_use ease_of_use",
    "price": "too_expensive pricing price cost expensive",
    "budget": "budget budget_cut budget_cuts no_budget",
    "competitor": "switched_service competitor switched_to_competitor switched competition alternative",
    "support": "customer_service support service customer_support",
    "quality": "low_quality quality bugs reliability performance",
    "no-value": "no_value no_longer_needed not_needed low_value",
    "never-started": "never_started never_used not_onboarded onboarding",
    "closed-business": "closed_business out_of_business bankrupt bankruptcy",
    "project-ended": "project_ended seasonal season_ended temporary",
    "champion-left": "champion_left sponsor_left",
    "payment": "payment_failed payment_disputed involuntary involuntary_payment payment",
    "other": "other something_else misc",
}
# What says that nobody knows.
UNKNOWN = "unknown"
_NOTHING = frozenset(["unknown", "unspecified", "not_specified", "n_a", "na", "none", "no_reason", "not_given"])
_KEYS = {word: key for key, words in _USUAL.items() for word in words.split()}


def usual_meaning(said: str) -> str:
    """Return the key of the reason a word usually means, UNKNOWN for one that says nothing; empty for what we never met."""
    word = re.sub(r"[\W_]+", "_", said.casefold()).strip("_")
    if word in _NOTHING:
        return UNKNOWN
    return _KEYS.get(word) or (word.replace("_", "-") if word.replace("_", "-") in _USUAL else "")
