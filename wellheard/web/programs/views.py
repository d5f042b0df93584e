"""What the API can do, written for people from its own description."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.web.api import api
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@dataclass(frozen=True)
class Parameter:
    """One thing an operation is told, in its address or its body."""

    name: str
    kind: str
    note: str
    is_needed: bool


@dataclass(frozen=True)
class Operation:
    """One thing a program can ask."""

    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: list[Parameter]
    fields: list[Parameter]
    answers: list[str]

    @property
    def anchor(self) -> str:
        return f"{self.method}{self.path}".lower().replace("/", "-").replace("{", "").replace("}", "")


@dataclass(frozen=True)
class Group:
    """Operations on one thing."""

    name: str
    operations: list[Operation] = field(default_factory=list)


@require_safe
@needs(Permission.VIEW)
def api_docs(request: StaffRequest) -> HttpResponse:
    """Show every operation of the API with what it takes, needs and answers."""
    example = f"{settings.BASE_URL.rstrip('/')}/api/v1/ideas"
    context = {"place": "settings.tokens", "groups": described(), "example": example}
    return render(request, "programs/api_docs.html", context)


@lru_cache(maxsize=1)
def described() -> list[Group]:
    """Return the operations by what they are about."""
    schema = api.get_openapi_schema()
    groups: dict[str, Group] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            name = operation["tags"][0]
            groups.setdefault(name, Group(name)).operations.append(_operation(path, method, operation, schema))
    return list(groups.values())


def _operation(path: str, method: str, said: dict[str, Any], schema: dict[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=said["summary"],
        text=said.get("description", ""),
        scope=said["x-scope"],
        parameters=[
            Parameter(one["name"], _kind(one["schema"], schema), one["schema"].get("description", ""), one["required"])
            for one in said.get("parameters", [])
            # What goes with every request is told once, above them.
            if one["in"] != "header"
        ],
        fields=_fields(said, schema),
        answers=list(said["responses"]),
    )


def _fields(said: dict[str, Any], schema: dict[str, Any]) -> list[Parameter]:
    if "requestBody" not in said:
        return []
    body = _resolved(said["requestBody"]["content"]["application/json"]["schema"], schema)
    return [
        Parameter(name, _kind(one, schema), one.get("description", ""), name in body.get("required", []))
        for name, one in body["properties"].items()
    ]


def _kind(one: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return what a value is, in a few words: a type, its format, or the words to choose from."""
    one = _resolved(one, schema)
    if "enum" in one:
        return " | ".join(str(value) for value in one["enum"])
    if "const" in one:
        return str(one["const"])
    if "anyOf" in one:
        kinds = [_kind(part, schema) for part in one["anyOf"]]
        return " | ".join(kind for kind in dict.fromkeys(kinds) if kind != "null")
    if one.get("type") == "array":
        return f"[{_kind(one.get('items', {}), schema)}]"
    return str(one.get("format") or one.get("type", ""))


def _resolved(one: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in one:
        return one
    found: dict[str, Any] = schema["components"]["schemas"][one["$ref"].rpartition("/")[2]]
    return found
