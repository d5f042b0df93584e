"""The mails that invite to a talk, tell that it was moved, and call it off, with what calendars read."""

from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum

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
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff


class News(StrEnum):
    """What a mail about a talk says."""

    INVITED = "invited"
    MOVED = "moved"
    CHANGED = "changed"
    OFF = "off"
    WITHOUT_YOU = "without_you"

    @property
    def method(self) -> str:
        """What a calendar does with it."""
        return CANCEL if self in {News.OFF, News.WITHOUT_YOU} else REQUEST


def letter_for_guest(guest: Guest, address: str, news: News) -> Letter:
    """Return what a guest reads of the talk as it stands now, in their language."""
    contact = guest.contact
    language = frame_of(contact.language) or frame_of(installation().language) or "en"
    return _letter(guest.interview, f"talk:{guest.pk}", Party(contact.name, address), language, news)


def letter_for_colleague(interview: Interview, staff: Staff, news: News) -> Letter:
    """Return what a colleague who takes part reads of the talk as it stands now."""
    language = frame_of(staff.language) or frame_of(installation().language) or "en"
    return _letter(interview, colleague_key(interview, staff), Party(staff.name, staff.email), language, news)


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
    """Return when, how long and where, as people read it."""
    return "\n".join(filter(None, [when_in_words(interview.planned_at, interview.minutes), interview.place]))


def when_in_words(begins_at: datetime, minutes: int) -> str:
    """Return when and how long, as people read it; days and hours in the installation's zone, which is named."""
    begins = localtime(begins_at, clock.zone())
    return _("%(when)s (%(zone)s), %(n)d minutes") % {
        "when": date_format(begins, "DATETIME_FORMAT"),
        "zone": f"{installation().time_zone}, UTC{begins:%z}",
        "n": minutes,
    }


def greeting(name: str) -> str:
    """Return how a letter begins; whoever is known by an address only is greeted without a name."""
    first = name.split(maxsplit=1)[0] if name.strip() and "@" not in name else ""
    return _("Hello %(name)s,") % {"name": first} if first else _("Hello,")


def calendar_file(calendar: str, news: News) -> MailFile:
    """Return the file by which a calendar takes in what a mail says."""
    return MailFile(name="invitation.ics", file="", media_type=f"text/calendar; method={news.method}", text=calendar)


def _letter(interview: Interview, key: str, to: Party, language: str, news: News) -> Letter:
    with translation.override(language):
        calendar = calendar_of(_entry(interview, to, described(interview)), method=news.method)
        return Letter(
            key=f"{key}:{interview.sequence}",
            to_address=to.address,
            to_name=to.name,
            subject=_subject(interview, news),
            body=_body(interview, to, news),
            language=language,
            reply_to=interview.host.email if interview.host else "",
            files=(calendar_file(calendar, news),),
        )


def _subject(interview: Interview, news: News) -> str:
    said = {
        News.INVITED: _("Invitation: %(title)s"),
        News.MOVED: _("New time or place: %(title)s"),
        News.CHANGED: _("Changed: %(title)s"),
        News.OFF: _("Called off: %(title)s"),
        News.WITHOUT_YOU: _("You need not come: %(title)s"),
    }
    return said[news] % {"title": title_of(interview)}


def _body(interview: Interview, to: Party, news: News) -> str:
    said = {
        News.INVITED: _("we would like to talk with you:"),
        News.MOVED: _("our talk has a new time or place:"),
        News.CHANGED: _("something about our talk has changed. This is how it stands now:"),
        News.OFF: _("our talk does not take place:"),
        News.WITHOUT_YOU: _("this talk takes place without you, so you need not come:"),
    }[news]
    host = interview.host.name if interview.host else ""
    reply = _("If this does not suit you, just reply to this mail.") if news.method == REQUEST else ""
    signed = "\n".join(filter(None, [host, installation().vendor_name]))
    parts = (greeting(to.name), said, title_of(interview), described(interview), reply, signed)
    return "\n\n".join(part for part in parts if part)


def organizer(host: Staff | None) -> Party:
    """Return who invites: the host, with an address that we read, so that calendars answer where a page can say who comes."""
    name, address = parseaddr(mail_from())
    mailbox = Mailbox.objects.open().order_by("pk").first()
    read = mailbox.address if mailbox else ""
    return Party(host.name if host else name, read or (host.email if host else address))


def _entry(interview: Interview, to: Party | None, description: str) -> Entry:
    return Entry(
        uid=interview.uid,
        sequence=interview.sequence,
        begins_at=interview.planned_at,
        minutes=interview.minutes,
        title=title_of(interview),
        description=description,
        place=interview.place,
        organizer=organizer(interview.host),
        stamped_at=clock.now(),
        attendee=to,
    )
