"""A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, lines for rows.

A cell with a line break, a tab or a quotation mark in it stands in quotes, with its own quotes
doubled. A quotation mark that closes nowhere belongs to the text: people write 「"一岗双责"落实」.
"""

import re

MOST_CHARACTERS = 200_000
MOST_ROWS = 300
MOST_COLUMNS = 40
_END = re.compile(r"[\t\n]")


class UnreadableBlock(ValueError):
    """The block is too large or is no block of cells; the message says what to do."""


def cells_of(text):
    """The rows of the block, each a list of texts; blank rows at its end are dropped."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableBlock(
            f"粘贴的内容超过 {MOST_CHARACTERS // 10_000} 万个字。请分几次粘贴，或改用表格导入。"
        )
    rows = _split(text.replace("\r\n", "\n").replace("\r", "\n"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise UnreadableBlock(
            f"粘贴了 {len(rows)} 行，一次最多 {MOST_ROWS} 行。请分几次粘贴，或改用表格导入。"
        )
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise UnreadableBlock(f"一次最多 {MOST_COLUMNS} 列。请只复制需要的几列再粘贴。")
    return rows


def _split(text):
    rows, row, at = [], [], 0
    while True:
        cell, at = _cell(text, at)
        row.append(cell)
        sign = text[at : at + 1]
        if sign != "\t":
            rows.append(row)
            row = []
        if not sign:
            return rows
        at += 1


def _cell(text, at):
    """(the cell that begins here, where it ends)."""
    if text.startswith('"', at):
        end = _closing(text, at + 1)
        if end is not None:
            return text[at + 1 : end].replace('""', '"'), end + 1
    found = _END.search(text, at)
    end = found.start() if found else len(text)
    return text[at:end], end


def _closing(text, at):
    """The quotation mark that closes a cell: not doubled, and the cell ends behind it."""
    while (at := text.find('"', at)) >= 0:
        if not text.startswith('"', at + 1):
            return at if text[at + 1 : at + 2] in ("", "\t", "\n") else None
        at += 2
    return None
