"""Release notes in mails: the text reads as people type it, and the HTML part makes a list of it again."""

import pytest

from wellheard.foundation.mail.html import html_of
from wellheard.foundation.text.markdown import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# Offline\n\nIt **works** now.", "Offline\n\nIt works now."),
        ("- one\n- *two*\n\nafter", "• one\n• two\n\nafter"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("[How](https://vendor.example/how)", "How (https://vendor.example/how)"),
        ("<https://vendor.example/>", "https://vendor.example/"),
        ("Use `sync` <b>now</b>", "Use sync <b>now</b>"),
        ("```\na\n  b\n```", "a\n  b"),
        ("- outer\n  - inner", "• outer\n  • inner"),
        ("", ""),
    ],
)
def test_the_marks_fall_away_and_their_meaning_stays(written: str, read: str) -> None:
    assert plain(written) == read


def test_a_list_is_a_list_in_the_html_part_and_nothing_in_it_runs() -> None:
    page = html_of(plain("- one\n- <script>x</script>"))
    assert "<li>one</li>" in page
    assert "<script>" not in page
