"""The shape of the house: small modules, named after what they decide."""

import ast
import re

import pytest

from tests.architecture.tree import PACKAGES, ROOT, code, files

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "services",
    "signals",
    "core",
    "common",
    "misc",
}
TOP_LEVEL = {
    *PACKAGES,
    *("templates", "static", "fixtures", "tests", "docs", "bin", ".ci"),
    *("manage.py", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
    *("Makefile", "package.json", "package-lock.json", ".npmrc", ".gitignore", ".editorconfig"),
    *("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"),
}


def ours():
    found = files("*.py", "*.html", "*.css", "*.js")
    return [path for path in found if "migrations" not in path.parts]


def name(path):
    return str(path.relative_to(ROOT))


def too_long(paths):
    lengths = {name(path): len(path.read_text().splitlines()) for path in paths}
    return {path: length for path, length in lengths.items() if length > LONGEST_MODULE}


def test_no_module_is_over_400_lines():
    assert too_long(ours()) == {}


def test_a_long_module_would_be_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.architecture.test_modules.ROOT", tmp_path)
    path = tmp_path / "long.py"
    path.write_text("pass\n" * 401)
    assert too_long([path]) == {"long.py": 401}


def test_no_function_is_too_long_to_read_at_a_glance():
    long = {}
    for path in code():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{name(path)}:{node.name}"] = length
    assert long == {}


def test_modules_are_named_after_what_they_decide():
    named = {name(path) for path in ours() if {path.stem, *path.parts} & NAMES_THAT_SAY_NOTHING}
    assert named == set()


def test_nothing_new_stands_at_the_top():
    assert {path.relative_to(ROOT).parts[0] for path in files()} - TOP_LEVEL == set()


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"GenericForeignKey|GenericRelation", "two nullable keys and a check instead"),
        (r"^\s*(async\s+)?def test_", "tests live in tests/"),
        (r"\btime\.sleep\(", "wait for the thing itself: an event, a signal, a lease"),
        (r"^\s*print\(", "a command writes to self.stdout, everything else to a logger"),
        (r"gettext", "one language, written directly (an ADR says why)"),
    ],
)
def test_what_the_code_does_without(pattern, why):
    found = [name(path) for path in code() if re.search(pattern, path.read_text(), re.M)]
    assert found == [], why


def test_no_test_sleeps():
    pattern = re.compile(r"\bsleep\(\d|wait_for_timeout\(")
    here = ROOT / "tests" / "architecture"
    tests = [path for path in files("tests/*.py") if here not in path.parents]
    assert [name(path) for path in tests if pattern.search(path.read_text())] == []


def test_the_locks_name_no_registry_and_no_address():
    for lock in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        text = (ROOT / lock).read_text()
        assert "index-url" not in text
        assert '"resolved"' not in text
        assert " @ " not in text
