"""Only `reviews/workflow.py` writes a paper's state, position and lap (design §3).

Read from the source: assignments, `update()` and its like, `Paper(…)`, `setattr()` and SQL that
name one of the three. Other models have fields of the same name; `OTHERS` says whose they are.
"""

import ast

import pytest

from tests.architecture.tree import ROOT, code

FIELDS = {"state", "position", "lap"}
WRITER = "reviews/workflow.py"
# Module: what it writes instead. One that writes none of the three any more has to go.
OTHERS = {
    "registry/jobs/queueing.py": "the state of a Job",
    "registry/jobs/running.py": "the state of a Job",
    "risks/draft.py": "the place of a line on the form",
    "registry/intake/organisation/matching.py": "names of units, sections, posts, by the import",
    "registry/tables/xlsx.py": "the look of a cell",
    "registry/laws/keeping.py": "the facts of a law",
    "registry/rules/keeping.py": "the facts of a rule",
    "registry/tasks/keeping.py": "the facts of a recurring duty",
    "registry/standing/sheets.py": "the facts of a law or a rule, in a preview",
    "reviews/clearing/declaring.py": "what is said of a declared power",
    "reviews/questionnaires/drafting.py": "the head of a questionnaire, places of its questions",
    "reviews/sources/entering.py": "what an entry of the discipline office says",
    "reviews/clearing/gathering.py": "what a section takes over of what a post said",
    "reviews/disposal/proceeding.py": "the state of an act",
    "reviews/announcements.py": "the words of an announcement",
    "reviews/alerts/issuing.py": "the words of a risk alert",
    "reviews/inspections/inspecting.py": "what was found at a point",
    "reviews/exercises/entering.py": "what a draft of a use of a power says",
    "reviews/exercises/keeping.py": "what is laid down for a registered power",
    "powers/writing.py": "the fields of a version",
    "risks/writing.py": "the fields of a version",
}
UPDATES = {"update", "update_or_create", "get_or_create", "create", "bulk_update", "save"}


def writes(tree):
    """(line, what) for everything that could write one of the three fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from _assigned(node)
        elif isinstance(node, ast.Call):
            yield from _called(node)
        elif isinstance(node, ast.Constant) and _is_sql(node.value):
            yield node.lineno, "SQL"


def _assigned(node):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        for part in ast.walk(target):
            if _is_stored(part) and part.attr in FIELDS:
                yield node.lineno, f".{part.attr} ="


def _is_stored(node):
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _called(node):
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "setattr" and not _is_other_field(node.args[1]):
        yield node.lineno, "setattr"
    elif name == "update" and _named(node) & FIELDS:
        yield node.lineno, "update()"
    elif name in UPDATES - {"update"} and _mentions_paper(node) and _named(node) & FIELDS:
        yield node.lineno, f"{name}()"
    elif name == "Paper" and _named(node) & FIELDS:
        yield node.lineno, "Paper()"


def _is_other_field(name):
    return isinstance(name, ast.Constant) and name.value not in FIELDS


def _named(call):
    """Field names in the call: keywords, and the strings of dicts and lists given to it."""
    found = {keyword.arg for keyword in call.keywords if keyword.arg}
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    for value in given:
        parts = getattr(value, "keys", None) or getattr(value, "elts", [])
        found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return found


def _mentions_paper(call):
    """For calls that a model of any name could get: the source speaks of papers."""
    return "paper" in ast.unparse(call.func).lower() or any(
        keyword.arg == "update_fields" for keyword in call.keywords
    )


def _is_sql(value):
    return isinstance(value, str) and "papers_paper" in value and "update" in value.lower()


def writers(sources):
    """{module: [(line, what), …]} of those that write one of the three."""
    found = {name: sorted(set(writes(ast.parse(text)))) for name, text in sources.items()}
    return {name: written for name, written in found.items() if written}


@pytest.fixture(scope="module")
def found():
    return writers({str(path.relative_to(ROOT)): path.read_text() for path in code()})


def test_only_the_workflow_writes_the_state_of_a_paper(found):
    assert {name: found[name] for name in found.keys() - OTHERS.keys() - {WRITER}} == {}


def test_the_workflow_does_write_it(found):
    assert found[WRITER]


def test_no_exception_is_left_of_what_has_gone(found):
    assert OTHERS.keys() - found.keys() == set()


@pytest.mark.parametrize(
    "spoiled",
    [
        "paper.state = 'confirmed'",
        "paper.lap += 1",
        "paper.position, other.position = 1, 2",
        "self.paper.state: str = 'draft'",
        "Paper.objects.filter(pk=1).update(state='draft')",
        "papers.update(**{'state': 'draft'})",
        "Paper(unit=unit, state='ready')",
        "Paper.objects.create(unit=unit, position=2)",
        "Paper.objects.update_or_create(pk=1, defaults={'lap': 2})",
        "Paper.objects.bulk_update(papers, ['state'])",
        "paper.save(update_fields=['state'])",
        "setattr(paper, 'state', 'ready')",
        "setattr(paper, name, value)",
        "cursor.execute('UPDATE papers_paper SET state = 1')",
    ],
)
def test_another_writer_would_be_found(spoiled):
    assert writers({"reviews/views/spoiled.py": spoiled})


@pytest.mark.parametrize(
    "harmless",
    [
        "Paper.objects.filter(state='draft')",
        "state = paper.state",
        "Paper(unit=unit, kind=kind)",
        "PointLine(revision=revision, position=3)",
        "setattr(version, 'name', value)",
        "workflow.confirm(paper=paper, by=by, digest=digest)",
    ],
)
def test_reading_is_not_writing(harmless):
    assert writers({"reviews/views/harmless.py": harmless}) == {}
