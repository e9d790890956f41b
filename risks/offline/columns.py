"""The columns of the workbook, as the year's scheme and the form ask, and what a cell can say.

A row is compared as plain values by field, no finer than the workbook can say them: what it has no
word for (a post that has gone, a level of an older scale) is None on every side.
"""

from registry.offline.columns import LONGEST, Column
from risks.content import content_of
from risks.form_kinds import form_kind_of
from risks.forms.options import Options
from risks.models import MeasureVersion, PointVersion

YES = "是"
CODES = ("kind", "presence", "found_by", "way", "wording")
PLAIN = ("duty", "source", "risk", "harm", "level_why", "text", *CODES)


class Columns:
    """The columns of one draft: of its duties, of its points, of their measures."""

    def __init__(self, draft):
        self.terms = draft.points.kind.terms
        kind = form_kind_of(draft.paper)
        measures = [
            measure
            for line in draft.points.lines
            for measure in content_of(line.version)["measures"]
        ]
        saved = {"duty": None, "power": None, "step": None, "measures": measures}
        posts = Options(draft.revision, self.terms, saved).posts
        self.duties = [
            Column("kind", "种类", "不选按第一项。", tuple(kind.left_choices), 14, always=True),
            Column("text", kind.left_title, "一行写一条，写日常在办的事。", width=60, longest=2000),
        ]
        self.points = [*_parts(), *_asked(self.terms), *_rest(self.terms)]
        self.measures = _measures(_distinct(posts))

    def said_of(self, content, why):
        """Field → value of a point, in the words of this workbook."""
        content = self.terms.settled(content)
        said = {field: content[field] for field in PLAIN if field != "duty"}
        said |= {"level": self._level(content), "level_after": content["level_after"], "why": why}
        for question in self.terms.questions:
            said |= _answers_said(question, content["answers"].get(question.name))
        said = {column.field: column.sayable(said[column.field]) for column in self.points[1:]}
        measures = [self._measure(measure) for measure in content["measures"]]
        return {"duty": content["duty"], **said, "measures": measures}

    def onto(self, content, said):
        """The content with these fields said differently; measures bring their identities."""
        new = {**content, **{field: said[field] for field in PLAIN if field in said}}
        new["answers"] = self._answers(content["answers"], said)
        new["measures"] = said.get("measures", content["measures"])
        level = said["level"] if "level" in said else self._level(self.terms.settled(content))
        if level is not None or content["level"] in (None, *self._levels):
            new["level"] = level
        after = said.get("level_after")
        if after or ("level_after" in said and content["level_after"] in self._levels):
            new["level_after"] = after
        return new

    @property
    def _levels(self):
        return [level.pk for level in self.terms.levels]

    def _level(self, content):
        """The level chosen; None where it follows the answers."""
        proposed = self.terms.proposed_level(content["answers"])
        follows = proposed is not None and proposed.pk == content["level"]
        return None if follows else content["level"]

    def _answers(self, answers, said):
        new = dict(answers)
        for question in self.terms.questions:
            if question.many:
                ticked = [
                    value
                    for value, _, _ in question.options
                    if said.get(_tick(question, value), value in answers.get(question.name, ()))
                ]
                new[question.name] = ticked
            elif question.name in said:
                new[question.name] = said[question.name]
        return {name: answer for name, answer in new.items() if answer}

    def _measure(self, measure):
        said = {column.field: column.sayable(measure.get(column.field)) for column in self.measures}
        return {**said, "text": measure["text"].strip()}


def _parts():
    return [
        Column("duty", "对应职责", "写“职责”表里的序号，可从下拉列表选。", width=24, longest=2000),
        Column("source", "风险源", "什么情况下容易出问题。", width=28),
        Column("risk", "风险点", "可能出现什么样的行为。", width=28),
        Column("harm", "危害性", "万一发生，谁会受到什么影响。", width=28),
        Column("kind", "风险类型", "请从列表中选择。", PointVersion.Kind.choices, always=True),
    ]


def _asked(terms):
    """What the scheme of the year asks: a column each, where several may hold one for each."""
    for question in terms.questions:
        if question.many:
            for value, label, hint in question.options:
                header = f"{question.label}：{label}"
                yield Column(_tick(question, value), header, hint, ((True, YES),))
        else:
            choices = tuple((value, label) for value, label, _ in question.options)
            hint = "".join(f"{label}：{text}" for _, label, text in question.options if text)
            yield Column(question.name, question.label, hint, choices)


def _rest(terms):
    levels = tuple((level.pk, str(level)) for level in terms.levels)
    own = PointVersion.Wording.OWN.label
    hint = "防控措施都落实以后还剩哪一级，可以不填。"
    after = Column("level_after", "措施后等级", hint, levels, optional=True)
    return [
        Column("level", "风险等级", "空着就按年度办法得出的建议。", levels),
        Column("level_why", "调整等级的理由", "等级与建议不同时写一句。", width=20),
        *((after,) if terms.asks_level_after else ()),
        Column("presence", "存在的还是潜在的", "", PointVersion.Presence.choices, always=True),
        Column("found_by", "查找方式", "", PointVersion.FoundBy.choices, always=True),
        Column("way", "查找方法", "", PointVersion.Way.choices, always=True),
        Column("wording", "表述方法", "一般不用改。", PointVersion.Wording.choices, always=True),
        Column("text", "完整表述", f"只在表述方法选“{own}”时写。", width=24, longest=2 * LONGEST),
        Column("why", "调整理由", "改动已生效的条目时，写一句为什么改。", width=20),
    ]


def _measures(posts):
    version = MeasureVersion
    hint = "谁来做、怎么做。第二条起接着写在下面一行，左边空着。"
    return [
        Column("text", "防控措施", hint, width=36, longest=1000),
        Column("stage", "措施阶段", "不选按前期预防。", version.Stage.choices),
        Column("kind", "措施种类", "不选按程序防控。", version.Kind.choices),
        Column("post", "责任岗位", "由哪个岗位来做。", posts, 20),
        Column("rhythm", "落实频次", "不选按每次办理时。", version.Rhythm.choices),
        Column("due_on", "完成期限", "选“限期完成”时写，如 2026-09-30。", width=14),
    ]


def _tick(question, value):
    return f"{question.name}:{value}"


def _answers_said(question, answer):
    if not question.many:
        return {question.name: answer}
    ticked = answer or ()
    return {_tick(question, value): value in ticked or None for value, _, _ in question.options}


def _distinct(pairs):
    """Two posts of one name are told apart by a number."""
    seen, found = {}, []
    for value, label in pairs:
        seen[label] = seen.get(label, 0) + 1
        found.append((value, label if seen[label] == 1 else f"{label}（{seen[label]}）"))
    return tuple(found)
