"""How grave: the level proposed for a point, and the grade A/B/C proposed for a post.

The system proposes and explains, people decide (domain §3). Both are plain rules over data: a
level is a rank of a scale (a larger rank is graver), never a digit, a letter or a colour.
"""

from dataclasses import dataclass

FACTORS = {"likelihood": "可能性", "severity": "危害程度"}
GRADES = ("C", "B", "A")
MANY_MIDDLE = 2


@dataclass(frozen=True)
class LevelProposal:
    rank: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A grade and why, line by line; an empty grade says that nothing can be proposed yet."""

    grade: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """What the grade of a post looks at in one of its points."""

    rank: int | None
    likelihood: int | None = None


@dataclass(frozen=True)
class Scale:
    """The ends of a scale of levels, and the likelihood that counts as high frequency."""

    lowest: int = 1
    top: int = 3
    frequent: int = 3


def choices(rules, factor):
    """The answers a scheme offers for a factor: [{value, label, help}]."""
    return rules[factor]


def propose(rules, answers, names):
    """Likelihood × severity by a scheme's rules; None while an answer is missing.

    `names` maps a rank to what its level is called.
    """
    chosen = {factor: _answer(rules, factor, answers) for factor in FACTORS}
    if not all(chosen.values()):
        return None
    product = chosen["likelihood"]["value"] * chosen["severity"]["value"]
    row = max(
        (row for row in rules["levels"] if product >= row["at_least"]),
        key=lambda row: row["at_least"],
    )
    lines = [
        f"{FACTORS[factor]}：{option['label']}（{option['value']} 分）"
        for factor, option in chosen.items()
    ]
    values = " × ".join(str(option["value"]) for option in chosen.values())
    lines.append(f"{values} = {product}，{_range(rules, row)}建议定为{names[row['rank']]}。")
    return LevelProposal(row["rank"], tuple(lines))


def high_frequency(rules):
    """The likelihood that counts as high frequency: the highest a scheme knows."""
    return max(option["value"] for option in rules["likelihood"])


def post_grade(points, scale=Scale()):
    """The shipped rule of domain §3 [1]: more points never lower a grade.

    A: any point of the top level, or two of the middle with high frequency. C: none above the
    lowest. B: the rest.
    """
    graded = [point for point in points if point.rank is not None]
    if not graded:
        return Proposal("", ("还没有评定等级的风险点，填好以后再给出建议。",))
    top = sum(point.rank >= scale.top for point in graded)
    middle = [point for point in graded if scale.lowest < point.rank < scale.top]
    frequent = sum((point.likelihood or 0) >= scale.frequent for point in middle)
    counted = f"本岗位已评定 {len(graded)} 个风险点：最高等级 {top} 个，中间等级 {len(middle)} 个。"
    if top:
        return Proposal("A", (counted, "有最高等级的风险点，建议定为 A 级。"))
    if frequent >= MANY_MIDDLE:
        reason = f"有 {frequent} 个中间等级的风险点经常发生，建议定为 A 级。"
        return Proposal("A", (counted, reason))
    if middle:
        return Proposal("B", (counted, "有高于最低等级的风险点，建议定为 B 级。"))
    return Proposal("C", (counted, "风险点都是最低等级，建议定为 C 级。"))


def _answer(rules, factor, answers):
    value = answers.get(factor)
    return next((option for option in rules[factor] if option["value"] == value), None)


def _range(rules, row):
    """Which products lead to this level, in words."""
    above = [other["at_least"] for other in rules["levels"] if other["at_least"] > row["at_least"]]
    if not above:
        return f"{row['at_least']} 分及以上"
    last = min(above) - 1
    return f"{row['at_least']} 至 {last} 分" if last > row["at_least"] else f"{last} 分"
