"""Where an answer reaches somebody nobody knows: an address, and six digits mailed there and typed in the tab.

Whether we know an address is never told, and nothing is tied to one that nobody proved.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wellheard.customers.commands import CustomerError, check_email_code, send_email_code
from wellheard.web.widget import commands, limits, speaking
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.proving import About, about, own_token
from wellheard.web.widget.refusals import RefusedError, wrong_field
from wellheard.web.widget.views.answering import body, told
from wellheard.workspace.installation import installation

MOST_EMAIL, MOST_ABOUT, MOST_CODE = 320, 500, 40
_DIGITS = 6


def asks_where(asked: Asked, key: str) -> dict[str, Any]:
    """Return what follows what somebody said: nobody we know is asked where an answer reaches them, if they like."""
    return {"next": None if asked.contact else _where(About(key))}


def email(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Mail six digits to an address."""
    sent = body(request)
    meant = _meant(sent.line("about", most=MOST_ABOUT))
    limits.keep_within(limits.CODES, asked)
    address = sent.line("value", most=MOST_EMAIL)
    try:
        send_email_code(email=address, vendor=installation().vendor_name)
    except CustomerError as problem:
        raise wrong_field("value", str(problem)) from problem
    text = _("We sent six digits to %(email)s. They are good for ten minutes; look among unwanted mail too.")
    return told({"text": text % {"email": address}, "next": _digits(About(meant.key, address))})


def proof(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Compare the digits; who types the right ones is known here, and what they said is theirs."""
    sent = body(request)
    meant = _meant(sent.line("about", most=MOST_ABOUT))
    limits.keep_within(limits.TRIES, asked)
    code = sent.line("value", most=MOST_CODE)
    if len(re.findall(r"\d", code)) != _DIGITS:
        raise wrong_field("value", _("The code has six digits. Look at our newest mail and type them all."))
    check = check_email_code(email=meant.email, code=code, language=speaking.present())
    if check.contact is None:
        raise wrong_field("value", check.problem)
    commands.hear_back(contact=check.contact, key=meant.key, device=asked.device, visitor=asked.visitor)
    text = _("You hear back here, and at %(email)s.") % {"email": meant.email}
    return told({"text": text, "next": None, "token": own_token(check.contact, device=asked.device)})


def _meant(signed: str) -> About:
    found = about(signed)
    if found is None:
        raise RefusedError(422, _("This is too long ago. Say it once more, then leave your address."), kind="invalid")
    return found


def _where(meant: About) -> dict[str, Any]:
    return {
        "path": "email",
        "label": f"{_('Where can we answer?')} ({_('if you like')})",
        "note": _("We mail you six digits to type here. There is no password, and nobody else sees your address."),
        "button": _("Send me six digits"),
        "field": {"type": "email", "autocomplete": "email", "maxlength": str(MOST_EMAIL), "dir": "ltr"},
        "about": meant.signed(),
    }


def _digits(meant: About) -> dict[str, Any]:
    return {
        "path": "email/proof",
        "label": _("The six digits from our mail"),
        "note": "",
        "button": _("Confirm"),
        "field": {
            "autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": str(MOST_CODE), "autofocus": "", "dir": "ltr",
        },
        "about": meant.signed(),
    }  # fmt: skip
