"""What a version of a power says, as plain data and as words a reader compares.

The plain data is a dict of JSON values: the text fields, `bases` [{"law", "article"}] in order,
`sections` [id] ascending, `steps` [label] in order. Digests, stamps and the editing functions all
speak of it; `why` is not part of it: it tells of a change, not of the power.
"""

from dataclasses import dataclass

from .bases import written_basis

CHOICES = ("side", "kind", "disposition", "visibility")
TEXTS = (
    "name",
    "side",
    "kind",
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
)
LABELS = {
    "name": "职权名称",
    "side": "内外部",
    "kind": "职权类型",
    "bases": "法律依据",
    "sections": "承办科室",
    "exercising_body": "行使主体",
    "handling_body": "办理主体",
    "time_limit": "办理期限",
    "supervision_channel": "监督渠道",
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
        **{field: getattr(version, field) for field in TEXTS},
        "bases": [{"law": basis.law, "article": basis.article} for basis in version.bases.all()],
        "sections": sorted(undertaking.section_id for undertaking in version.undertakings.all()),
        "steps": [node.label for node in version.nodes.all()],
    }


def sealed_content(version):
    """What the digest of a version covers: its content, whose it is and what it replaces."""
    return {
        **content_of(version),
        "power": version.power_id,
        "base": version.base_id,
        "step_ids": [node.step_id for node in version.nodes.all()],
        "struck": version.struck,
        "why": version.why,
    }


def says_the_same(content, version):
    return not version.struck and content == content_of(version)


def in_words(version):
    """Each field as a reader sees it: labels for codes, one line for each basis."""
    words = {field: getattr(version, field) for field in TEXTS}
    words |= {field: getattr(version, f"get_{field}_display")() for field in CHOICES}
    words["bases"] = "\n".join(
        written_basis(basis.law, basis.article) for basis in version.bases.all()
    )
    words["sections"] = "、".join(
        undertaking.section.name for undertaking in version.undertakings.all()
    )
    words["steps"] = " → ".join(node.label for node in version.nodes.all())
    return {field: words[field] for field in LABELS}


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
