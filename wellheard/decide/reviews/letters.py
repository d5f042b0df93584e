"""The mails that ask colleagues to come to a meeting, tell that it was moved, and call it off, with what calendars read."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.reviews.models import Review
from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter
from wellheard.listen.desk.frames import frame_of
from wellheard.listen.interviews.calendars import REQUEST, Entry, Party, calendar_of
from wellheard.listen.interviews.letters import News, calendar_file, greeting, organizer, when_in_words
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff


def letter_key(review: Review, staff: Staff) -> str:
    """Return what the keys of all mails to a colleague about a meeting begin with."""
    return f"review:{review.pk}:staff:{staff.pk}"


def uid_of(review: Review) -> str:
    """Return what calendars know a meeting by: it never changes, and no other installation has the same (RFC 5545, UID)."""
    return f"review-{review.pk}-{review.planned_at.timestamp() * 1_000_000:.0f}@wellheard"


def letter_for(review: Review, staff: Staff, news: News, *, sequence: int) -> Letter:
    """Return what a colleague reads of a meeting as it stands now; `sequence` is of the change they are told of."""
    language = frame_of(staff.language) or frame_of(installation().language) or "en"
    with translation.override(language):
        title = _("Review meeting %(number)s") % {"number": review.number}
        calendar = calendar_of(_entry(review, staff, title, sequence), method=news.method)
        return Letter(
            key=f"{letter_key(review, staff)}:{sequence}:{news.method}",
            to_address=staff.email,
            to_name=staff.name,
            subject=_subject(title, news),
            body=_body(review, staff, title, news),
            language=language,
            reply_to=review.planned_by.email if review.planned_by else "",
            by_machine=True,
            files=(calendar_file(calendar, news),),
        )


def _subject(title: str, news: News) -> str:
    said = {
        News.INVITED: _("Invitation: %(title)s"),
        News.MOVED: _("New time: %(title)s"),
        News.OFF: _("Called off: %(title)s"),
        News.WITHOUT_YOU: _("You need not come: %(title)s"),
    }
    return said[news] % {"title": title}


def _body(review: Review, staff: Staff, title: str, news: News) -> str:
    when = when_in_words(review.meets_at, review.minutes)
    said = {
        News.INVITED: _("please come to this meeting. Before it you rate its ideas, alone:"),
        News.MOVED: _("this meeting is at another time. Before it you rate its ideas, alone:"),
        News.OFF: _("this meeting does not take place:"),
        News.WITHOUT_YOU: _("this meeting takes place without you, so you need not come:"),
    }[news]
    follows = settings.BASE_URL.rstrip("/") + f"/reviews/{review.pk}/" if news.method == REQUEST else ""
    return "\n\n".join(part for part in (greeting(staff.name), said, title, when, follows) if part)


def _entry(review: Review, staff: Staff, title: str, sequence: int) -> Entry:
    return Entry(
        uid=uid_of(review),
        sequence=sequence,
        begins_at=review.meets_at,
        minutes=review.minutes,
        title=title,
        description=when_in_words(review.meets_at, review.minutes),
        place="",
        organizer=organizer(review.planned_by),
        stamped_at=clock.now(),
        attendee=Party(staff.name, staff.email),
    )
