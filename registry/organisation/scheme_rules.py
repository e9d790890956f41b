"""Whether the rules of a grading scheme can be read: what each kind of scheme holds.

likelihood_harm  {"likelihood": [option], "severity": [option], "levels": [threshold]}
by_factors       {"factors": [{"code", "label", "options": [option], "weight"?}], "levels"}
by_matter        {"matters": [{"code", "label", "rank", "help"?, "frequent"?}], "label"?}
criteria_count   {"criteria": [{"code", "label", "help"?, "frequent"?}], "levels", "label"?}

An option is {"value": 1, 2, …, "label", "help"?}; a threshold {"at_least", "rank"}, gravest first.
"""

PAIR = {"likelihood": "可能性", "severity": "危害程度"}
# The six factors of [0][2][4]; their codes are the names of the fields that ask for them.
FACTORS = {
    "importance": "权力的重要程度",
    "frequency": "行使的频率",
    "discretion": "自由裁量的大小",
    **PAIR,
    "concern": "群众关注程度",
}


def problems_of(kind, rules, ranks):
    """What is wrong with rules typed by hand, in words; `ranks` are those of the scale."""
    if not isinstance(rules, dict):
        return ["规则应是一个对象，写在一对大括号里。"]
    return _CHECKS[kind](rules, ranks)


def _pair(rules, ranks):
    problems = [
        f"{name}（{key}）的每一项要有 value（从 1 起的整数，不重复）和 label。"
        for key, name in PAIR.items()
        if not _is_factor(rules.get(key))
    ]
    return problems or _problems_of_levels(rules, ranks, least=1)


def _factors(rules, ranks):
    factors = rules.get("factors")
    if not _are_rows(factors) or not all(_is_factor(one.get("options")) for one in factors):
        return ["因素（factors）的每一项要有 code、label 和 options；options 的 value 从 1 起。"]
    if not {one["code"] for one in factors} <= set(FACTORS):
        return [f"因素（factors）的 code 只能是：{'、'.join(FACTORS)}。"]
    if not all(_is_number(one.get("weight", 1)) and one.get("weight", 1) > 0 for one in factors):
        return ["因素（factors）的 weight 要是大于 0 的整数。"]
    return _problems_of_levels(rules, ranks, least=sum(one.get("weight", 1) for one in factors))


def _matters(rules, ranks):
    matters = rules.get("matters")
    if not _are_rows(matters) or not all(_is_number(one.get("rank")) for one in matters):
        return ["事项（matters）的每一项要有 code（不重复）、label 和 rank（整数）。"]
    if not {one["rank"] for one in matters} <= ranks:
        return ["事项（matters）里的 rank 要是所选等级表里有的严重程度序。"]
    return []


def _criteria(rules, ranks):
    if not _are_rows(rules.get("criteria")):
        return ["情形（criteria）的每一项要有 code（不重复）和 label。"]
    return _problems_of_levels(rules, ranks, least=0)


_CHECKS = {
    "likelihood_harm": _pair,
    "by_factors": _factors,
    "by_matter": _matters,
    "criteria_count": _criteria,
}


def _are_rows(rows):
    """A list of rows with codes, each once, and labels."""
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return False
    codes = [row.get("code") for row in rows]
    texts = [*codes, *(row.get("label") for row in rows)]
    return all(isinstance(text, str) and text for text in texts) and len(set(codes)) == len(codes)


def _is_factor(options):
    if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
        return False
    values = [option.get("value") for option in options]
    return (
        values == list(range(1, len(values) + 1))
        and bool(values)
        and all(isinstance(option.get("label"), str) and option["label"] for option in options)
    )


def _problems_of_levels(rules, ranks, least):
    """Every result from the least on has a level."""
    levels = rules.get("levels")
    if not isinstance(levels, list) or not all(_is_level(level) for level in levels) or not levels:
        return ["等级（levels）的每一项要有 at_least 和 rank，都是整数。"]
    thresholds = [level["at_least"] for level in levels]
    problems = []
    if thresholds != sorted(set(thresholds), reverse=True) or thresholds[-1] > least:
        problems.append(f"等级（levels）要从高到低排列，最后一项的 at_least 为 {least}。")
    if not {level["rank"] for level in levels} <= ranks:
        problems.append("等级（levels）里的 rank 要是所选等级表里有的严重程度序。")
    return problems


def _is_level(level):
    return (
        isinstance(level, dict)
        and _is_number(level.get("at_least"))
        and _is_number(level.get("rank"))
    )


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)
