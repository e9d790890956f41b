"""A point in words, field by field, so that two of its texts can be put beside each other."""

from dataclasses import dataclass, field
from datetime import date

from registry.tables.text import chinese_date

from .models import MeasureVersion, PointVersion
from .phrasing import compose
from .tables import Matters, numbered

NOT_YET = "（未填）"
# Of a change, not of the point: it stands beside the words of a point, never among them.
WHY = "变动理由"
FoundBy = PointVersion.FoundBy
# 自上而下、自下而上、内外结合 [1][2]: from where a point was found follows from who found it.
DIRECTIONS = {
    FoundBy.SELF: "自下而上",
    FoundBy.MASSES: "自下而上",
    FoundBy.MUTUAL: "自下而上",
    FoundBy.LEADER: "自上而下",
    FoundBy.ORGANISATION: "自上而下",
    FoundBy.EXPERT: "由外而内",
}


@dataclass
class Names:
    """What the ids in plain content are called."""

    duties: dict = field(default_factory=dict)
    powers: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)
    levels: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)

    @classmethod
    def of_versions(cls, versions):
        """From versions with their levels, step and measures loaded; three queries."""
        versions = list(versions)
        matters = Matters(versions)
        return cls(
            duties=matters.duties,
            powers=matters.powers,
            steps={version.step_id: matters.matter(version) for version in versions},
            levels={
                level.pk: str(level)
                for version in versions
                for level in (version.level, version.level_after)
                if level
            },
            posts={
                measure.post_id: measure.post.name
                for version in versions
                for measure in version.measures.all()
                if measure.post_id
            },
            rules={
                measure.rule_id: measure.cites
                for version in versions
                for measure in version.measures.all()
                if measure.rule_id
            },
        )


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


def words(content, names):
    """Label → text, in the order of the form."""
    return {
        "风险点": sentence(content),
        "防控措施": "\n".join(numbered([_measure(m, names) for m in content["measures"]])),
        "风险类型": PointVersion.Kind(content["kind"]).label,
        "风险等级": names.levels.get(content["level"], NOT_YET),
        "调整等级的理由": content["level_why"],
        "措施后等级": names.levels.get(content["level_after"], ""),
        "对应职责": names.duties.get(content["duty"], ""),
        "对应职权或环节": names.steps.get(content["step"])
        or names.powers.get(content["power"], ""),
        "查找方式": PointVersion.FoundBy(content["found_by"]).label,
        "查找方法": PointVersion.Way(content["way"]).label,
        "存在的还是潜在的": PointVersion.Presence(content["presence"]).label,
        "公开范围": _visibility(content),
    }


def differences(old, new, names):
    """What two contents say differently."""
    before, after = words(old, names), words(new, names)
    return [
        Difference(label, before[label], text)
        for label, text in after.items()
        if before[label] != text
    ]


def sentence(content):
    return compose(
        content["source"], content["risk"], content["harm"], content["wording"], content["text"]
    )


def measure_facts(measure):
    """阶段 · 种类 · 频次 of a measure version."""
    turn = _before(measure.due_on) if measure.due_on else measure.get_rhythm_display()
    return [measure.get_stage_display(), measure.get_kind_display(), turn]


def _before(day):
    return f"{chinese_date(day)}前完成"


def _visibility(content):
    if not content["visibility"]:
        return ""
    label = PointVersion.Visibility(content["visibility"]).label
    return f"{label}：{content['ground']}" if content["ground"] else label


def _measure(measure, names):
    rhythm = MeasureVersion.Rhythm(measure["rhythm"]).label
    rule = names.rules.get(measure["rule"], "")
    facts = [
        MeasureVersion.Stage(measure["stage"]).label,
        MeasureVersion.Kind(measure["kind"]).label,
        f"依据{rule}" if rule else "",
        names.posts.get(measure["post"], ""),
        _before(date.fromisoformat(measure["due_on"])) if measure["due_on"] else rhythm,
    ]
    return f"{measure['text']}（{'，'.join(filter(None, facts))}）"
