"""The grade A/B/C of a post, from the levels of its points [1]."""

from dataclasses import dataclass

GRADES = ("C", "B", "A")
MANY_MIDDLE = 2


@dataclass(frozen=True)
class Proposal:
    """A grade and why, line by line; an empty grade says that nothing can be proposed yet."""

    grade: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """What the grade of a post looks at in one of its points."""

    rank: int | None
    frequent: bool = False


@dataclass(frozen=True)
class Scale:
    """The ends of a scale of levels."""

    lowest: int = 1
    top: int = 3


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
    frequent = sum(point.frequent for point in middle)
    counted = f"本岗位已评定 {len(graded)} 个风险点：最高等级 {top} 个，中间等级 {len(middle)} 个。"
    if top:
        return Proposal("A", (counted, "有最高等级的风险点，建议定为 A 级。"))
    if frequent >= MANY_MIDDLE:
        reason = f"有 {frequent} 个中间等级的风险点经常发生，建议定为 A 级。"
        return Proposal("A", (counted, reason))
    if middle:
        return Proposal("B", (counted, "有高于最低等级的风险点，建议定为 B 级。"))
    return Proposal("C", (counted, "风险点都是最低等级，建议定为 C 级。"))
