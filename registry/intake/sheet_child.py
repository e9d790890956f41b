"""The child process of `limited_reader`: reads one spreadsheet under limits, prints JSON.

Run by path, alone and isolated; it imports nothing of this project.
"""

import json
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta


class Refused(Exception):
    """Named by the limit that was passed."""


def limit_process(limits):
    for what, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))


def check_archive(path, limits):
    """What the archive says of itself: how many parts, how large, with macros or not."""
    if not zipfile.is_zipfile(path):
        return  # the old binary format has no parts to count
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > limits["parts"]:
        raise Refused("parts")
    if sum(part.file_size for part in parts) > limits["declared_bytes"]:
        raise Refused("declared_bytes")
    names = [part.filename.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if sum(name.startswith("xl/worksheets/") for name in names) > 2 * limits["sheets"]:
        raise Refused("sheets")


def read(path, limits):
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(path)
    shown = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if len(shown) > limits["sheets"]:
        raise Refused("sheets")
    counted = {"cells": 0, "characters": 0}
    return [read_sheet(workbook.get_sheet_by_name(name), limits, counted) for name in shown]


def read_sheet(sheet, limits, counted):
    if sheet.total_height > limits["rows"] + 1:
        raise Refused("rows")
    if sheet.total_width > limits["columns"] + 1:
        raise Refused("columns")
    rows = []
    for row in sheet.to_python(skip_empty_area=False):
        cells = [plain(value) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        count(cells, limits, counted)
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    merged = sheet.merged_cell_ranges or []
    return {
        "name": sheet.name,
        "rows": rows,
        "merged": [[*start, *end] for start, end in merged[:5000]],
    }


def count(cells, limits, counted):
    counted["cells"] += len(cells)
    counted["characters"] += sum(len(cell) for cell in cells if isinstance(cell, str))
    for what, found in counted.items():
        if found > limits[what]:
            raise Refused(what)


def plain(value):
    """What JSON can say of a cell; whole numbers lose the .0 that Excel gives them."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return value


def main(path, limits):
    limit_process(limits)
    try:
        check_archive(path, limits)
        answer = {"sheets": read(path, limits)}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "exhausted"}
    except BaseException:  # a panic of the reader too
        answer = {"refused": "unreadable"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
