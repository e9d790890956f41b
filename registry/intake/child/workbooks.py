"""The visible sheets of an .xlsx or .xls file."""

from datetime import date, datetime, time, timedelta

from limits import Refused


def read_workbook(path, limits, counter):
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    # By its content: a path would be judged by its ending, and many .xls are really .xlsx.
    with open(path, "rb") as stream:  # noqa: PTH123 (no import that is not needed here)
        workbook = CalamineWorkbook.from_filelike(stream)
    shown = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if len(shown) > limits["sheets"]:
        raise Refused("sheets")
    return [read_sheet(workbook.get_sheet_by_name(name), counter) for name in shown]


def read_sheet(sheet, counter):
    counter.size(sheet.total_height, sheet.total_width)
    rows = []
    for row in sheet.to_python(skip_empty_area=False):
        rows.append(counter.row([plain(value) for value in row]))
    while rows and not rows[-1]:
        rows.pop()
    merged = sheet.merged_cell_ranges or []
    return {
        "name": sheet.name,
        "rows": rows,
        "merged": [[*start, *end] for start, end in merged[:5000]],
    }


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
