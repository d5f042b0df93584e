"""Draw what an estimate may turn out to be: triangular between the least and the most, the same draws for the same seed for ever.

Each input of each idea has numbers of its own, made of the seed, the idea and the input: adding an idea changes no other draw.
They are taken raw from PCG64 (O'Neill, 2014), whose stream numpy promises to keep in all its versions (NEP 19).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

DRAWS = 2_000


@dataclass(frozen=True)
class Range:
    """What something comes to: at least, likely, at most."""

    low: float
    likely: float
    high: float

    @property
    def is_certain(self) -> bool:
        return self.low == self.high


def draws_of(estimate: Range, *, seed: int, idea_id: int, name: str, draws: int = DRAWS) -> "Numbers":
    """Return draws of one estimate, from the inverse of the triangular distribution (Kotz and van Dorp, 2004, 1.2)."""
    import numpy as np

    if estimate.is_certain:
        return np.full(draws, estimate.likely)
    stream = np.random.PCG64(np.random.SeedSequence([seed, idea_id, crc32(name.encode())]))
    # The 53 bits a double holds, as halves of steps: never 0, never 1.
    chance = ((stream.random_raw(draws) >> np.uint64(11)).astype(float) + 0.5) / 2**53
    width, up = estimate.high - estimate.low, estimate.likely - estimate.low
    rising = estimate.low + np.sqrt(chance * width * up)
    falling = estimate.high - np.sqrt((1 - chance) * width * (width - up))
    drawn: Numbers = np.where(chance < up / width, rising, falling)
    return drawn
