"""What an idea is worth to those who ask: what they pay × how much they say they need it. `docs/demand.md` has the reasons.

worth = money × 3 ^ (pull / (said + 2)), where pull is one up for each company that cannot work without it and one down for each
to whom it is nice to have, and said is how many companies said how much they need it. "Important" therefore changes nothing, nor
does silence; and two companies more that say "important" are always imagined, so that one word alone does not make three of one.
"""

from django.db.models import BigIntegerField, F, FloatField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Power, Round

# What cannot be worked without counts so many times what is important, and that so many times what is nice to have.
STEP = 3
IMAGINED = 2

# The same for statements of our own.
WORTH_SQL = (
    f"round((({{money}})::float8 * power({STEP}, ({{pull}})::float8 / (({{said}}) + {IMAGINED})))::numeric)::bigint"
)


def worth(money: Combinable | str, pull: Combinable | str, said: Combinable | str) -> Cast:
    """Return what somebody's wishes are worth, in minor units of the reporting currency, as an expression of the database's."""
    paid, pulled, number = (Cast(_expression(each), FloatField()) for each in (money, pull, said))
    return Cast(Round(paid * Power(Value(float(STEP)), pulled / (number + float(IMAGINED)))), BigIntegerField())


def _expression(named: Combinable | str) -> Combinable:
    return F(named) if isinstance(named, str) else named
