"""When the adjustment of a point in force needs a reason: once its level goes down (design §3)."""

WHY_MISSING = "等级比现行的{old}降低了，请写一句调整理由，方便审核人了解情况。"


def missing_reason(base, level, why):
    """What to say where a lower level than the one in force comes without a reason; else blank.

    `base` is the version in force that the row starts from, None for a new point. Levels of two
    scales are not compared: which of them is the graver nobody has said.
    """
    if base is None or base.level is None or level is None or why.strip():
        return ""
    if base.level.scale_id != level.scale_id or level.rank >= base.level.rank:
        return ""
    return WHY_MISSING.format(old=base.level)
