"""The particulars of a power as plain content, in words, and as lists of texts for a publication.

Plain content holds, beside what `powers.content` names, the texts of `TEXTS` and the lists of
`LISTS`: each a list of dicts with the fields of its rows, numbers of a benchmark as plain text
("1000", blank: no limit), its ends as true or false. All blank: a power as lists showed it before.
"""

from dataclasses import dataclass
from decimal import Decimal

from .ranges import Range, plain_number, range_in_words

TEXTS = {
    "code": "职权编码",
    "supervision_phone": "监督电话",
    "supervision_address": "监督地址",
    "supervision_email": "监督邮箱",
}
STAGES = ("受理", "审查", "决定", "送达", "事后监管", "其他")
NUMBERS = ("lower", "upper")
ENDS = ("lower_closed", "upper_closed")


@dataclass(frozen=True)
class Particulars:
    """One list: the key in plain content, its title, its fields, the field without which a row is
    none, and the key under which a publication shows each field."""

    key: str
    title: str
    fields: tuple[str, ...]
    needed: str
    shown: dict[str, str]


LISTS = (
    Particulars(
        "sub_items",
        "子项",
        ("code", "name"),
        "name",
        {"code": "sub_item_codes", "name": "sub_items"},
    ),
    Particulars(
        "responsibilities",
        "责任事项",
        ("stage", "text", "basis"),
        "text",
        {
            "stage": "responsibility_stages",
            "text": "responsibilities",
            "basis": "responsibility_bases",
        },
    ),
    Particulars(
        "accountabilities",
        "追责情形",
        ("text", "basis"),
        "text",
        {"text": "accountabilities", "basis": "accountability_bases"},
    ),
    Particulars(
        "benchmarks",
        "裁量基准",
        (
            "condition",
            "kind",
            "lower",
            "lower_closed",
            "upper",
            "upper_closed",
            "unit",
            "basis",
        ),
        "condition",
        {
            "condition": "benchmark_conditions",
            "kind": "benchmark_kinds",
            "range": "benchmark_ranges",
            "lower": "benchmark_lowers",
            "upper": "benchmark_uppers",
            "ends": "benchmark_ends",
            "unit": "benchmark_units",
            "basis": "benchmark_bases",
        },
    ),
)
BY_KEY = {each.key: each for each in LISTS}
LABELS = {**TEXTS, **{each.key: each.title for each in LISTS}}


def whole(content):
    """The content with every text and list there."""
    blank = {**dict.fromkeys(TEXTS, ""), **{each.key: [] for each in LISTS}}
    return {**blank, **content}


def of_version(version):
    """The plain lists of a version; no query when it was read by `with_content`."""
    return {
        each.key: [_plain(row, each.fields) for row in getattr(version, each.key).all()]
        for each in LISTS
    }


def _plain(row, fields):
    said = {name: getattr(row, name) for name in fields}
    return said | {name: plain_number(said[name]) for name in NUMBERS if name in said}


def without_blanks(content):
    """What says something: a power without particulars is sealed and shown as before there were
    any."""
    return {
        name: said for name, said in content.items() if said or name not in (*TEXTS, *_LIST_KEYS)
    }


_LIST_KEYS = tuple(BY_KEY)


def ranges_of(content):
    """The benchmark as ranges, in the order of its rows."""
    return [
        Range(
            place,
            row["kind"],
            number(row["lower"]),
            number(row["upper"]),
            row["lower_closed"],
            row["upper_closed"],
            row["unit"],
        )
        for place, row in enumerate(content.get("benchmarks", ()), start=1)
    ]


def number(text):
    """The limit that plain content writes; None for a blank."""
    return Decimal(text) if text else None


def words_of(content):
    """Each text and list as a reader sees it: a line for each row."""
    content = whole(content)
    return {name: content[name] for name in TEXTS} | {
        key: "\n".join(said(row) for row in content[key]) for key, said in _SAID.items()
    }


def _sub_item(row):
    return f"{row['name']}（{row['code']}）" if row["code"] else row["name"]


def _responsibility(row):
    return f"{row['stage']}：{row['text']}{_resting(row)}"


def _accountability(row):
    return f"{row['text']}{_resting(row)}"


def _benchmark(row):
    given = "，".join(filter(None, (row["kind"], range_of(row))))
    return f"{row['condition']}：{given}{_resting(row)}"


def _resting(row):
    return f"（{row['basis']}）" if row["basis"] else ""


_SAID = {
    "sub_items": _sub_item,
    "responsibilities": _responsibility,
    "accountabilities": _accountability,
    "benchmarks": _benchmark,
}


def range_of(row):
    """The range of one row of a benchmark in words."""
    return range_in_words(
        number(row["lower"]),
        number(row["upper"]),
        row["unit"],
        row["lower_closed"],
        row["upper_closed"],
    )


def public(content):
    """What a publication freezes: texts, and lists of texts of one length for each kind of row.

    What is blank is left out: rows of a power without particulars read as they did before.
    """
    texts = {name: content[name] for name in TEXTS if content.get(name)}
    lists = {
        shown: [_shown(row, name) for row in content[each.key]]
        for each in LISTS
        if content.get(each.key)
        for name, shown in each.shown.items()
    }
    return texts | lists


# Limits as programs read them; `benchmark_ranges` says the same to readers.
FOR_PROGRAMS = {"benchmark_lowers", "benchmark_uppers", "benchmark_ends"}
# The titles of what a publication holds, by its key there.
TITLES_OF_PUBLIC = {
    **TEXTS,
    "sub_items": "子项",
    "sub_item_codes": "子项编码",
    "responsibility_stages": "责任事项的环节",
    "responsibilities": "责任事项",
    "responsibility_bases": "责任事项的依据",
    "accountabilities": "追责情形",
    "accountability_bases": "追责情形的依据",
    "benchmark_conditions": "裁量的适用情形",
    "benchmark_kinds": "裁量的处理种类",
    "benchmark_ranges": "裁量的幅度",
    "benchmark_lowers": "裁量幅度的下限",
    "benchmark_uppers": "裁量幅度的上限",
    "benchmark_ends": "裁量幅度含不含两端",
    "benchmark_units": "裁量幅度的单位",
    "benchmark_bases": "裁量的依据",
}


def _shown(row, name):
    if name == "range":
        return range_of(row)
    if name == "ends":
        return f"{'[' if row['lower_closed'] else '('}{']' if row['upper_closed'] else ')'}"
    return row[name]


def rows_of_public(row):
    """{key: rows} from a row of a publication, each a dict of texts, for a page or a sheet."""
    return {
        each.key: [
            dict(zip(each.shown, said, strict=True))
            for said in zip(*(row[shown] for shown in each.shown.values()), strict=True)
        ]
        for each in LISTS
        if row.get(each.shown[each.needed])
    }
