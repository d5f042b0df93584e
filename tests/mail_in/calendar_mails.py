"""Replies to invitations as Google Calendar and Outlook send them: headers, parts and properties in their manner."""

from datetime import datetime, timedelta

from wellheard.foundation import clock

_SAID = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative"}


def stamp(moment: datetime) -> str:
    """Write a moment as calendars do."""
    return f"{moment:%Y%m%dT%H%M%S}Z"


def google(
    uid: str, address: str, answer: str, *, sender: str = "", words: str = "", at: datetime | None = None,
    sequence: int = 0, number: int = 1,
) -> bytes:  # fmt: skip
    """Return a reply of Google Calendar: three ways to say it, and the calendar once more as a file."""
    calendar = f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20261201T090000Z
DTEND:20261201T093000Z
DTSTAMP:{stamp(at or _now())}
ORGANIZER;CN=Nora Weiss:mailto:support@vendor.example
UID:{uid[:40]}
 {uid[40:]}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN="{address}: A; B"
 ;X-NUM-GUESTS=0:mailto:{address}
{f"COMMENT:{words}" if words else "X-MICROSOFT-CDO-OWNERAPPTID:0"}
CREATED:20261120T100000Z
DESCRIPTION:One line\\n\\nand another
LAST-MODIFIED:{stamp(at or _now())}
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:How printing goes
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
    mail = f"""MIME-Version: 1.0
Reply-To: {sender or address}
Sender: Google Calendar <calendar-notification@google.com>
Auto-Submitted: auto-generated
Message-ID: <calendar-{number}@google.com>
Date: Tue, 24 Nov 2026 09:30:00 +0000
Subject: {_SAID.get(answer, answer)}: How printing goes @ Tue Dec 1, 2026
From: Ada Byron <{sender or address}>
To: support@vendor.example
Content-Type: multipart/mixed; boundary="mixed"

--mixed
Content-Type: multipart/alternative; boundary="alternative"

--alternative
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

Ada Byron has answered this invitation.

--alternative
Content-Type: text/html; charset="UTF-8"

<p>Ada Byron has answered this invitation.</p>

--alternative
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

{calendar}
--alternative--
--mixed
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

{calendar}
--mixed--
"""
    return mail.replace("\n", "\r\n").encode()


def outlook(uid: str, address: str, answer: str, *, at: datetime | None = None, sequence: int = 0) -> bytes:
    """Return a reply of Outlook by Exchange: the calendar beside an empty text, zones of its own, and other spellings."""
    mail = f"""From: "Byron, Ada" <{address}>
To: Nora Weiss <support@vendor.example>
Subject: {_SAID.get(answer, answer)}: How printing goes
Thread-Topic: How printing goes
Date: Tue, 24 Nov 2026 09:30:00 +0000
Message-ID: <AM0PR01@AM0PR01.eurprd01.prod.exchangelabs.com>
Accept-Language: de-DE, en-US
X-MS-Has-Attach:
Content-Type: multipart/alternative; boundary="_000_AM0PR01_"
MIME-Version: 1.0

--_000_AM0PR01_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable


--_000_AM0PR01_
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: 8bit

BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={answer};CN="Byron, Ada":MAILTO:{address.upper()}
COMMENT;LANGUAGE=de-DE:\\n
UID:{uid}
SUMMARY;LANGUAGE=de-DE:Zugesagt: How printing goes
DTSTART;TZID=W. Europe Standard Time:20261201T100000
DTEND;TZID=W. Europe Standard Time:20261201T103000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{stamp(at or _now())}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
LOCATION;LANGUAGE=de-DE:
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR

--_000_AM0PR01_--
"""
    return mail.replace("\n", "\r\n").encode()


def _now() -> datetime:
    return clock.now() - timedelta(minutes=1)
