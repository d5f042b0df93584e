"""What programs say to us."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

# A row's number, as the database can hold it.
Id = Annotated[int, Field(ge=1, lt=2**63)]
# Minor units of a currency, with room to add up what thousands pay.
Minor = Annotated[int, Field(ge=0, le=10**14)]
Line = Annotated[str, Field(max_length=200)]


class Said(Schema):
    """A part of a request; fields we do not know are refused, so that a slip of the pen is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class ChangeSaid(Said):
    """A change to something two may change at once."""

    version: Annotated[int | None, Field(ge=0, lt=2**31, description="The one you read; or send If-Match instead")] = (
        None
    )
