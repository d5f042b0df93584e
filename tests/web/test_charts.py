"""Charts say in words what they draw, and survive whatever numbers they get."""

import re
from typing import Any

import pytest
from django.template import engines

from wellheard.web.templatetags.charts import LoopStage, Step, measure, spark


def draw(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context))


def test_a_share_never_leaves_its_track() -> None:
    assert re.findall(r'class="bar" width="([^"]+)"', measure(1.7)) == ["100.0%"]
    assert re.findall(r'class="bar" width="([^"]+)"', measure(-1)) == ["0.0%"]


def test_an_unknown_share_is_an_empty_track() -> None:
    drawn = measure(None, "nobody was asked")
    assert 'class="bar' not in drawn
    assert 'aria-label="nobody was asked"' in drawn


def test_a_measure_without_words_of_its_own_is_silent() -> None:
    assert 'aria-hidden="true"' in measure(0.5)


def test_the_usual_share_is_marked() -> None:
    assert '<rect class="tick" x="25.0%"' in measure(0.5, tick=0.25)


@pytest.mark.parametrize("values", [[], [3], [0, 0, 0], [1, 2, 3]])
def test_a_run_of_any_length_is_drawn_inside_its_frame(values: list[int]) -> None:
    points = re.findall(
        r"([\d.-]+),([\d.-]+)", re.findall(r'class="line" d="([^"]+)"', spark(values, "how it went"))[0]
    )
    assert len(points) >= 2
    assert all(0 <= float(x) <= 104 and 0 <= float(y) <= 28 for x, y in points)


def test_an_unusual_value_is_marked_and_said() -> None:
    drawn = spark([2, 2, 11], "11 today, usually 2", spike=2)
    assert 'class="spike"' in drawn
    assert 'aria-label="11 today, usually 2"' in drawn


LOOP = "{% loop_meter stages 'The loop' %}"


def test_the_ribbon_shows_what_got_through_and_pale_what_waits() -> None:
    drawn = draw(LOOP, stages=[LoopStage("Listen", 412, 12, "12 unread", "/feedback/"), ("Understand", 397, 15)])
    assert 'class="flow-body"' in drawn
    assert 'class="flow-core"' in drawn
    assert '<a href="/feedback/">12 unread</a>' in drawn
    assert "<b>412</b><span>Listen</span>" in drawn


def test_the_ribbon_is_dry_while_nobody_was_heard() -> None:
    drawn = draw(LOOP, stages=[("Listen", 0), {"name": "Understand", "count": 0}])
    assert 'class="dry"' in drawn
    assert 'class="flow-core"' not in drawn


def test_what_only_waits_has_no_core() -> None:
    drawn = draw(LOOP, stages=[("Listen", 0, 5), ("Understand", 0, 0)])
    assert "flow-core" not in drawn
    assert 'class="dry"' not in drawn


def test_a_way_round_the_loop_says_how_far_it_is() -> None:
    items = [Step("Heard", "14 May", "done"), {"title": "Decided", "state": "now"}, ("You <hear> back",)]
    drawn = draw("{% steps items %}", items=items)
    assert '<li class="done"><b>Heard</b><small>14 May</small></li>' in drawn
    assert '<li aria-current="step"><b>Decided</b>' in drawn
    assert "<li><b>You &lt;hear&gt; back</b>" in drawn
