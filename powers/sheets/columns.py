"""The columns a catalogue may have, by the many names real tables give them."""

import re
import unicodedata
from dataclasses import dataclass

from powers.content import LABELS

HEADER_WITHIN = 30
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNSAID = re.compile(r"[\s*:.、\u200b-\u200f\ufeff]+")


@dataclass(frozen=True)
class Column:
    """`also`: other headers for it; `fills_down`: printed once for several rows."""

    field: str
    also: tuple[str, ...] = ()
    fills_down: bool = False
    hint: str = ""
    width: int = 16

    @property
    def header(self):
        return LABELS[self.field]


# In the order of the official form; the template has the same order.
COLUMNS = (
    Column("side", ("内部外部", "内部/外部", "职权性质"), True, "外部职权或内部职权。", 12),
    Column(
        "name",
        ("事项名称", "权责事项名称", "权力事项名称", "职权", "权力名称", "职权事项", "权责名称"),
        hint="必填。照依据的说法写，看得出权力的性质，如“学生学籍变动审核”。",
        width=30,
    ),
    Column(
        "kind",
        ("权力类型", "权力类别", "职权类别", "事项类型", "类型"),
        True,
        "十类之一；拿不准就选“其他职权”。",
        14,
    ),
    Column(
        "exercising_body",
        ("实施主体", "责任主体", "法定主体"),
        True,
        "以谁的名义行使；不填就是本单位。",
        22,
    ),
    Column(
        "sections",
        ("承办机构", "承办处室", "责任科室", "内设机构", "承办部门", "承办处室科室"),
        True,
        "本单位现有科室；几个科室共同承办的用顿号隔开。",
        20,
    ),
    Column(
        "bases",
        ("实施依据", "设定依据", "法定依据", "职权依据", "依据"),
        hint="写全称和条款，如“《中华人民共和国教育法》第二十八条”；几条的各占一行。",
        width=44,
    ),
    Column("handling_body", ("办理机构", "经办人"), hint="具体由谁办。", width=20),
    Column("time_limit", ("办理时限", "法定期限", "承诺期限", "期限"), hint="如“五个工作日”。"),
    Column("supervision_channel", ("监督方式", "监督电话"), hint="群众向哪里反映。", width=22),
    Column("content", ("内容", "事项内容"), hint="一两句话说明管什么。", width=30),
    Column("conditions", ("条件", "申请条件"), hint="符合什么条件可以办。", width=24),
    Column("procedure", ("程序", "工作程序"), hint="怎么办、要什么材料。", width=30),
    Column(
        "steps", ("环节", "流程环节", "运行流程"), hint="按先后写，各占一行，如受理、审核、办结。"
    ),
    Column("disposition", ("处理意见",), hint="保留、下放、转移或事后监督；不填按保留。"),
    Column(
        "visibility", ("公开方式", "是否公开"), hint="不填：外部面向社会公开，内部单位内部公开。"
    ),
    Column("ground", ("保密理由", "不公开理由"), hint="只在“不公开”时填写。", width=22),
)
BY_FIELD = {column.field: column for column in COLUMNS}


def header_key(cell):
    """A header as it is compared: no blanks, no brackets with their content, one width."""
    text = unicodedata.normalize("NFKC", str(cell))
    return _UNSAID.sub("", _BRACKETED.sub("", _UNSAID.sub("", text)))


_FIELDS = {
    header_key(name): column.field for column in COLUMNS for name in (column.header, *column.also)
}


@dataclass(frozen=True)
class Header:
    """`first` and `last` row of the header, and the field of each column that has one."""

    first: int
    last: int
    fields: dict[int, str]
    titles: dict[int, str]


def find_header(rows):
    """The row of the first thirty that names most columns, with the row below it; or None.

    A table without names of powers is no catalogue.
    """
    found = [_header_at(rows, index) for index in range(min(len(rows), HEADER_WITHIN))]
    fitting = [
        header for header in found if "name" in header.fields.values() and len(header.fields) > 1
    ]
    return max(fitting, key=lambda header: (len(header.fields), -header.first), default=None)


def is_header_again(cells, header):
    """Tables repeat their header on every printed page."""
    repeated = [at for at in header.fields if at < len(cells) and header_key(cells[at]) in _FIELDS]
    return len(repeated) > 1


def _header_at(rows, index):
    """One row read as a header, or two where the second names further columns."""
    header = _named(rows[index : index + 1], index)
    if header.fields and index + 1 < len(rows) and _is_header_row(rows[index + 1]):
        both = _named(rows[index : index + 2], index)
        if len(both.fields) > len(header.fields):
            return both
    return header


def _named(lines, index):
    fields, titles = {}, {}
    for at in range(max(map(len, lines))):
        texts = [_cell(line, at) for line in lines]
        titles[at] = "".join(dict.fromkeys(texts))
        for text in (*texts, titles[at]):
            name = _FIELDS.get(header_key(text))
            if name and name not in fields.values():
                fields[at] = name
                break
    return Header(index, index + len(lines) - 1, fields, titles)


def _is_header_row(cells):
    """Whether a second line still belongs to the header: short words, no sentence."""
    texts = [str(cell) for cell in cells if str(cell).strip()]
    return bool(texts) and all(len(header_key(text)) <= 8 for text in texts)


def _cell(cells, at):
    return str(cells[at]).strip() if at < len(cells) else ""
