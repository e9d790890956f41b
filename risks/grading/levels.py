"""The level proposed for a point, by the four kinds of scheme, explained line by line.

A scheme is data: its kind and its rules, as `registry.organisation.scheme_rules` describes them.
Answers are {name of a question: value}, or a list of codes where several may be ticked.
"""

from dataclasses import dataclass

LIKELIHOOD_HARM, BY_MATTER, BY_FACTORS, CRITERIA = (
    "likelihood_harm",
    "by_matter",
    "by_factors",
    "criteria_count",
)
PAIR = {"likelihood": "可能性", "severity": "危害程度"}
# What tells how often something happens, gravest answer = high frequency.
FREQUENCIES = ("frequency", "likelihood")
NONE = "none"


@dataclass(frozen=True)
class LevelProposal:
    rank: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What a form asks: `options` [(value, label, help)]; `many` of them may be ticked."""

    name: str
    label: str
    options: tuple[tuple, ...]
    many: bool = False


def questions(kind, rules):
    """What a scheme asks of a point, in the order of the form."""
    return _KINDS[kind][0](rules)


def propose(kind, rules, answers, names):
    """A proposal with its reasons; None while an answer is missing.

    `names` maps a rank to what its level is called.
    """
    return _KINDS[kind][1](rules, answers, names)


def fits(asked, answers):
    """Whether every question asked is answered, and with nothing that is not on offer."""
    return all(_is_answer(question, answers.get(question.name)) for question in asked)


def is_frequent(kind, rules, answers):
    """Whether the answers speak of high frequency, for the grade of the post [1]."""
    if kind == BY_MATTER:
        return any(matter.get("frequent", False) for matter in _ticked(rules["matters"], answers))
    if kind == CRITERIA:
        return any(one.get("frequent", False) for one in _ticked(rules["criteria"], answers))
    return any(
        answers.get(question.name) == max(value for value, _, _ in question.options)
        for question in questions(kind, rules)
        if question.name in FREQUENCIES
    )


def _is_answer(question, given):
    offered = {value for value, _, _ in question.options}
    if question.many:
        return bool(given) and isinstance(given, list) and set(given) <= offered
    return not isinstance(given, list) and given in offered


# --- likelihood × harm --------------------------------------------------------------------------


def _pair_asked(rules):
    return [Question(name, label, _options(rules[name])) for name, label in PAIR.items()]


def _by_pair(rules, answers, names):
    chosen = {factor: _option(rules[factor], answers.get(factor)) for factor in PAIR}
    if not all(chosen.values()):
        return None
    product = chosen["likelihood"]["value"] * chosen["severity"]["value"]
    values = " × ".join(str(option["value"]) for option in chosen.values())
    lines = [_scored(PAIR[factor], option) for factor, option in chosen.items()]
    return _on_thresholds(rules, product, f"{values} = {product}", "分", names, lines)


# --- by factors ---------------------------------------------------------------------------------


def _factors_asked(rules):
    return [Question(f["code"], f["label"], _options(f["options"])) for f in rules["factors"]]


def _by_factors(rules, answers, names):
    chosen = [(f, _option(f["options"], answers.get(f["code"]))) for f in rules["factors"]]
    if not all(option for _, option in chosen):
        return None
    total = sum(option["value"] * factor.get("weight", 1) for factor, option in chosen)
    lines = [_scored(factor["label"], option, factor.get("weight", 1)) for factor, option in chosen]
    return _on_thresholds(rules, total, f"合计 {total} 分", "分", names, lines)


# --- by matter ----------------------------------------------------------------------------------


def _matters_asked(rules):
    options = tuple((m["code"], m["label"], m.get("help", "")) for m in rules["matters"])
    return [Question("matters", rules.get("label", "涉及的事项"), options, many=True)]


def _by_matter(rules, answers, names):
    """The highest match wins, and all of them are shown."""
    matches = _ticked(rules["matters"], answers)
    if not matches:
        return None
    rank = max(match["rank"] for match in matches)
    ordered = sorted(matches, key=lambda match: -match["rank"])
    lines = [f"{match['label']}：{names[match['rank']]}" for match in ordered]
    if len({match["rank"] for match in matches}) > 1:
        lines.append(f"涉及多项时按最高的一项，建议定为{names[rank]}。")
    else:
        lines.append(f"建议定为{names[rank]}。")
    return LevelProposal(rank, tuple(lines))


# --- count of criteria --------------------------------------------------------------------------


def _criteria_asked(rules):
    options = [(c["code"], c["label"], c.get("help", "")) for c in rules["criteria"]]
    options.append((NONE, "以上都不符合", ""))
    return [Question("criteria", rules.get("label", "符合的情形"), tuple(options), many=True)]


def _by_count(rules, answers, names):
    """How many of the criteria hold; "none of them" has to be said."""
    if not answers.get("criteria"):
        return None
    met = _ticked(rules["criteria"], answers)
    lines = [f"符合：{one['label']}" for one in met]
    total = len(rules["criteria"])
    return _on_thresholds(rules, len(met), f"{total} 项中符合 {len(met)} 项", "项", names, lines)


# --- what they share ----------------------------------------------------------------------------


def _options(rows):
    return tuple((row["value"], row["label"], row.get("help", "")) for row in rows)


def _option(rows, value):
    return next((row for row in rows if row["value"] == value), None)


def _ticked(rows, answers):
    """Of "matters" or "criteria", those that were ticked."""
    codes = {*answers.get("matters", ()), *answers.get("criteria", ())}
    return [row for row in rows if row["code"] in codes]


def _scored(label, option, weight=1):
    points = f"{option['value']} 分" if weight == 1 else f"{option['value']} 分 × {weight}"
    return f"{label}：{option['label']}（{points}）"


def _on_thresholds(rules, number, said, unit, names, lines):
    """The graver of the thresholds that are reached."""
    reached = [row for row in rules["levels"] if number >= row["at_least"]]
    row = max(reached, key=lambda row: row["at_least"])
    lines.append(f"{said}，{_range(rules, row, unit)}建议定为{names[row['rank']]}。")
    return LevelProposal(row["rank"], tuple(lines))


def _range(rules, row, unit):
    """Which numbers lead to this level, in words."""
    above = [other["at_least"] for other in rules["levels"] if other["at_least"] > row["at_least"]]
    if not above:
        return f"{row['at_least']} {unit}及以上"
    last = min(above) - 1
    return f"{row['at_least']} 至 {last} {unit}" if last > row["at_least"] else f"{last} {unit}"


_KINDS = {
    LIKELIHOOD_HARM: (_pair_asked, _by_pair),
    BY_FACTORS: (_factors_asked, _by_factors),
    BY_MATTER: (_matters_asked, _by_matter),
    CRITERIA: (_criteria_asked, _by_count),
}
