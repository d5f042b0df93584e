"""The mails that invite to a talk, tell that it was moved, and call it off, with what calendars read."""

from email.utils import parseaddr

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter, MailFile
from wellheard.foundation.mail.sender import mail_from
from wellheard.listen.desk.frames import frame_of
from wellheard.listen.interviews.calendars import CANCEL, PUBLISH, REQUEST, Entry, Party, calendar_of
from wellheard.listen.interviews.models import Guest, Interview
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff


def letter_for_guest(guest: Guest, address: str) -> Letter:
    """Return what a guest reads of the talk as it stands now, in their language."""
    contact = guest.contact
    language = frame_of(contact.language) or frame_of(installation().language) or "en"
    return _letter(guest.interview, f"talk:{guest.pk}", Party(contact.name, address), language)


def letter_for_colleague(interview: Interview, staff: Staff) -> Letter:
    """Return what a colleague who takes part reads of the talk as it stands now."""
    language = frame_of(staff.language) or frame_of(installation().language) or "en"
    return _letter(interview, colleague_key(interview, staff), Party(staff.name, staff.email), language)


def colleague_key(interview: Interview, staff: Staff) -> str:
    """Return what the keys of all mails to a colleague about a talk begin with."""
    return f"talk:{interview.pk}:staff:{staff.pk}"


def calendar_for(interview: Interview) -> str:
    """Return the talk for somebody's own calendar: nobody is invited by it."""
    return calendar_of(_entry(interview, None, described(interview)), method=PUBLISH)


def title_of(interview: Interview) -> str:
    """Return what a talk is called towards those invited, in the language that is active."""
    return interview.title or _("A talk with %(vendor)s") % {"vendor": installation().vendor_name}


def described(interview: Interview) -> str:
    """Return when, how long and where, as people read it; days and hours in the installation's zone, which is named."""
    begins = localtime(interview.planned_at, clock.zone())
    when = _("%(when)s (%(zone)s), %(n)d minutes") % {
        "when": date_format(begins, "DATETIME_FORMAT"),
        "zone": f"{installation().time_zone}, UTC{begins:%z}",
        "n": interview.minutes,
    }
    return "\n".join(filter(None, [when, interview.place]))


def _letter(interview: Interview, key: str, to: Party, language: str) -> Letter:
    with translation.override(language):
        is_off = interview.state == Interview.State.CANCELLED
        calendar = calendar_of(_entry(interview, to, described(interview)), method=CANCEL if is_off else REQUEST)
        return Letter(
            key=f"{key}:{interview.sequence}",
            to_address=to.address,
            to_name=to.name,
            subject=_subject(interview),
            body=_body(interview, to),
            language=language,
            reply_to=interview.host.email if interview.host else "",
            files=(
                MailFile(
                    name="invitation.ics",
                    file="",
                    media_type=f"text/calendar; method={CANCEL if is_off else REQUEST}",
                    text=calendar,
                ),
            ),
        )


def _subject(interview: Interview) -> str:
    title = title_of(interview)
    if interview.state == Interview.State.CANCELLED:
        return _("Called off: %(title)s") % {"title": title}
    if interview.sequence:
        return _("New time or place: %(title)s") % {"title": title}
    return _("Invitation: %(title)s") % {"title": title}


def _body(interview: Interview, to: Party) -> str:
    first = to.name.split(maxsplit=1)[0] if to.name.strip() and "@" not in to.name else ""
    hello = _("Hello %(name)s,") % {"name": first} if first else _("Hello,")
    if interview.state == Interview.State.CANCELLED:
        news = _("our talk does not take place:")
    elif interview.sequence:
        news = _("our talk has a new time or place:")
    else:
        news = _("we would like to talk with you:")
    host = interview.host.name if interview.host else ""
    reply = _("If this does not suit you, just reply to this mail.") if interview.is_planned else ""
    signed = "\n".join(filter(None, [host, installation().vendor_name]))
    parts = (hello, news, title_of(interview), described(interview), reply, signed)
    return "\n\n".join(part for part in parts if part)


def _entry(interview: Interview, to: Party | None, description: str) -> Entry:
    name, address = parseaddr(mail_from())
    host = interview.host
    return Entry(
        uid=interview.uid,
        sequence=interview.sequence,
        begins_at=interview.planned_at,
        minutes=interview.minutes,
        title=title_of(interview),
        description=description,
        place=interview.place,
        organizer=Party(host.name, host.email) if host else Party(name, address),
        stamped_at=clock.now(),
        attendee=to,
    )
