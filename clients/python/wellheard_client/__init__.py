"""A client of Wellheard's API: every operation is a method of Client, every list an iterator, every problem an exception."""

from wellheard_client import shapes
from wellheard_client.client import LEFT_OUT, Client, LeftOut
from wellheard_client.problems import FieldProblem, MovedError, ProblemError, UnreachableError, WellheardError
from wellheard_client.webhooks import Message, SignatureError, verify

__all__ = [
    "LEFT_OUT",
    "Client",
    "FieldProblem",
    "LeftOut",
    "Message",
    "MovedError",
    "ProblemError",
    "SignatureError",
    "UnreachableError",
    "WellheardError",
    "shapes",
    "verify",
]
