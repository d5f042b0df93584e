"""Which ranking of ideas avoids most loss, by simulation: votes, companies, money, money times importance, under herding.

Companies in three tiers need ideas, or do not; some of them vote, more so for what is seen already, and some are heard by us.
Each ranking is divided by estimated effort and fills a fifth of all effort. Printed is the share of the loss avoided that the
best choice would have avoided. WELLHEARD_BENCH_WORLDS says how many worlds are made; docs/demand.md has the model.
"""

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from wellheard.decide.models.worth import IMAGINED, STEP

COMPANIES, IDEAS, WORLDS, SEED = 1_500, 40, 300, 20_261_123
HERDING = (0.0, 0.8, 1.3)
BUDGET = 0.2
# Of companies with few, some and many seats: how many there are, what they pay, how many seats they have.
TIERS, PAYS, SEATS = (0.80, 0.16, 0.04), (1_500.0, 9_000.0, 60_000.0), (3.0, 20.0, 200.0)
VOTES, LOGGED, CURIOUS = (0.03, 0.008, 0.001), (0.0, 0.10, 0.35), 0.002
# What part of its money goes when a need stays unmet, how often that is so, and how much it is said to matter then (0 to 3).
LOSSES, LOSS_CHANCES = np.array([0.0025, 0.01, 0.03]), (0.50, 0.35, 0.15)
SAID = np.array([[0.30, 0.50, 0.15, 0.05], [0.10, 0.35, 0.40, 0.15], [0.02, 0.13, 0.35, 0.50]])
WEAK = np.array([[0.20, 0.40, 0.30, 0.10], [0.15, 0.35, 0.35, 0.15], [0.08, 0.25, 0.40, 0.27]])
NOISE = np.full((3, 4), 0.25)
SAMPLE, ANSWER, OF_THE_BEST, EACH, YES, MISTAKEN, PRIOR, SHRINK = 150, 0.6, 25, 5, 0.85, 0.05, 8, 12

# Of how many who ask it is known how much they need it.
TELL = (1.0, 0.6, 0.2)

# numpy says nothing useful of what an array holds.
Numbers = Any


@dataclass(frozen=True)
class World:
    """What is so, and what is heard of it; companies by rows, ideas by columns."""

    tier: Numbers
    pays: Numbers
    needs: Numbers
    votes: Numbers
    asks: Numbers
    importance: dict[str, Numbers]
    estimated: Numbers
    effort: Numbers
    lost: Numbers


def main() -> None:
    """Print the share of the best attainable for each ranking, its middle error, and the ablations."""
    worlds = int(os.environ.get("WELLHEARD_BENCH_WORLDS", WORLDS))
    names = list(_rankings(_world(np.random.default_rng(0), 0.0), np.random.default_rng(0)))
    columns = [_shares(worlds, herding) for herding in HERDING]
    print(f"Ranking ideas: {worlds} worlds of {COMPANIES:,} companies and {IDEAS} ideas; share of the best attainable")
    print(f"{'ranking, by estimated effort':<46}" + "".join(f"herding {herding:<8}" for herding in HERDING))
    for at, name in enumerate(names):
        cells = [f"{np.mean(rows[:, at]):.2f} ±{2 * np.std(rows[:, at]) / worlds**0.5:.2f}" for rows in columns]
        print(f"{name:<46}" + "".join(f"{cell:<16}" for cell in cells))


def _shares(worlds: int, herding: float) -> Numbers:
    """Return how near each ranking comes to the best, by world and ranking."""
    rows = []
    for number in range(worlds):
        chance = np.random.default_rng([SEED, int(10 * herding), number])
        world = _world(chance, herding)
        best = _avoided(world, world.lost, world.effort)
        rankings = _rankings(world, chance).values()
        rows.append([_avoided(world, worth, world.estimated) / best for worth in rankings])
    return np.array(rows)


def _world(chance: Any, herding: float) -> World:
    tier = chance.choice(3, COMPANIES, p=TIERS)
    pays = np.array(PAYS)[tier] * chance.lognormal(0, 0.6, COMPANIES)
    seats = np.maximum(1, np.array(SEATS)[tier] * chance.lognormal(0, 0.5, COMPANIES)).astype(int)
    share = np.minimum(0.7, chance.beta(1, 10, (1, IDEAS)) * chance.lognormal(0, 0.9, (3, IDEAS)))
    needs = chance.random((COMPANIES, IDEAS)) < share[tier]
    severity = np.broadcast_to(chance.choice(3, IDEAS, p=LOSS_CHANCES), needs.shape)
    lost = (needs * LOSSES[severity] * pays[:, None]).sum(axis=0)
    seen = chance.lognormal(0, herding, IDEAS)
    wish = np.minimum(1, np.array(VOTES)[tier][:, None] * seen)
    votes = chance.binomial(seats[:, None], wish * needs)
    curious = chance.random((COMPANIES, IDEAS)) < CURIOUS
    logged = (chance.random((COMPANIES, IDEAS)) < np.array(LOGGED)[tier][:, None]) & needs
    votes = votes + curious
    effort = chance.lognormal(0, 0.6, IDEAS)
    importance = {name: _said(chance, severity, needs, table) for name, table in _TABLES.items()}
    estimated = effort * chance.lognormal(0, 0.25, IDEAS)
    return World(tier, pays, needs, votes, (votes > 0) | logged, importance, estimated, effort, lost)


_TABLES = {"honest": SAID, "weak": WEAK, "noise": NOISE}


def _said(chance: Any, severity: Numbers, needs: Numbers, table: Numbers) -> Numbers:
    """Draw how much each says it matters; who is curious and does not need it says 0 or 1, as the mildest do."""
    row = np.where(needs, severity, 0)
    ladder = np.cumsum(table, axis=1)[row]
    return (chance.random(row.shape)[..., None] > ladder).sum(axis=2)


def _rankings(world: World, chance: Any) -> dict[str, Numbers]:
    """Return what each way to rank thinks ideas are worth."""
    money = (world.asks * world.pays[:, None]).sum(axis=0)
    pull = {name: _pull(world, said) for name, said in world.importance.items()}
    corrected = _corrected(world, chance, SAMPLE)
    return {
        # Times effort, as what is estimated is divided by it: an order that knows nothing.
        "random": chance.random(IDEAS) * world.estimated,
        "votes of people": world.votes.sum(axis=0),
        "companies that voted": (world.votes > 0).sum(axis=0),
        "money of who asks": money,
        "money and importance given by who asks": money * pull["honest"],
        "  the same, weak importance": money * pull["weak"],
        "  the same, importance is noise": money * pull["noise"],
        "  corrected for who speaks": corrected[0] * pull["honest"],
        f"  and a sample of {SAMPLE} companies": corrected[1] * pull["honest"],
        "  and a sample of 50": _corrected(world, chance, 50)[1] * pull["honest"],
        "  and a sample of 600": _corrected(world, chance, 600)[1] * pull["honest"],
        **{f"as the board counts, {share:.0%} say it": money * _board(world, chance, share) for share in TELL},
    }


def _pull(world: World, said: Numbers) -> Numbers:
    asked = world.asks.sum(axis=0)
    mean = np.where(asked, (world.asks * said).sum(axis=0) / np.maximum(1, asked), 1.2)
    return np.exp(1.1 * (mean - 1.2))


def _board(world: World, chance: Any, share: float) -> Numbers:
    """Return what the board multiplies money by: three levels of importance, known of a part, and two that are imagined."""
    known = world.asks & (chance.random(world.asks.shape) < share)
    steps = np.maximum(1, world.importance["honest"]) - 2
    return STEP ** ((known * steps).sum(axis=0) / (known.sum(axis=0) + IMAGINED))


def _corrected(world: World, chance: Any, size: int) -> tuple[Numbers, Numbers]:
    """Return the money thought to need each idea: by how rarely each tier speaks, and with what the sample said of each idea."""
    drawn = chance.choice(COMPANIES, size, replace=False, p=world.pays / world.pays.sum())
    drawn = drawn[chance.random(len(drawn)) < ANSWER]
    money = (world.asks * world.pays[:, None]).sum(axis=0)
    best = np.argsort(-money / world.estimated)[:OF_THE_BEST]
    yes, asked = np.zeros((3, IDEAS)), np.zeros((3, IDEAS))
    for company in drawn:
        shown = chance.choice(best, EACH, replace=False)
        said = chance.random(EACH) < np.where(world.needs[company, shown], YES, MISTAKEN)
        np.add.at(asked, (world.tier[company], shown), 1)
        np.add.at(yes, (world.tier[company], shown), said)
    spoke, with_sample = np.zeros(IDEAS), np.zeros(IDEAS)
    for tier in range(3):
        part, paid = _of_tier(world, tier, yes[tier], asked[tier])
        spoke += paid * part[0]
        with_sample += paid * part[1]
    return spoke, with_sample


def _of_tier(world: World, tier: int, yes: Numbers, asked: Numbers) -> tuple[tuple[Numbers, Numbers], float]:
    """Return which share of a tier needs each idea, from who spoke alone and with the sample, and what the tier pays."""
    ours = world.tier == tier
    spoke = world.asks[ours].mean(axis=0)
    # How often those speak who need it: what the sample found, drawn towards the tier's mean.
    found = max(yes.sum() / max(1.0, asked.sum()), 0.01)
    heard = np.where(asked > 0, spoke, 0).sum() / max(1, (asked > 0).sum())
    usual = min(1.0, max(0.02, heard / found))
    rate = (spoke * asked + usual * found * SHRINK) / np.maximum(1e-9, yes + found * SHRINK)
    rate = np.clip(rate, 0.02, 1.0)
    alone = np.minimum(1, spoke / rate)
    return (alone, (PRIOR * alone + yes) / (PRIOR + asked)), float(world.pays[ours].sum())


def _avoided(world: World, worth: Numbers, effort: Numbers) -> float:
    """Return how much loss is avoided when the ideas worth most for their effort are made until a fifth of all is spent."""
    left, avoided = BUDGET * world.effort.sum(), 0.0
    for idea in np.argsort(-worth / effort):
        if world.effort[idea] <= left:
            left -= world.effort[idea]
            avoided += float(world.lost[idea])
    return avoided


if __name__ == "__main__":
    main()
