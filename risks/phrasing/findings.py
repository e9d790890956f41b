"""What a rule is, what it is given, what it answers; and how all of them are asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .composing import CAUSE_EFFECT, OWN, tidy_part
from .legible import is_damaged, says_something

ERROR, WARNING, HINT = "error", "warning", "hint"
_ORDER = {ERROR: 0, WARNING: 1, HINT: 2}
UNCHANGED = "unchanged"
TYPED, IMPORTED = "typed", "imported"

NAMES = {
    "source": "风险源",
    "risk": "风险点",
    "harm": "危害性",
    "text": "完整表述",
    "measure": "防控措施",
    "duty": "岗位职责",
}
EXAMPLES = {
    "source": "材料由一人收、一人审，没有第二人复核",
    "risk": "对不符合条件的申请放宽把关",
    "harm": "其他学生失去公平机会，学校公信力受损",
    "text": "因材料由一人收、一人审，导致对不符合条件的申请放宽把关，造成其他学生失去公平机会。",
    "measure": "收件与审核由两人分别办理，审核结果当日在公示栏公布",
    "duty": "受理转学申请，核对材料，提出接收意见",
}


@dataclass(frozen=True)
class Parts:
    """What the writer typed; `text` counts only in the own wording."""

    source: str = ""
    risk: str = ""
    harm: str = ""
    wording: str = CAUSE_EFFECT
    text: str = ""

    @cached_property
    def written(self):
        """[(part, tidied text)] of the parts that count and are not empty; every rule asks."""
        names = ("source", "risk", "harm", *(("text",) if self.wording == OWN else ()))
        tidied = [(part, tidy_part(part, getattr(self, part))) for part in names]
        return [(part, text) for part, text in tidied if text]

    @cached_property
    def legible(self):
        """Those of them that are no errors already."""
        return [
            (part, text)
            for part, text in self.written
            if not is_damaged(text) and says_something(text)
        ]


@dataclass(frozen=True)
class Neighbour:
    """Another point of the same form: how the form calls it, what it says, how grave (a rank)."""

    name: str
    risk: str
    text: str = ""
    rank: int | None = None


@dataclass(frozen=True)
class Resemblance:
    """A point of the register that reads alike: where it stands, how alike (per cent), its rank."""

    where: str
    per_cent: int
    rank: int | None = None


@dataclass(frozen=True)
class Around:
    """What a rule may look at beside the parts.

    `change`: what the row does to the register (不变/调整/新增). `origin`: typed in the browser, or
    imported. `kind`: the type of risk. `powers`: names of powers it may hang on. `people`: names of
    persons of the same section. `others`: the other points of the form. `rank` and `lowest`: the
    rank of its level and of the mildest level. `measures`: the texts of its measures;
    `repeated`: measure texts that stand in many rows of the form. `alike`: what the register has
    that reads alike, closest first.
    """

    change: str = "new"
    origin: str = TYPED
    kind: str = ""
    powers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    others: tuple[Neighbour, ...] = ()
    rank: int | None = None
    lowest: int | None = None
    measures: tuple[str, ...] = ()
    repeated: frozenset[str] = frozenset()
    alike: tuple[Resemblance, ...] = ()

    @property
    def is_written_now(self):
        """New or changed, and typed: the writer is there to say it."""
        return self.change != UNCHANGED and self.origin == TYPED


ALONE = Around()


@dataclass(frozen=True)
class Hit:
    """Where a rule found something, and the word or number its message repeats."""

    part: str
    said: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to mend: which rule, in which part, what to do, and how it could read."""

    rule: str
    severity: str
    clause: str
    part: str
    message: str
    example: str


@dataclass(frozen=True)
class Rule:
    """`find(parts, around)` yields a `Hit` for each part that breaks the rule."""

    name: str
    clause: str
    severity: str
    find: Callable
    message: str
    better: str = ""

    def finding(self, hit):
        return Finding(
            rule=self.name,
            severity=self.severity,
            clause=self.clause,
            part=hit.part,
            message=self.message.format(name=NAMES[hit.part], said=hit.said),
            example=self.better or EXAMPLES[hit.part],
        )


RULES: dict[str, "Rule"] = {}


def rule(*, severity, clause, message, better=""):
    """Register a rule under its function's name."""

    def register(find):
        name = find.__name__
        RULES[name] = Rule(name, clause, severity, find, message, better)
        return find

    return register


def check(parts, around=ALONE, rules=RULES):
    """Every finding on a point, the gravest sort first; of some rules only where they are given."""
    gravest_first = sorted((RULES[name] for name in rules), key=lambda one: _ORDER[one.severity])
    return [one.finding(hit) for one in gravest_first for hit in one.find(parts, around)]


def check_text(part, text):
    """Errors of a single text that stands by itself: a measure or a duty."""
    if not text.strip():
        return []
    if is_damaged(text):
        return [RULES["damaged"].finding(Hit(part))]
    return [] if says_something(text) else [RULES["nothing_said"].finding(Hit(part))]
