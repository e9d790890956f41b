"""What a rule is, what it is given, what it answers; and how all of them are asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

ERROR, WARNING, HINT = "error", "warning", "hint"
UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Ground:
    """A cited basis and what the register says of it on the day; `law` empty: not in it.

    `state`: the code of its state. `level`: the code and `level_name` the name of its level.
    `gone`: articles it names that are repealed.
    """

    written: str
    article: str = ""
    law: str = ""
    level: str = ""
    level_name: str = ""
    state: str = ""
    replaced_by: str = ""
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Near:
    """Another row of the catalogue with nearly the same name."""

    line_id: int
    serial: int
    name: str


@dataclass(frozen=True)
class Around:
    """What a rule may look at beside the row.

    `change`: what the row does to the register. `grounds`: its bases as the register knows them.
    `has_register`: whether there is a law register at all. `near`: rows of nearly the same name.
    `above`: the names of the units over this one, nearest first. `taken_up_by`: of units that have
    taken this power up.
    """

    change: str = "new"
    grounds: tuple[Ground, ...] = ()
    has_register: bool = True
    near: tuple[Near, ...] = ()
    above: tuple[str, ...] = ()
    taken_up_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """What a rule found: the content it is about, words its message repeats, a better wording.

    `post_id`: a post that may take the thought up into its own form. `strike`: the reason with
    which the row may go.
    """

    about: str
    said: str = ""
    example: str = ""
    near: Near | None = None
    post_id: int | None = None
    strike: str = ""


@dataclass(frozen=True)
class Found:
    """One thing to mend: which rule, in which field, what to do, how it could read."""

    rule: str
    severity: str
    clause: str
    part: str
    text: str
    example: str
    about: str
    near: Near | None = None
    post_id: int | None = None
    strike: str = ""


@dataclass(frozen=True)
class Rule:
    """`find(content, around)` yields a `Hit` for each thing that breaks the rule.

    `again`: whether a row that is carried forward untouched is asked again, because what it rests
    on may have changed since it was passed.
    """

    name: str
    part: str
    clause: str
    severity: str
    find: Callable
    message: str
    better: str = field(default="")
    again: bool = False

    def found(self, hit):
        return Found(
            rule=self.name,
            severity=self.severity,
            clause=self.clause,
            part=self.part,
            text=self.message.format(said=hit.said),
            example=hit.example or self.better,
            about=hit.about,
            near=hit.near,
            post_id=hit.post_id,
            strike=hit.strike,
        )


RULES: dict[str, Rule] = {}


def rule(*, part, severity, clause, message, better="", again=False):
    """Register a rule under its function's name."""

    def register(find):
        name = find.__name__
        RULES[name] = Rule(name, part, clause, severity, find, message, better, again)
        return find

    return register


def check(content, around):
    """Every finding on a row, errors first."""
    asked = [one for one in RULES.values() if one.again or around.change != UNCHANGED]
    found = [one.found(hit) for one in asked for hit in one.find(content, around)]
    return sorted(found, key=lambda one: (ERROR, WARNING, HINT).index(one.severity))
