"""Which two somebody compares is what is least known, the same when they look again; and more is known than by lot."""

import math
import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_contact, make_survey
from wellheard.foundation.statistics.preferring import Choice, strengths, wins_table
from wellheard.listen.surveys.asked import Asked
from wellheard.listen.surveys.commands import personal_link
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.keys import moment_of, new_key
from wellheard.listen.surveys.models import PairVote, Response, Survey
from wellheard.listen.surveys.pairs import MOST_PAIRS, Known, Pair, least_known, pairs_for, side
from wellheard.web.widget.queries import surveys as widget

Chooses = Callable[[list[str], Known, str], list[Pair]]
PEOPLE, SURVEYS = 30, 60


def by_lot(keys: list[str], _known: Known, who: str) -> list[Pair]:
    return random.Random(who).sample(list(combinations(keys, 2)), MOST_PAIRS)


def by_knowledge(keys: list[str], known: Known, who: str) -> list[Pair]:
    return least_known(keys, known, who=who)


def simulated(choose: Chooses, *, options: int, seed: int) -> tuple[float, float]:
    """Return the share of pairs in the wrong order after thirty people, and how much worse the first is than the best."""
    chance, keys = random.Random(seed), [f"o{number}" for number in range(options)]
    true = {key: chance.gauss(0, 1) for key in keys}
    known, choices = Known(), []
    for person in range(PEOPLE):
        for left, right in choose(keys, known, f"{seed}:{person}"):
            wins = chance.random() < 1 / (1 + math.exp(true[right] - true[left]))
            known.add(left, right, "left" if wins else "right")
            choices.append(Choice(left, right, left if wins else right, person))
    found = dict(zip(keys, strengths(wins_table(choices, {key: at for at, key in enumerate(keys)})), strict=True))
    pairs = list(combinations(keys, 2))
    wrong = sum((found[one] - found[other]) * (true[one] - true[other]) < 0 for one, other in pairs)
    return wrong / len(pairs), max(true.values()) - true[max(keys, key=found.__getitem__)]


@pytest.mark.parametrize("options", [6, 10])
def test_as_many_votes_tell_more_than_if_lots_were_drawn(options: int) -> None:
    drawn = [simulated(by_lot, options=options, seed=seed) for seed in range(SURVEYS)]
    chosen = [simulated(by_knowledge, options=options, seed=seed) for seed in range(SURVEYS)]
    assert sum(one[0] for one in chosen) < 0.97 * sum(one[0] for one in drawn), "fewer pairs in the wrong order"
    assert sum(one[1] for one in chosen) < 0.9 * sum(one[1] for one in drawn), (
        "what comes out first is closer to the best"
    )


def test_what_was_never_compared_comes_before_what_was() -> None:
    known = Known()
    for left, right in combinations("abc", 2):
        known.add(left, right, "left", 5)
    assert {*least_known(list("abcde"), known, who="Anna")[0]} == {"d", "e"}


def test_what_everybody_decides_alike_is_asked_less_than_what_is_close() -> None:
    known = Known()
    known.add("clear", "beaten", "left", 10)
    known.add("close", "near", "left", 5)
    known.add("close", "near", "right", 5)
    assert {*least_known(["clear", "beaten", "close", "near"], known, who="Anna")[0]} == {"close", "near"}


def test_the_same_person_gets_the_same_and_others_other_ones_on_either_side() -> None:
    keys = list("abcdefgh")
    assert least_known(keys, Known(), who="Anna") == least_known(keys, Known(), who="Anna")
    first = {least_known(keys, Known(), who=f"person {number}")[0] for number in range(40)}
    assert len(first) > 20
    sides = [least_known(["a", "b"], Known(), who=f"person {number}")[0] for number in range(40)]
    assert 5 < sides.count(("a", "b")) < 35


def compared(options: int = 5) -> Survey:
    keys = [f"o{number}" for number in range(options)]
    texts = {"en": {"question": "Which would help more?", "options": {key: f"Option {key}" for key in keys}}}
    question = QuestionDraft("which", "pair", texts, [{"key": key} for key in keys])
    return make_survey("pair", questions=[question], channels=["link", "in_app"])


def two_on(page: Any) -> tuple[str, str]:
    html = page.content.decode()
    left, right = (html.split(f'name="{name}" value="')[1].split('"')[0] for name in ("left", "right"))
    return left, right


@pytest.mark.django_db
def test_a_page_asks_three_pairs_in_turn_and_then_is_done(client: Client) -> None:
    survey = compared()
    at, seen = f"/s/{survey.link_token}/", []
    for turn in (1, 2, 3):
        page = client.get(at, follow=True)
        assert f"{turn} of 3" in page.content.decode()
        left, right = two_on(page)
        at = page.redirect_chain[-1][0] if page.redirect_chain else at
        for _click in range(2):
            reply = client.post(at, {"question": "which", "left": left, "right": right, "chosen": "left"})
        at = reply.get("Location", at)
        seen.append(frozenset((left, right)))
        assert Response.objects.get().is_complete is (turn == 3)
    assert len(set(seen)) == 3
    assert PairVote.objects.count() == 3
    assert "Thank you" in client.get(at).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["personal", "public"])
def test_loading_the_page_again_shows_the_same_two_whoever_votes_meanwhile(client: Client, link: str) -> None:
    survey = compared()
    token = survey.link_token
    if link == "personal":
        token = personal_link(survey_id=survey.pk, contact_id=make_contact().pk).token
    first = client.get(f"/s/{token}/", follow=True)
    at, two = first.redirect_chain[-1][0], two_on(first)
    for _somebody in range(4):
        other = Client()
        page = other.get(f"/s/{survey.link_token}/", follow=True)
        left, right = two
        other.post(page.redirect_chain[-1][0], {"question": "which", "left": left, "right": right, "chosen": "left"})
    assert PairVote.objects.count() == 4
    assert two_on(client.get(at)) == two
    assert not Response.objects.exclude(pair_votes__isnull=False).exists(), "looking keeps nothing"


@pytest.mark.django_db
def test_the_tab_asks_what_is_least_known_and_the_same_under_the_same_key(rf: Any) -> None:
    survey, key, who = compared(3), f"widget:{new_key()}", Asked(device="phone")
    shown = [
        widget.asked(survey, display="", key=key, channel="in_app", who=who)["questions"][0]["pairs"]
        for _look in range(2)
    ]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 3


@pytest.mark.django_db
def test_what_somebody_compared_in_an_earlier_round_does_not_come_again(client: Client) -> None:
    survey, anna = compared(4), make_contact()
    link = personal_link(survey_id=survey.pk, contact_id=anna.pk)
    at = f"/s/{link.token}/"
    for _turn in range(3):
        left, right = two_on(client.get(at, follow=True))
        client.post(at, {"question": "which", "left": left, "right": right, "chosen": "neither"})
    voted = {frozenset(vote) for vote in PairVote.objects.values_list("left", "right")}
    key = new_key()
    again = pairs_for(survey.pk, ["o0", "o1", "o2", "o3"], key=key, who=Asked(anna.pk), as_of=moment_of(new_key()))
    assert len(voted) == 3
    assert not voted & {frozenset(map(side, pair)) for pair in again}


def test_a_key_says_when_it_was_made_and_one_of_old_counts_as_now() -> None:
    assert abs((moment_of(f"link:{new_key()}") - moment_of("link:abc")).total_seconds()) < 5
