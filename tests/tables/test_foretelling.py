"""Where pages will begin is reckoned before the layout: right for what directories hold."""

from dataclasses import replace
from io import BytesIO

import pytest

from registry.tables import pdf, printing
from registry.tables.foretelling import head_of, lines_in, page_starts, sheet_of
from tests.tables.measure import directory


@pytest.fixture
def layouts(monkeypatch):
    """Counts how often something was laid out, the margins included."""
    made = []

    def lay_out(html, css, real=printing.lay_out):
        made.append(real(html, css))
        return made[-1]

    monkeypatch.setattr("registry.tables.printing.lay_out", lay_out)
    return made


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 20, 1),
        ("采购验收", 3.175 * 4, 1),
        ("采购验收报", 3.175 * 4, 2),
        ("采购\n验收", 100, 2),
        ("采购验收，报", 3.175 * 4, 2),
        ("采购验收，报销", 3.175 * 4, 2),
        ("采购验，报销验，收", 3.175 * 4, 3),
        ("A" * 7, 3.175 * 4, 1),
    ],
)
def test_lines_of_a_text(text, width, lines):
    assert lines_in(text, width + 0.01) == lines


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_pages_begin_where_it_was_said(orientation):
    table = replace(directory(80), orientation=orientation)
    css = pdf.render_to_string(
        "tables/print.css", {"columns": pdf._shares(table), "orientation": orientation}
    )
    sheet = sheet_of(table.columns, orientation, head_of(table))
    layout = pdf._lay_out(table, table.rows, css, "whole")
    assert page_starts(list(table.lines()), sheet) == frozenset(layout.first_rows[1:])


def test_a_table_with_merged_columns_is_laid_out_once(layouts):
    pdf.write(directory(60), BytesIO())
    assert len(layouts) == 1, "the margins are laid out beside it, by another name"


def test_without_the_guess_it_is_laid_out_twice(layouts, monkeypatch):
    """The control."""
    monkeypatch.setattr(pdf, "_guess", lambda part, head: frozenset())
    pdf.write(directory(60), BytesIO())
    assert len(layouts) == 2


def test_a_wrong_guess_costs_a_layout_and_changes_nothing(monkeypatch):
    table = directory(60)
    css = pdf.render_to_string(
        "tables/print.css", {"columns": pdf._shares(table), "orientation": table.orientation}
    )
    right = pdf._lay_out(table, table.rows, css, "whole")
    monkeypatch.setattr(pdf, "_guess", lambda part, head: frozenset({5, 6, 7}))
    assert pdf._lay_out(table, table.rows, css, "whole").first_rows == right.first_rows
