"""The workbook to fill in: how to, one sheet with drop-downs, nothing that calculates."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from powers.kinds.choosing import kinds_for
from powers.models import PowerVersion

from .columns import COLUMNS

SHEET, OPTIONS, HOW_TO = "职权目录", "选项", "填写说明"
FILLED_ROWS = 1500
REQUIRED = {"name", "bases", "sections"}
DROP_DOWNS = {
    "side": PowerVersion.Side.labels,
    "served": PowerVersion.Served.labels,
    "disposition": PowerVersion.Disposition.labels,
    "visibility": PowerVersion.Visibility.labels,
}
PLAIN = Font(name="Microsoft YaHei", size=11)
STRONG = Font(name="Microsoft YaHei", size=11, bold=True)
TITLE = Font(name="Microsoft YaHei", size=14, bold=True)
HEAD = Font(name="Microsoft YaHei", size=11, bold=True, color="FFFFFFFF")
DARK, LIGHT = PatternFill("solid", fgColor="FF0E4F5C"), PatternFill("solid", fgColor="FF51656F")
WRAP = Alignment(wrap_text=True, vertical="top")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LINE = Border(bottom=Side(style="thin", color="FFD6DFE1"))

EXPLANATION = [
    "在“职权目录”表里一行填一项职权。深色表头是提交前必填的，浅色的可以不填。",
    "几个科室共同承办的，同一职权只填一行，科室写在同一格里，用顿号隔开。",
    "一项职权有几条依据的，在同一格里分行写（按 Alt+Enter 换行）。",
    "与目录里已有职权同名的，按更新处理；空着的格子表示不改。",
    "上传后先看核对结果，有问题会指出第几行、哪一列；确认之前不会写入任何内容。",
    "本单位原有的目录表不用改成这个样子，可以直接上传，系统会按表头认栏目。",
]


def make_template(unit):
    """A new workbook with the unit's own sections to choose from."""
    book = Workbook()
    choices = {
        "sections": [section.name for section in _open_sections(unit)],
        "kind": [kind.name for kind in kinds_for(unit)],
    }
    _fill_in(book.active, choices)
    _explain(book.create_sheet(HOW_TO))
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    for at, names in enumerate(choices.values(), start=1):
        for row, name in enumerate(names, start=1):
            options.cell(row=row, column=at, value=name).data_type = "s"
    return book


def _open_sections(unit):
    return unit.sections.filter(closed_on__isnull=True)


def _fill_in(sheet, choices):
    sheet.title = SHEET
    sheet.freeze_panes = "C2"
    sheet.row_dimensions[1].height = 28
    for at, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(at)
        cell = sheet.cell(row=1, column=at, value=column.header)
        cell.font, cell.alignment = HEAD, CENTRE
        cell.fill = DARK if column.field in REQUIRED else LIGHT
        sheet.column_dimensions[letter].width = column.width
        rule = _rule(column, choices)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{FILLED_ROWS}")


def _rule(column, choices):
    """A drop-down where there is a choice; several sections may be typed in beside it.

    `choices`: {field: names} in the order of the columns of the sheet of options.
    """
    rule = DataValidation(type=None, allow_blank=True)
    if column.field in DROP_DOWNS:
        labels = DROP_DOWNS[column.field]
        rule = DataValidation(type="list", formula1=f'"{",".join(labels)}"', allow_blank=True)
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "请从列表中选择", "可选：" + "、".join(labels)
    elif names := choices.get(column.field):
        letter = get_column_letter(list(choices).index(column.field) + 1)
        where = f"{OPTIONS}!${letter}$1:${letter}${len(names)}"
        rule = DataValidation(type="list", formula1=where, allow_blank=True)
        rule.showErrorMessage = column.field == "kind"
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = column.header, column.hint
    return rule


def _explain(sheet):
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 90
    sheet.append(["职权目录导入模板"])
    sheet["A1"].font = TITLE
    for number, text in enumerate(EXPLANATION, start=1):
        sheet.append([f"{number}. {text}"])
        sheet.cell(row=sheet.max_row, column=1).font = PLAIN
    sheet.append([])
    for values, font in [(("栏目", "怎么填"), STRONG), *_how_to()]:
        sheet.append(values)
        for cell in sheet[sheet.max_row]:
            cell.font, cell.border, cell.alignment = font, LINE, WRAP


def _how_to():
    return [((column.header, column.hint), PLAIN) for column in COLUMNS]
