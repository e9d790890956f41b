"""What was read from a file as plain data, for reports: every cell is in a row or left out."""

from .finding import ERROR, INFO, WARNING


def messages_of(plan):
    """(sheet, row) → what there is to say of its rows, each with the column it is about."""
    said = {}
    for planned in plan.rows:
        texts = said.setdefault((planned.row.sheet, planned.row.number), [])
        texts += [line for line in _lines(planned) if line not in texts]
    return {key: "\n".join(texts) for key, texts in said.items() if texts}


def _lines(planned):
    return [*(["不导入。"] if planned.skipped else []), *(f.line for f in planned.row.findings)]


def fields_of(row):
    """Field → value; `measures` in order, `steps` where a power cell had them."""
    fields = {name: text for name, text in row.texts.items() if text}
    fields["measures"] = [text for _, text in row.measures]
    if any(stage for stage, _ in row.measures):
        fields["stages"] = [stage for stage, _ in row.measures]
    if row.steps:
        fields["steps"] = row.steps
    return fields


def report_of(reading):
    """`columns` (header → field), `rows`, `left_out` and `summary`."""
    return {
        "columns": {column.title: column.field for column in reading.columns},
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.number,
                "item": row.item,
                "fields": fields_of(row),
                "raw": row.raw,
                "findings": [finding.as_data() for finding in row.findings],
            }
            for row in reading.rows
        ],
        "left_out": [
            {"sheet": line.sheet, "row": line.number, "cells": line.cells, "why": line.why}
            for line in reading.skipped
        ],
        "summary": summary_of(reading),
    }


def summary_of(reading):
    return {
        "rows": len(reading.rows),
        "left_out": len(reading.skipped),
        "errors": sum(row.count(ERROR) for row in reading.rows),
        "warnings": sum(row.count(WARNING) for row in reading.rows),
        "cleaned": sum(row.count(INFO) for row in reading.rows),
        "rows_with_errors": sum(row.count(ERROR) > 0 for row in reading.rows),
        "level_words": reading.level_words,
    }
