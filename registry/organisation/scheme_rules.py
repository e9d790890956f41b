"""Whether the rules of a grading scheme can be read: factors with values, thresholds with ranks."""

FACTORS = {"likelihood": "可能性", "severity": "危害程度"}


def problems_of(rules, ranks):
    """What is wrong with rules typed by hand, in words; `ranks` are those of the scale."""
    if not isinstance(rules, dict):
        return ["规则应是一个对象，含 likelihood、severity、levels 三项。"]
    problems = [
        f"{name}（{key}）的每一项要有 value（从 1 起的整数，不重复）和 label。"
        for key, name in FACTORS.items()
        if not _is_factor(rules.get(key))
    ]
    return problems or _problems_of_levels(rules, ranks)


def _is_factor(options):
    if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
        return False
    values = [option.get("value") for option in options]
    return (
        values == list(range(1, len(values) + 1))
        and bool(values)
        and all(isinstance(option.get("label"), str) and option["label"] for option in options)
    )


def _problems_of_levels(rules, ranks):
    levels = rules.get("levels")
    if not isinstance(levels, list) or not all(_is_level(level) for level in levels) or not levels:
        return ["等级（levels）的每一项要有 at_least 和 rank，都是整数。"]
    thresholds = [level["at_least"] for level in levels]
    problems = []
    if thresholds != sorted(set(thresholds), reverse=True) or thresholds[-1] > 1:
        problems.append("等级（levels）要从高到低排列，最后一项的 at_least 为 1。")
    if not {level["rank"] for level in levels} <= ranks:
        problems.append("等级（levels）里的 rank 要是所选等级表里有的严重程度序。")
    return problems


def _is_level(level):
    return (
        isinstance(level, dict)
        and isinstance(level.get("at_least"), int)
        and isinstance(level.get("rank"), int)
    )
