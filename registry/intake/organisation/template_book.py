"""The workbook to fill in: an explanation, four sheets with drop-downs, nothing that calculates."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .columns import SHEETS

FILLED_ROWS = 2000
INK, REQUIRED, OPTIONAL = "FFFFFFFF", "FF0E4F5C", "FF51656F"
TITLE = Font(name="Microsoft YaHei", size=14, bold=True)
STRONG = Font(name="Microsoft YaHei", size=11, bold=True)
PLAIN = Font(name="Microsoft YaHei", size=11)
HEAD = Font(name="Microsoft YaHei", size=11, bold=True, color=INK)
LINE = Border(bottom=Side(style="thin", color="FFD6DFE1"))
WRAP = Alignment(wrap_text=True, vertical="top")

EXPLANATION = [
    "按“单位、科室、岗位、人员”的顺序填写；不需要的表可以空着，工作表名称和表头请不要改。",
    "深色表头是必填列，浅色表头可以不填。鼠标点到单元格上会显示填写提示。",
    "已有的单位、科室、岗位、人员按代码和名称识别，再导入不会重复，只更新变化；空格子表示不改。",
    "上传后先看核对结果，有问题会指出哪张表、第几行、哪一列；确认之前不会写入任何内容。",
    "确认时要么全部写入，要么一行也不写。",
    "一人任多个岗位的，在“人员”表里写多行。人员变动请在后台办理“交接”，不要用导入代替。",
    "席位属于岗位，不属于个人。表里的席位在安全管理员确认之后才生效。",
    "新开的账号各有一个初始密码，只在确认后的页面上显示一次，请当场打印；首次登录必须更换。",
]


def make_template():
    """A new workbook; the caller writes it out."""
    book = Workbook()
    _explain(book.active)
    for plan in SHEETS:
        _add_sheet(book, plan)
    return book


def _explain(sheet):
    sheet.title = "填写说明"
    sheet.sheet_view.showGridLines = False
    for column, width in {"A": 14, "B": 20, "C": 10, "D": 72}.items():
        sheet.column_dimensions[column].width = width
    sheet.append(["机构与人员导入模板"])
    sheet["A1"].font = TITLE
    for number, text in enumerate(EXPLANATION, start=1):
        sheet.append([f"{number}. {text}"])
        sheet.merge_cells(start_row=number + 1, end_row=number + 1, start_column=1, end_column=4)
        cell = sheet.cell(row=number + 1, column=1)
        cell.font, cell.alignment = PLAIN, WRAP
        sheet.row_dimensions[number + 1].height = 36 if len(text) > 55 else 20
    sheet.append([])
    _append(sheet, ["工作表", "列", "是否必填", "怎么填"], STRONG)
    for plan in SHEETS:
        for column in plan.columns:
            required = "必填" if column.is_required else "选填"
            _append(sheet, [plan.name, column.header, required, _how(column)], PLAIN)


def _append(sheet, values, font):
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.border, cell.alignment = font, LINE, WRAP


def _how(column):
    options = f"可选：{'、'.join(column.choices)}。" if column.choices else ""
    return f"{column.hint}{options}" or "按实际填写。"


def _add_sheet(book, plan):
    sheet = book.create_sheet(plan.name)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(plan.columns, start=1):
        letter = get_column_letter(at)
        cell = sheet.cell(row=1, column=at, value=column.header)
        cell.font = HEAD
        cell.fill = PatternFill("solid", fgColor=REQUIRED if column.is_required else OPTIONAL)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[letter].width = column.width
        # Codes and dates typed by hand stay as typed; Excel would make a number of 0012.
        sheet.column_dimensions[letter].number_format = "@"
        rule = _rule(column)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{FILLED_ROWS}")
    sheet.row_dimensions[1].height = 28


def _rule(column):
    """A drop-down where there is a choice; on every column the hint beside the cell."""
    if column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"')
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "请从列表中选择", "可选：" + "、".join(column.choices)[:200]
    else:
        rule = DataValidation(type=None)
    rule.allow_blank = True
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = column.header[:32], _how(column)[:250]
    return rule
