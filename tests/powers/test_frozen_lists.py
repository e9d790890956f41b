"""What hangs on a version that was handed in stays: bases, sections, steps and ways."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from powers.models import FlowEdge, FlowNode, PowerBasis, PowerSection, PowerVersion

from .factory import add, confirm, make_catalogue
from .test_flow import CHART

LISTS = {
    "bases": (PowerBasis.objects, {"law": "别的法"}),
    "undertakings": (PowerSection.objects, {"section": F("section")}),
    "nodes": (FlowNode.objects, {"label": F("handler")}),
    "ways": (FlowEdge.objects, {"outcome": "改了"}),
}


@pytest.fixture
def frozen(cast):
    """A version that was handed in."""
    paper, revision = make_catalogue(cast)
    line = add(cast, paper, **CHART)
    confirm(cast, revision)
    return line.version


def rows_of(name, version):
    manager, change = LISTS[name]
    path = "source__version" if name == "ways" else "version"
    return manager.filter(**{path: version}), change


@pytest.mark.every_case
@pytest.mark.parametrize("name", LISTS)
def test_lists_of_a_frozen_version_stay(frozen, name):
    rows, change = rows_of(name, frozen)
    row = rows.first()
    assert row is not None
    row.pk, row._state.adding = None, True
    for field in ("position", "order"):
        if hasattr(row, field):
            setattr(row, field, 99)
    acts = (
        lambda: rows.update(**change),
        lambda: rows.model.objects.filter(pk=rows.first().pk)._raw_delete("default"),
        row.save,
    )
    for act in acts:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()


@pytest.mark.parametrize("name", LISTS)
def test_without_the_triggers_they_would_change(frozen, tampering, name):
    """The control: it is the triggers that refuse, nothing else."""
    rows, change = rows_of(name, frozen)
    with tampering():
        assert rows.update(**change)


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_a_draft_may_change(cast, name):
    paper, _ = make_catalogue(cast)
    version = add(cast, paper, **CHART).version
    assert PowerVersion.objects.get(pk=version.pk).digest is None
    rows, change = rows_of(name, version)
    assert rows.update(**change)
