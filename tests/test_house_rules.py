"""The rules of the house, checked by a program: rules that nobody checks do not hold."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

import wellheard.settings  # noqa: F401 - registers every setting
from wellheard.cli import facts
from wellheard.environment import registry as settings_registry

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "wellheard"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
COMMANDS = [path for path in SOURCES if path.name == "commands.py" or path.parent.name == "commands"]
LONGEST_FUNCTION, LONGEST_FILE = 40, 400

each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
each_command_file = pytest.mark.parametrize("path", COMMANDS, ids=lambda path: str(path.relative_to(PACKAGE)))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@each_source
def test_a_save_names_the_fields_it_changes(path: Path) -> None:
    """A bare save() writes stale values over somebody else's change."""
    bare = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "save"
        and not {keyword.arg for keyword in node.keywords} & {"update_fields", "force_insert"}
        # An XLSX workbook or a form is saved too; rows are what the rule is about.
        and not node.args
    ]
    assert bare == []


@each_source
def test_a_row_is_held_so_that_others_may_point_at_it(path: Path) -> None:
    """What a new row points at is held only as its transaction ends: where others hold it wholly, both wait for each other."""
    held = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    wholly = [
        node.lineno
        for node in held
        if isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]
    assert wholly == []


@each_source
def test_a_function_fits_on_a_screen(path: Path) -> None:
    assert [(f.name, length(f)) for f in functions(path) if length(f) > LONGEST_FUNCTION] == []


@each_source
def test_a_file_can_be_read_in_one_go(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@each_source
def test_no_function_takes_a_flag_by_position(path: Path) -> None:
    """A boolean parameter doubles the paths; ruff checks positions, this checks that commands have none at all."""
    if path not in COMMANDS:
        return
    flags = [
        (function.name, argument.arg)
        for function in functions(path)
        if not function.name.startswith("_")
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool" and argument.arg != "is_final"
    ]
    assert flags == []


def test_functions_stay_small() -> None:
    lengths = sorted(length(function) for path in SOURCES for function in functions(path))
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 20


@each_command_file
def test_a_command_is_atomic_and_says_what_it_means(path: Path) -> None:
    tree = ast.parse(path.read_text())
    records = {name.id for name in ast.walk(tree) if isinstance(name, ast.Name)}
    if "ledger" not in records:
        return
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not _changes(node):
            continue
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        assert "transaction.atomic" in decorators, f"{node.name} changes rows outside a transaction"
        assert ast.get_docstring(node), f"{node.name} does not say what it means"
        assert not node.args.args or node.args.kwonlyargs == [], f"{node.name} takes arguments by position"


def _changes(function: ast.FunctionDef) -> bool:
    """Tell whether a function records a fact itself: then it is a command."""
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) in {"ledger.record", "ledger.record_many"}
        for node in ast.walk(function)
    ) and bool(function.args.kwonlyargs or not function.args.args)


def test_nothing_is_imported_inside_functions_but_what_is_heavy() -> None:
    """An import in a function hides a cycle. Heavy libraries and the command line, which must start fast, may."""
    allowed = {
        "PIL",
        "cryptography",
        "dkim",
        "duckdb",
        "jwt",
        "numpy",
        "openpyxl",
        "psutil",
        "psycopg",
        "py3langid",
        "weasyprint",
    }
    found = []
    for path in SOURCES:
        if path.is_relative_to(PACKAGE / "cli") or path.is_relative_to(PACKAGE / "listen" / "imports"):
            continue
        # The demo's story is as much code as a stage, and told once in an installation's life.
        if path == PACKAGE / "web" / "demo" / "reactions.py":
            continue
        for function in functions(path):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                    if (module or "").split(".")[0] not in allowed:
                        found.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {module}")
    assert found == []


def test_every_template_loads_and_is_named_by_a_view_or_another_template() -> None:
    used = "\n".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    orphans = []
    for path in TEMPLATES:
        name = str(path).split("/templates/", 1)[1]
        get_template(name)
        is_override = name.split("/", 1)[0] in {"account", "mfa", "socialaccount", "allauth"} or "/" not in name
        if f'"{name}' not in used and f"'{name}" not in used and not is_override:
            orphans.append(name)
    assert orphans == []


def test_pages_have_no_inline_script_or_style() -> None:
    """The policy forbids them; a browser would drop them in silence."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\sstyle=|\son[a-z]+=\"")
    found = [str(path.relative_to(PACKAGE)) for path in TEMPLATES if inline.search(path.read_text())]
    assert found == []


def test_every_setting_is_documented() -> None:
    text = (CHECKOUT / "docs" / "settings.md").read_text()
    assert [name for name in settings_registry if name not in text] == []


def test_every_fact_is_documented() -> None:
    assert (CHECKOUT / "docs" / "facts.md").read_text().strip() == facts.as_markdown(), "run: bin/wellheard facts"


def test_nothing_mentions_the_workshop() -> None:
    """The project stands alone."""
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    words = re.compile(r"\.\./shared|/work/|reference/platform|house-style\.md")
    me = str(Path(__file__).relative_to(CHECKOUT))
    suffixes = {".py", ".md", ".html", ".css", ".js", ".toml", ".sh", ""}
    texts = [name for name in listed if name and name != me and Path(name).suffix in suffixes]
    found = [name for name in texts if (CHECKOUT / name).is_file() and words.search((CHECKOUT / name).read_text())]
    assert found == []
