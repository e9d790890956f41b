"""What was read from a file of powers as plain data: every cell is in a row or left out."""

from registry.intake.cells import written


def report_of(sheets, plan):
    """`columns` (header → field), `rows`, `left_out` and `summary`, as `import_points` has them."""
    reading = plan.reading
    return {
        "columns": {title: name for _, _, title, name in reading.columns},
        "rows": [
            {
                "sheet": reading.sheet,
                "row": planned.number,
                "fields": {name: text for name, text in row.texts.items() if text},
                "raw": row.raw,
                "findings": [
                    *_findings(planned.errors, "error"),
                    *_findings(planned.notes, "info"),
                ],
            }
            for row, planned in zip(reading.rows, plan.rows, strict=True)
        ],
        "left_out": _left_out(sheets, reading),
        "summary": {
            "rows": len(plan.rows),
            "errors": len(plan.errors),
            **plan.counts,
        },
    }


def _findings(remarks, severity):
    return [
        {
            "severity": severity,
            "field": remark.label,
            "column": remark.letter,
            "text": remark.text,
        }
        for remark in remarks
    ]


def _left_out(sheets, reading):
    used = {number for row in reading.rows for number in (row.number, *row.joined)}
    return [
        {"sheet": sheet.name, "row": number, "cells": [written(cell) for cell in cells]}
        for sheet in sheets
        for number, cells in enumerate(sheet.rows, start=1)
        if any(written(cell).strip() for cell in cells)
        and not (sheet.name == reading.sheet and number in used)
    ]
