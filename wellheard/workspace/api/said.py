"""What programs say to us."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

_BEGINS_WITH_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: Any) -> Any:
    """Refuse numbers, which the validator would take for seconds since 1970: 20260331 is no day that anybody meant."""
    if isinstance(value, date) or (isinstance(value, str) and _BEGINS_WITH_A_DAY.match(value)):
        return value
    raise PydanticCustomError("date_type", "a day such as 2026-03-31")


def _moment(value: Any) -> Any:
    """Refuse numbers, of which nobody can say whether they are seconds or milliseconds."""
    if isinstance(value, datetime) or (isinstance(value, str) and _BEGINS_WITH_A_DAY.match(value)):
        return value
    raise PydanticCustomError("datetime_type", "a moment such as 2026-03-31T14:05:00Z")


# A row's number, as the database can hold it.
Id = Annotated[int, Field(ge=1, lt=2**63)]
# Minor units of a currency, with room to add up what thousands pay.
Minor = Annotated[int, Field(ge=0, le=10**14)]
Line = Annotated[str, Field(max_length=200)]

# A day and a moment as ISO 8601 writes them.
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Said(Schema):
    """A part of a request; fields we do not know are refused, so that a slip of the pen is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class ChangeSaid(Said):
    """A change to something two may change at once."""

    version: Annotated[int | None, Field(ge=0, lt=2**31, description="The one you read; or send If-Match instead")] = (
        None
    )
