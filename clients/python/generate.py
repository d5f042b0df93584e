"""Writes the client's operations and shapes from the description of the API: python clients/python/generate.py

Run it whenever an operation changes; a test compares what it would write with what is there.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "wellheard_client"
ROOT = "/api/v1"
# A line of a docstring, eight columns in.
WIDTH = 110

Schema = dict[str, Any]

_SHAPES = '''"""What the API is told and tells, as dictionaries with types. Made by generate.py; change the API instead."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NotRequired, TypedDict
'''
_OPERATIONS = '''"""Every operation of the API. Made by generate.py; change the API instead."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from wellheard_client import shapes
from wellheard_client.transport import LEFT_OUT, LeftOut, Transport, place_in


class Operations(Transport):
    """One method for each operation."""
'''


def written(description: Schema) -> dict[str, str]:
    """Return the text of each generated module by its name."""
    client = Generator(description)
    texts = {"operations.py": client.operations(), "shapes.py": client.shapes()}
    return {name: _formatted(text) for name, text in texts.items()}


class Generator:
    """Turns one description into Python."""

    def __init__(self, description: Schema) -> None:
        self.paths: dict[str, dict[str, Schema]] = description["paths"]
        self.schemas: dict[str, Schema] = description["components"]["schemas"]
        # Shapes that operations name: whether they are said by us, so that what has a default may be left out.
        self.named: dict[str, bool] = {}

    def operations(self) -> str:
        """Return the class that has one method for each operation."""
        methods = [
            self._operation(method.upper(), path, said)
            for path, methods in self.paths.items()
            for method, said in methods.items()
        ]
        return _OPERATIONS + "\n".join(methods)

    def shapes(self) -> str:
        """Return every shape that an operation names, and those they name in turn."""
        done: dict[str, str] = {}
        for name in list(self.named):
            self._put(name, done)
        return "\n\n".join([_SHAPES, *done.values()])

    def _put(self, name: str, done: dict[str, str]) -> None:
        """Put a shape down after those it names."""
        if name not in done:
            text = self._shape(name, is_said=self.named[name])
            for part in re.findall(r"#/components/schemas/(\w+)", json.dumps(self.schemas[name])):
                self._put(part, done)
            done[name] = text

    def _operation(self, method: str, path: str, said: Schema) -> str:
        name = said["operationId"]
        parameters: list[Schema] = said.get("parameters", [])
        places = [one for one in parameters if one["in"] == "path"]
        answer = self._answer(said)
        pages = self._items_of(answer)
        if pages:
            returns, call = f"Iterator[{self._type(pages)}]", self._pages_call(path, parameters)
            arguments = self._query_arguments(parameters)
        elif method == "GET":
            returns, call = self._type(answer), f"self._read({_address(path)}, {self._query(parameters)})"
            arguments = self._query_arguments(parameters)
        else:
            returns, (arguments, call) = self._type(answer), self._change(method, path, said)
        positional = [f"{one['name']}: {self._type(one['schema'], is_said=True)}" for one in places]
        signature = ", ".join(["self", *positional, *(["*", *arguments] if arguments else [])])
        lines = [
            f"    def {name}({signature}) -> {returns}:",
            textwrap.indent(_docstring(said["summary"], said.get("description", ""), said["x-scope"]), "        "),
            f"        told: {returns} = {call}",
            "        return told",
        ]
        return "\n" + "\n".join(lines)

    def _change(self, method: str, path: str, said: Schema) -> tuple[list[str], str]:
        """Return the arguments of an operation that changes something, and its call."""
        body = "None"
        arguments: list[str] = []
        if "requestBody" in said:
            schema = self._found(said["requestBody"]["content"]["application/json"]["schema"])
            needed = set(schema.get("required", []))
            fields = sorted(schema["properties"].items(), key=lambda pair: pair[0] not in needed)
            arguments = [self._argument(name, one, is_needed=name in needed) for name, one in fields]
            body = "{" + ", ".join(f'"{name}": {name}' for name, _one in fields) + "}"
        arguments.append("idempotency_key: str | None = None")
        return arguments, f'self._change("{method}", {_address(path)}, {body}, idempotency_key)'

    def _query_arguments(self, parameters: list[Schema]) -> list[str]:
        asked = [one for one in parameters if one["in"] == "query" and one["name"] != "cursor"]
        return [
            self._argument(_python(one["name"]), _without_null(one["schema"]), is_needed=one["required"])
            for one in asked
        ]

    def _query(self, parameters: list[Schema]) -> str:
        asked = [one["name"] for one in parameters if one["in"] == "query" and one["name"] != "cursor"]
        return "{" + ", ".join(f'"{name}": {_python(name)}' for name in asked) + "}"

    def _pages_call(self, path: str, parameters: list[Schema]) -> str:
        return f"self._pages({_address(path)}, {self._query(parameters)})"

    def _argument(self, name: str, schema: Schema, *, is_needed: bool) -> str:
        kind = self._type(schema, is_said=True)
        if is_needed:
            return f"{name}: {kind}"
        none = " | None" if kind.endswith(" | None") else ""
        return f"{name}: {kind.removesuffix(' | None')} | LeftOut{none} = LEFT_OUT"

    def _answer(self, said: Schema) -> Schema:
        status = min(code for code in said["responses"] if int(code) < 300)  # noqa: PLR2004 - RFC 9110 15.3
        answer: Schema = said["responses"][status]["content"]["application/json"]["schema"]
        return answer

    def _items_of(self, answer: Schema) -> Schema | None:
        """Return what a page of a list has, where the answer is one."""
        fields = self._found(answer).get("properties", {})
        items: Schema | None = fields["items"]["items"] if {"items", "next"} == set(fields) else None
        return items

    def _shape(self, name: str, *, is_said: bool) -> str:
        schema = self.schemas[name]
        if "enum" in schema:
            return f"{name} = {_literal(schema['enum'])}"
        needed = set(schema.get("required", []))
        fields = [
            f"    {field}: {self._field(one, may_lack=is_said and field not in needed, is_said=is_said)}"
            for field, one in schema["properties"].items()
        ]
        return "\n".join([f"class {name}(TypedDict):", f'    """{schema["description"]}"""', "", *fields])

    def _field(self, schema: Schema, *, may_lack: bool, is_said: bool) -> str:
        kind = self._type(schema, is_said=is_said, inside="")
        return f"NotRequired[{kind}]" if may_lack else kind

    def _type(self, schema: Schema, *, is_said: bool = False, inside: str = "shapes.") -> str:
        """Return a schema as a type; what we say is taken in more forms than what we are told comes in."""
        if "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            self.named[name] = self.named.get(name, False) or is_said
            return inside + name
        if parts := schema.get("anyOf") or schema.get("allOf"):
            kinds = dict.fromkeys(self._type(part, is_said=is_said, inside=inside) for part in parts)
            return " | ".join(sorted(kinds, key=lambda kind: kind == "None"))
        if "enum" in schema:
            return _literal(schema["enum"])
        if schema.get("type") == "array":
            inner = self._type(schema["items"], is_said=is_said, inside=inside)
            return f"Sequence[{inner}]" if is_said else f"list[{inner}]"
        if schema.get("type") == "object":
            return "Mapping[str, Any]" if is_said else "dict[str, Any]"
        return _plain_type(schema, is_said=is_said)

    def _found(self, schema: Schema) -> Schema:
        return self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _plain_type(schema: Schema, *, is_said: bool) -> str:
    if is_said and schema.get("format") in {"date", "date-time"}:
        return "date | str" if schema["format"] == "date" else "datetime | str"
    kinds = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
    return kinds[schema["type"]]


def _without_null(schema: Schema) -> Schema:
    """Return a query parameter's schema: an address cannot say null, only leave out."""
    parts = [part for part in schema.get("anyOf", []) if part.get("type") != "null"]
    return {**schema, "anyOf": parts} if parts else schema


def _python(name: str) -> str:
    """Return a parameter's name as an argument's; what a list calls limit is only how many rows come at a time."""
    return {"limit": "page_size"}.get(name, name)


def _address(path: str) -> str:
    short = path.removeprefix(ROOT)
    filled = short.replace("{", "{place_in(").replace("}", ")}")
    return f'f"{filled}"' if "{" in short else f'"{short}"'


def _literal(values: list[str]) -> str:
    return "Literal[" + ", ".join(f'"{value}"' for value in values) + "]"


def _docstring(summary: str, text: str, scope: str) -> str:
    rest = textwrap.fill(f"{text} Scope: {scope}.", WIDTH)
    return f'"""{summary}.\n\n{rest}\n"""'


def _formatted(text: str) -> str:
    # As the house writes it: lines, and only the imports that are used.
    ruff = [sys.executable, "-m", "ruff"]
    fixed = [*ruff, "check", "-q", "--fix-only", "--select", "F401,I", "--stdin-filename", str(PACKAGE / "x.py"), "-"]
    for command in (fixed, [*ruff, "format", "-q", "--stdin-filename", str(PACKAGE / "x.py"), "-"]):
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text


def main() -> None:
    """Write both modules from the API of this checkout."""
    sys.path.insert(0, str(HERE.parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellheard.settings")
    import django

    django.setup()
    from wellheard.web.api import api

    for name, text in written(api.get_openapi_schema()).items():
        (PACKAGE / name).write_text(text)


if __name__ == "__main__":
    main()
