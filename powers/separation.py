"""分权: into which parts a power is split, and which of them one post must not hold together.

The splits of [4] 二(一) as data. A step is tagged with one part; all parts of one split are to be
apart. No database: `conflicts` reads plain content (`powers.content`).
"""

import re
from dataclasses import dataclass

CLAUSE = "[4] 二(一) 分权防控"


@dataclass(frozen=True)
class Split:
    """`parts`: {code of the part: its name}; a code is of one split only."""

    name: str
    parts: dict[str, str]

    def __str__(self):
        return f"{self.name}（{'、'.join(self.parts.values())}）"


SPLITS = (
    Split(
        "决策、执行、监督",
        {"decision": "决策", "execution": "执行", "supervision": "监督"},
    ),
    Split(
        "政府投资项目",
        {
            "works_investment": "投资",
            "works_construction": "建设",
            "works_control": "监管",
            "works_use": "使用",
        },
    ),
    Split(
        "公共资源交易",
        {
            "trade_charge": "主管",
            "trade_handling": "办理",
            "trade_review": "评审",
            "trade_supervision": "监督",
        },
    ),
    Split("政府采购", {"purchase_control": "管理", "purchase_execution": "采购"}),
    Split(
        "行政处罚、强制",
        {"case_inquiry": "调查", "case_decision": "决定", "case_execution": "执行"},
    ),
    Split(
        "财政专项资金",
        {"funds_review": "评审", "funds_decision": "决定", "funds_evaluation": "绩效评估"},
    ),
    Split("专家评审事项", {"experts_review": "评审", "experts_ruling": "裁决"}),
    Split("评审专家", {"experts_keeping": "管理", "experts_use": "使用"}),
)
PARTS = {code: name for split in SPLITS for code, name in split.parts.items()}
_SPLIT_OF = {code: split for split in SPLITS for code in split.parts}
# A body that decides together may stand on any side: [4] wants weighty matters decided so.
_TOGETHER = re.compile("集体|会议|办公会|班子|党组|党委会|领导小组|委员会|校务会|评审组")


def part_named(code):
    """The part with its split, as a reader sees it; blank for none."""
    return f"{PARTS[code]}（{_SPLIT_OF[code].name}）" if code in PARTS else ""


def grouped_choices():
    """Groups of a select: the splits with their parts."""
    return [(str(split), list(split.parts.items())) for split in SPLITS]


@dataclass(frozen=True)
class Conflict:
    """One post on several sides of a split: {name of the part: [labels of its steps]}."""

    handler: str
    post_id: int | None
    split: Split
    sides: dict[str, list[str]]

    @property
    def said(self):
        sides = (f"“{'”“'.join(steps)}”（{part}）" for part, steps in self.sides.items())
        return f"{self.handler}同时办理{'和'.join(sides)}"

    @property
    def about(self):
        """The content that a finding speaks of."""
        return f"{self.split.name}|{self.said}"

    def as_point(self, name):
        """What may go wrong and what is done about it, for the form of the post: the fields of a
        suggestion, of the power called `name`."""
        sides = "、".join(self.sides)
        return {
            "source": f"“{name}”的{sides}由一个岗位办理，没有人制约",
            "risk": "可能自己办、自己定、自己查",
            "harm": "办错了没有人发现，影响公平公正",
            "measure": f"{sides}分给不同的岗位办理；重大、复杂、敏感的事项集体决策",
            "reason": f"目录初审看到：{self.said}。{CLAUSE}",
        }


def conflicts(content):
    """[Conflict], in the order of the steps. Steps without a handler say nothing."""
    held = {}
    for label in content.get("steps", ()):
        details = content.get("details", {}).get(label, {})
        handler, code = details.get("handler", "").strip(), details.get("part", "")
        if code in PARTS and handler and not _TOGETHER.search(handler):
            post_id = details.get("post_id")
            key = (_SPLIT_OF[code].name, post_id or handler)
            found = held.setdefault(key, Conflict(handler, post_id, _SPLIT_OF[code], {}))
            found.sides.setdefault(PARTS[code], []).append(label)
    return [each for each in held.values() if len(each.sides) > 1]
