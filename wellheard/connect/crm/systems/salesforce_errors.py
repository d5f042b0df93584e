"""What Salesforce means by its refusals, each as a sentence that says what to do (REST API: status codes and error responses)."""

from typing import Any

from django.utils.translation import gettext as _

from wellheard.connect.crm.speaking import CrmError, KeyRefusedError, judged, too_fast
from wellheard.foundation.http import Answer

NAME = "Salesforce"
# The questions of a day are counted over the last 24 hours; an hour on there is room again at the earliest.
_DAY_IS_FULL, _TOO_MANY_AT_ONCE = 3600, 60


class SessionEndedError(KeyRefusedError):
    """The session ended; signing in again may help."""


class LocatorEndedError(CrmError):
    """Salesforce forgot where in a list we are."""


def judge(answer: Answer, said: Any) -> CrmError | None:
    """Say what an answer means."""
    if answer.is_good:
        return None
    code, why = _refusal(said)
    if code == "REQUEST_LIMIT_EXCEEDED":
        return too_fast(NAME, _TOO_MANY_AT_ONCE if "concurrent" in why.lower() else _DAY_IS_FULL)
    problem = _of_code(code, why, answer.status)
    return problem or judged(answer, why or code, name=NAME)


def _of_code(code: str, why: str, status: int) -> CrmError | None:
    if code == "INVALID_SESSION_ID":
        return SessionEndedError(_("Salesforce does not accept our session: %(why)s") % {"why": why}, status)
    if code == "INVALID_QUERY_LOCATOR":
        return LocatorEndedError(_("Salesforce forgot the list it was giving us."), status)
    sentence = ""
    if code in {"API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"}:
        sentence = _(
            "Salesforce lets this user ask nothing; give it the permission “API Enabled”, or an edition with an API."
        )
    elif code in {"INVALID_TYPE", "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY"}:
        sentence = _(
            "Salesforce does not show us opportunities; let the user that the app runs as read them and their accounts."
        )
    return KeyRefusedError(sentence, status) if sentence else None


def judge_signing_in(answer: Answer, said: Any) -> CrmError | None:
    """Say what an answer to signing in means (RFC 6749 5.2)."""
    if answer.is_good:
        return None
    code = str(said.get("error") or "") if isinstance(said, dict) else ""
    why = str(said.get("error_description") or code)[:300] if isinstance(said, dict) else ""
    if "rate exceeded" in why:
        return too_fast(NAME, _DAY_IS_FULL)
    if code in {"invalid_client_id", "invalid_client"}:
        sentence = _("Salesforce does not know this consumer key with this secret; copy both from your app once more.")
    elif "not supported on this domain" in why:
        sentence = _(
            "Salesforce signs apps in at the address of your org only; use that of My Domain, not login.salesforce.com."
        )
    elif code in {"invalid_grant", "unauthorized_client", "inactive_user", "inactive_org"}:
        sentence = _(
            "Salesforce does not sign our app in (%(why)s). Allow the client credentials flow in the app, and choose an active "
            "user it runs as."
        ) % {"why": why}
    else:
        return judged(answer, why, name=NAME)
    return KeyRefusedError(sentence, answer.status)


def _refusal(said: Any) -> tuple[str, str]:
    """Return the code and the words of a refusal: the first of a list."""
    first = said[0] if isinstance(said, list) and said else said
    if not isinstance(first, dict):
        return "", ""
    return str(first.get("errorCode") or ""), str(first.get("message") or "")[:300]
