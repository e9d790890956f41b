"""Text of cells, cleaned of what is certainly damage; the original stays in the file."""

import re
from datetime import date

from registry.tables.text import chinese_date

from .cleaning import clean

_HAN = r"\u3400-\u9fff"
_WRAP_IN_WORD = re.compile(rf"(?<=[{_HAN}，、])\n(?=[{_HAN}])")
_PAGE_MARK = re.compile(r"^第\s*\d+\s*页")
_FOOTER = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填\s*表\s*人|审核人|单位负责人)"
)
_CHINESE_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
_GROUP = re.compile(
    r"(?:外部|内部)(?:职权|事项|权力)|(?:行政)?(?:许可|处罚|强制|征收|给付|检查|确认|奖励|裁决)(?:类|职权)?"
)
MOST_IN_HEADING = 2  # one text, and perhaps the same once more with other blanks
EMPTY = {"", "无", "—", "-", "/", "\\", "——"}


def text_of(cell):
    """The cell as text, lines kept, certain damage mended."""
    return cleaned(cell)[0]


def cleaned(cell):
    """(the text of a cell, lines kept; what was mended in it)."""
    return clean(written(cell))


def written(cell):
    """The cell as it stands, in words."""
    if type(cell) is str and "\r" not in cell:
        return cell
    match cell:
        case bool():
            return "是" if cell else "否"
        case date():
            return chinese_date(cell)
    return str(cell).replace("\r\n", "\n").replace("\r", "\n")


def one_line(text):
    """A hard wrap inside a word is no blank; elsewhere it is one."""
    return _WRAP_IN_WORD.sub("", text).replace("\n", " ") if "\n" in text else text


def is_empty(text):
    return text in EMPTY


def is_page_mark(cells):
    """A page number, a total or a footer: the first words of a row that is no row."""
    first = next((text for cell in cells if (text := written(cell).strip())), "")
    return bool(_PAGE_MARK.match(first) or _FOOTER.match(first))


def heading_of(cells):
    """The words of a row that heads others: 一、外部职权（12项）, (二)行政处罚; else "".

    One filled cell, numbered in Chinese figures or saying nothing but a side or kind.
    """
    if len({text for cell in cells if (text := written(cell).strip())}) > MOST_IN_HEADING:
        return ""
    filled = list(dict.fromkeys(text for cell in cells if (text := text_of(cell))))
    if len(filled) != 1 or len(filled[0]) > 30:
        return ""
    is_heading = _CHINESE_NUMBER.match(filled[0]) or _GROUP.fullmatch(filled[0])
    return filled[0] if is_heading else ""
