"""Text of cells, cleaned of what is certainly damage; the original stays in the file."""

import re
from datetime import date, datetime

_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_HAN = r"\u3400-\u9fff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")
_WRAP_IN_WORD = re.compile(rf"(?<=[{_HAN}，、])\n(?=[{_HAN}])")
# 權(quán)力: the reading of a character, straight behind it, told by its tone mark.
_READING = re.compile(
    rf"(?<=[{_HAN}])[(（](?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{1,7}}[)）]"
)
_PAGE_MARK = re.compile(r"^第\s*\d+\s*页")
_FOOTER = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填\s*表\s*人|审核人|单位负责人)"
)
_CHINESE_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
_GROUP = re.compile(
    r"(?:外部|内部)(?:职权|事项|权力)|(?:行政)?(?:许可|处罚|强制|征收|给付|检查|确认|奖励|裁决)(?:类|职权)?"
)
EMPTY = {"", "无", "—", "-", "/", "\\", "——"}


def text_of(cell):
    """The cell as text, lines kept."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case datetime():
            return f"{cell.year}年{cell.month}月{cell.day}日"
        case date():
            return f"{cell.year}年{cell.month}月{cell.day}日"
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    lines = _BLANKS.sub(" ", _DROPPED.sub("", text)).split("\n")
    joined = "\n".join(stripped for line in lines if (stripped := line.strip()))
    return _READING.sub("", _BETWEEN_HAN.sub("", joined))


def one_line(text):
    """A hard wrap inside a word is no blank; elsewhere it is one."""
    return _WRAP_IN_WORD.sub("", text).replace("\n", " ")


def is_empty(text):
    return text in EMPTY


def is_page_mark(cells):
    """A page number, a total or a footer: the first words of a row that is no row."""
    first = next((text for cell in cells if (text := text_of(cell))), "")
    return bool(_PAGE_MARK.match(first) or _FOOTER.match(first))


def heading_of(cells):
    """The words of a row that heads others: 一、外部职权（12项）, (二)行政处罚; else "".

    One filled cell, numbered in Chinese figures or saying nothing but a side or kind.
    """
    filled = list(dict.fromkeys(text for cell in cells if (text := text_of(cell))))
    if len(filled) != 1 or len(filled[0]) > 30:
        return ""
    is_heading = _CHINESE_NUMBER.match(filled[0]) or _GROUP.fullmatch(filled[0])
    return filled[0] if is_heading else ""
