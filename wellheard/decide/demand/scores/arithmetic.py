"""A small, safe arithmetic for formulas people write: names, numbers, + - * / ( ), min and max. Nothing else is ever run."""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 400
# Deeper than anybody writes by hand; a parser's own stack holds more.
DEEPEST = 30

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SEVERAL = {"min", "max"}


class FormulaError(ValueError):
    """A formula cannot be read, or cannot be counted with these numbers; the text says what to change."""


@dataclass(frozen=True)
class Parsed:
    """A formula that was read, and the inputs it names, in the order in which they first stand in it."""

    tree: ast.expr
    names: tuple[str, ...]


def parse(text: str) -> Parsed:
    """Read a formula. Raises FormulaError for anything but names, numbers, + - * / ( ), min and max."""
    if len(text) > LONGEST:
        raise FormulaError(_("Write the formula in at most %(n)d characters.") % {"n": LONGEST})
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(
            _(
                "This formula cannot be read. Write names, numbers, + - * / and parentheses, as in: reach * impact / effort"
            )
        ) from None
    names: dict[str, None] = {}
    _check(tree, names, 0)
    if not names:
        raise FormulaError(_("Name at least one input in the formula, as in: value / effort"))
    return Parsed(tree, tuple(names))


def _check(node: ast.expr, names: dict[str, None], depth: int) -> None:
    if depth > DEEPEST:
        raise FormulaError(_("This formula is nested too deeply. Write it in fewer parentheses."))
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) <= 1e9:  # noqa: PLR2004
            return
        case ast.Name(id=name) if name.isascii() and name not in _SEVERAL:
            names[name] = None
            return
    parts = _parts(node)
    if not parts:
        raise FormulaError(_("Only names, numbers, + - * / ( ), min and max may stand in a formula."))
    for part in parts:
        _check(part, names, depth + 1)


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return what a sum, product or choice is made of; nothing where it is none of these."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return [left, right]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return [operand]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _SEVERAL and len(args) > 1:
            return args
    return []


def evaluate(parsed: Parsed, values: Mapping[str, Any]) -> Any:
    """Return what a formula comes to; with arrays of draws, one value for each. Division by nothing is infinite, or no number."""
    return _value(parsed.tree, values)


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    import numpy as np

    match node:
        case ast.Constant(value=value):
            return np.float64(value)  # type: ignore[arg-type]  # checked when it was read
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.UnaryOp(op=op, operand=operand):
            return -_value(operand, values) if isinstance(op, ast.USub) else _value(operand, values)
        case ast.Call(func=ast.Name(id=name), args=args):
            found = [_value(part, values) for part in args]
            return (np.minimum if name == "min" else np.maximum).reduce(np.broadcast_arrays(*found))
    raise FormulaError(_("Only names, numbers, + - * / ( ), min and max may stand in a formula."))
