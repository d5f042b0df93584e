"""Figures about the loop itself: what each means, how it stands, how it went, and every case behind it."""

from wellheard.learn.figures.asking import ASKING_FIGURES
from wellheard.learn.figures.closure import CLOSURE
from wellheard.learn.figures.deals import DEAL_FIGURES
from wellheard.learn.figures.decision import DECISION
from wellheard.learn.figures.deflection import DEFLECTION
from wellheard.learn.figures.figure import Figure, Kind, Numbers
from wellheard.learn.figures.first_answer import FIRST_ANSWER
from wellheard.learn.figures.fulfilment import FULFILMENT
from wellheard.learn.figures.importance import IMPORTANCE
from wellheard.learn.figures.keeping import KEEPING_FIGURES
from wellheard.learn.figures.load import LOAD_FIGURES
from wellheard.learn.figures.scope import Scope, Stretch
from wellheard.learn.figures.silence import SILENCE
from wellheard.learn.figures.solved import SOLVED
from wellheard.learn.figures.support import SUPPORT_FIGURES
from wellheard.learn.figures.ways_in import WAYS_IN

# In the order of the loop: from the first answer to whether it helped; where voices come in and what they say when asked;
# customers won and kept; then those of the support desk.
FIGURES: dict[str, Figure] = {
    figure.key: figure
    for figure in (
        FIRST_ANSWER,
        DEFLECTION,
        DECISION,
        FULFILMENT,
        CLOSURE,
        SOLVED,
        SILENCE,
        IMPORTANCE,
        WAYS_IN,
        *ASKING_FIGURES,
        *DEAL_FIGURES,
        *KEEPING_FIGURES,
        *LOAD_FIGURES,
        *SUPPORT_FIGURES,
    )
}

__all__ = ["FIGURES", "Figure", "Kind", "Numbers", "Scope", "Stretch"]
