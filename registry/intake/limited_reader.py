"""Reading a table file somebody sent us, in a child process that may not grow or run on.

A file of half a megabyte can take more than a gigabyte in a reader, so nothing of it is unpacked
in the web process: the child checks what the archive declares, then reads under limits of memory
and time. It gets no environment: no key and no database address is within its reach.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

MAX_BYTES = 10 * 1024 * 1024
LIMITS = {
    "memory": 384 * 1024 * 1024,
    "cpu_seconds": 4,
    "parts": 2000,
    "declared_bytes": 120 * 1024 * 1024,
    "ratio": 150,
    "ratio_from_bytes": 24 * 1024 * 1024,
    "sheets": 50,
    "rows": 60_000,
    "columns": 500,
    "cells": 600_000,
    "characters": 20_000_000,
}
WALL_SECONDS = 10
CHILD = Path(__file__).with_name("child")

WORDS = {
    "word": "这份 Word 文档（.doc）读不出来，可能已损坏，或者版本太老。请用 Word 或 WPS 打开，"
    "另存为 .docx，再上传。",
    "password": "文件加了密码。请用 Office 或 WPS 打开，去掉密码后另存一份，再导入。",
    "parts": "文件内部结构过于复杂，不像普通的表格。请把内容复制到新建的表格里，再导入一次。",
    "declared_bytes": "文件展开后过大，没有打开。请删去多余的工作表和图片，或分成几个文件导入。",
    "sheets": "工作表太多，没有打开。请只保留需要导入的工作表。",
    "rows": "行数太多，没有打开。请分成几个文件导入。",
    "columns": "列数太多，没有打开。请删去右侧多余的列再导入。",
    "cells": "内容太多，没有打开。请分成几个文件导入。",
    "characters": "文字太多，没有打开。请分成几个文件导入。",
    "macros": "文件里带有宏。请另存为“Excel 工作簿（.xlsx）”后再导入。",
    "kind": "这不是 Excel、Word 或 CSV 表格。请选择 .xlsx、.xls、.docx、.doc 或 .csv 格式的文件。",
    "encoding": "文件的文字编码认不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。",
    "unreadable": "文件读不出来，可能已损坏或加了密码。请用 Excel 或 WPS 打开另存一份，再导入。",
    "exhausted": "文件展开后过大，没有打开。请删去多余的内容，或分成几个文件导入。",
}


class UnreadableFile(Exception):
    """The file was refused; the message says why, and what to do."""


@dataclass(frozen=True)
class Sheet:
    """A visible sheet as it stands: row 1 is `rows[0]`, column A its first cell.

    Cells are str, int, float, bool, date, datetime or "" (empty). `merged` holds the merged
    ranges as (first row, first column, last row, last column), counted from 0.
    """

    name: str
    rows: list[list]
    merged: list[tuple[int, int, int, int]]


def read_sheets(path):
    """The visible sheets of an .xlsx or .xls file, the tables of a .docx or .doc, a CSV as one
    sheet; or `UnreadableFile`. What a file is tells its content, not its name.
    """
    path = Path(path).resolve()  # the child stands elsewhere
    _check_outside(path)
    answer = _ask_child(path)
    if "refused" in answer:
        raise UnreadableFile(WORDS[answer["refused"]])
    return [
        Sheet(
            name=sheet["name"],
            rows=[[_cell(value) for value in row] for row in sheet["rows"]],
            merged=[tuple(found) for found in sheet["merged"]],
        )
        for sheet in answer["sheets"]
    ]


def _check_outside(path):
    """What can be said without opening the archive."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("文件是空的。请检查是否选对了文件。")
    if size > MAX_BYTES:
        raise UnreadableFile(f"文件超过 {MAX_BYTES // 1024 // 1024} MB。请分成几个文件导入。")


def _ask_child(path):
    command = [sys.executable, "-I", "-B", str(CHILD), str(path), json.dumps(LIMITS)]
    try:
        done = subprocess.run(  # noqa: S603 (our own script, no shell, the path is ours)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "exhausted"}
    if done.returncode != 0:
        return {"refused": "exhausted"}
    return json.loads(done.stdout)


def _cell(value):
    if isinstance(value, dict):
        if "date" in value:
            return date.fromisoformat(value["date"])
        return datetime.fromisoformat(value["datetime"])
    return value
