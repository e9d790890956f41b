"""The level that remains once the measures are in place (措施后等级), never above that before."""

OTHER_SCALE = "措施后等级和风险等级不在同一张等级表里，请重新选择措施后等级。"
NOT_GRADED = "请先评定风险等级，再说措施落实以后还剩哪一级。"
ABOVE = "措施后等级不能高于风险等级{level}：措施只会让风险变轻，或者不变。"


def problem_after(level, after):
    """Why `after` cannot stand beside the level before the measures; blank where it can.

    Both are levels with their rank and scale, or None; levels of two scales are not compared.
    """
    if after is None:
        return ""
    if level is None:
        return NOT_GRADED
    if level.scale_id != after.scale_id:
        return OTHER_SCALE
    return ABOVE.format(level=level) if after.rank > level.rank else ""
