"""What a version of a power says, as plain data and as words a reader compares.

The plain data is a dict of JSON values: the text fields (`kind` is the code of one), `bases`
[{"law", "article"}] in order, `sections` [id] ascending, `steps` [label] in order, `details` and
`ways` of the chart (`powers.flow`), the texts and lists of `powers.particulars.content`. Digests,
stamps and the editing functions all speak of it; `why` is not part of it: it tells of a change, not
of the power.
"""

from dataclasses import dataclass

from . import flow
from .bases import written_basis
from .models import PowerVersion
from .particulars import content as particulars

CHOICES = {
    "side": PowerVersion.Side,
    "served": PowerVersion.Served,
    "disposition": PowerVersion.Disposition,
    "visibility": PowerVersion.Visibility,
}
TEXTS = (
    "name",
    "side",
    "kind",
    "served",
    "exercising_body",
    "handling_body",
    "time_limit",
    "supervision_channel",
    "content",
    "conditions",
    "procedure",
    "disposition",
    "visibility",
    "ground",
    *particulars.TEXTS,
)
# The text field of plain content → the column of a version, where they differ.
COLUMNS = {"kind": "kind_id"}
LABELS = {
    "name": "职权名称",
    "side": "内外部",
    "kind": "职权类型",
    "served": "服务对象",
    "bases": "法律依据",
    "sections": "承办科室",
    "exercising_body": "行使主体",
    "handling_body": "办理主体",
    "time_limit": "办理期限",
    "supervision_channel": "监督渠道",
    **particulars.LABELS,
    "content": "职权内容",
    "conditions": "办理条件",
    "procedure": "办理程序",
    "steps": "办理环节",
    "disposition": "清理意见",
    "visibility": "公开范围",
    "ground": "不公开的理由",
}


def content_of(version):
    """The plain data of a version; no query when it was read by `with_content`."""
    return {
        **{field: getattr(version, COLUMNS.get(field, field)) for field in TEXTS},
        "bases": [{"law": basis.law, "article": basis.article} for basis in version.bases.all()],
        "sections": sorted(undertaking.section_id for undertaking in version.undertakings.all()),
        **_chart(version),
        **particulars.of_version(version),
    }


def whole(content):
    """The content in one form: person served, chart and particulars as `content_of` reads them."""
    return {"served": "", **particulars.whole(flow.whole(content))}


def _chart(version):
    nodes = list(version.nodes.all())
    labels = {node.pk: node.label for node in nodes}
    fields = (*flow.FIELDS, *flow.INSIDE)
    details = {node.label: {name: getattr(node, name) for name in fields} for node in nodes}
    ways = [
        {"source": node.label, "target": labels[way.target_id], "outcome": way.outcome}
        for node in nodes
        for way in node.ways_on.all()
    ]
    return flow.whole({"steps": list(labels.values()), "details": details, "ways": ways})


def sealed_content(version):
    """What the digest of a version covers: its content, whose it is and what it replaces.

    A chart that says no more than its steps adds nothing, nor do particulars that are blank or a
    person served that is not named: digests of before stay as they are.
    """
    content = particulars.without_blanks(content_of(version))
    if not content["served"]:
        del content["served"]
    if not flow.is_drawn(content):
        del content["details"], content["ways"]
    return {
        **content,
        "power": version.power_id,
        "base": version.base_id,
        "step_ids": [node.step_id for node in version.nodes.all()],
        "struck": version.struck,
        "why": version.why,
    }


def says_the_same(content, version):
    return not version.struck and whole(content) == content_of(version)


def in_words(version):
    """Each field of a version as a reader sees it; no query for one read by `with_content`."""
    sections = [undertaking.section.name for undertaking in version.undertakings.all()]
    return words_of(content_of(version), sections, version.kind.name)


def words_of(content, section_names, kind_name):
    """Each field of plain content as a reader sees it: labels for codes, a line for each basis."""
    words = {field: content.get(field, "") for field in TEXTS} | particulars.words_of(content)
    words["kind"] = kind_name
    words |= {field: _label(choices, words[field]) for field, choices in CHOICES.items()}
    words["bases"] = "\n".join(
        written_basis(basis["law"], basis["article"]) for basis in content["bases"]
    )
    words["sections"] = "、".join(section_names)
    words["steps"] = flow.in_words(content)
    return {field: words[field] for field in LABELS}


def labelled(words):
    """(label, text) in the order of the form, for a page that shows everything."""
    return [(label, words[field]) for field, label in LABELS.items()]


def _label(choices, code):
    return dict(choices.choices).get(code, code)


@dataclass(frozen=True)
class Difference:
    field: str
    label: str
    old: str
    new: str


def differences(old, new):
    """Field by field, in the order of the form; both are results of `in_words`."""
    return [
        Difference(field, label, old[field], new[field])
        for field, label in LABELS.items()
        if old[field] != new[field]
    ]
