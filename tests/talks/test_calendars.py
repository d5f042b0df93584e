"""An invitation is what RFC 5545 says a calendar is, whatever stands in it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wellheard.listen.interviews.calendars import CANCEL, REQUEST, Entry, Party, calendar_of, escaped, folded, quoted

BEGINS = datetime(2026, 3, 29, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def entry(**fields: object) -> Entry:
    values: dict[str, object] = {
        "uid": "abc@wellheard",
        "sequence": 2,
        "begins_at": BEGINS,
        "minutes": 45,
        "title": "How printing goes",
        "description": "",
        "place": "https://meet.example/a",
        "organizer": Party("Nora Weiss", "nora@vendor.example"),
        "stamped_at": datetime(2026, 3, 1, tzinfo=UTC),
        "attendee": Party("Ada", "ada@customer.example"),
    }
    return Entry(**values | fields)  # type: ignore[arg-type]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_request_says_who_when_and_which_state() -> None:
    lines = unfolded(calendar_of(entry(), method=REQUEST))

    assert lines[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wellheard//Talks//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert {"UID:abc@wellheard", "SEQUENCE:2", "DTSTAMP:20260301T000000Z", "STATUS:CONFIRMED"} <= set(lines)
    # On this day Berlin's clocks went forward: half past nine is half past seven in UTC.
    assert {"DTSTART:20260329T073000Z", "DTEND:20260329T081500Z"} <= set(lines)
    assert 'ORGANIZER;CN="Nora Weiss":mailto:nora@vendor.example' in lines
    assert 'ATTENDEE;CN="Ada";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@customer.example' in lines


def test_a_talk_across_the_change_of_clocks_lasts_as_long_as_planned() -> None:
    night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))

    lines = unfolded(calendar_of(entry(begins_at=night, minutes=60), method=REQUEST))

    assert {"DTSTART:20261025T003000Z", "DTEND:20261025T013000Z"} <= set(lines)


def test_what_is_called_off_is_cancelled_under_the_same_uid() -> None:
    lines = unfolded(calendar_of(entry(), method=CANCEL))

    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "UID:abc@wellheard"} <= set(lines)


def test_marks_that_mean_something_are_escaped() -> None:
    assert escaped("a, b; c\\d\r\ne\x00\x07") == "a\\, b\\; c\\\\d\\ne"


def test_a_name_cannot_leave_its_quotes() -> None:
    assert quoted('Ada "X"\r\nATTENDEE:mailto:eve@x') == "\"Ada 'X' ATTENDEE:mailto:eve@x\""


def test_an_address_begins_no_line_of_its_own() -> None:
    text = calendar_of(entry(attendee=Party("Ada", "ada@x.example\r\nATTENDEE:mailto:eve@x")), method=REQUEST)

    assert sum(line.startswith("ATTENDEE") for line in text.split("\r\n")) == 1


def test_long_lines_are_folded_within_no_character() -> None:
    line = "SUMMARY:" + "ж客🙂a" * 60
    pieces = folded(line).split("\r\n")

    assert len(pieces) > 1
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_typed_stays_on_its_line(typed: str) -> None:
    text = calendar_of(entry(title=typed, place=typed, attendee=Party(typed, "ada@x.example")), method=REQUEST)

    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    names = [line.split(":")[0].split(";")[0] for line in unfolded(text)]
    assert names.count("ATTENDEE") == names.count("SUMMARY") == names.count("UID") == 1
