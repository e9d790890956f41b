"""Paper → register: identity, immutable version, line, and one `in_force` pointer.

不变/调整/新增/销号 are computed here and never stored. Works on any version model with the
fields `written_in`, `base`, `struck`, `digest` and an identity with `in_force`.
"""

from django.db import models
from django.db.models import Case, F, Q, Value, When


class Change(models.TextChoices):
    UNCHANGED = "unchanged", "不变"
    ADJUSTED = "adjusted", "调整"
    NEW = "new", "新增"
    STRUCK = "struck", "销号"


class Overtaken(Exception):
    """Somebody else's paper moved the register under these versions."""

    def __init__(self, versions):
        super().__init__("台账已被其他办件更新")
        self.versions = versions

    @property
    def text(self):
        names = "；".join(str(version) for version in self.versions[:3])
        return f"有条目的台账内容已被其他办件更新（{names}）。请退回填报人核对。"

    @property
    def in_one_line(self):
        """As every refusal says itself above a page."""
        return self.text


def change_of(version, paper):
    """What this version does to the register, seen from the paper that carries it."""
    if version.written_in_id != paper.pk:
        return Change.UNCHANGED
    if version.struck:
        return Change.STRUCK
    return Change.ADJUSTED if version.base_id else Change.NEW


def change_of_lines():
    """The same as an expression over the lines of papers."""
    return Case(
        When(~Q(version__written_in=F("revision__paper")), then=Value(Change.UNCHANGED)),
        When(version__struck=True, then=Value(Change.STRUCK)),
        When(version__base__isnull=True, then=Value(Change.NEW)),
        default=Value(Change.ADJUSTED),
        output_field=models.CharField(),
    )


def is_editable(version, paper):
    """Only what was written in this very paper and is not frozen may be written over."""
    return version.written_in_id == paper.pk and version.digest is None


def base_for_copy(version, paper):
    """The base of a new version that replaces `version` in this paper's draft."""
    return version.base_id if version.written_in_id == paper.pk else version.pk


def is_overtaken(version, paper, in_force_id):
    """Whether the register has moved on since this row was written."""
    started_from = version.base_id if version.written_in_id == paper.pk else version.pk
    return in_force_id not in (started_from, version.pk)


def put_in_force(identities, versions, paper, settled=()):
    """Move each identity's pointer from the version's base to the version: all or `Overtaken`.

    `identities` is a queryset of the identity model; `versions` maps identity id → version.
    `settled` maps the ids of identities that were overtaken and settled to the version that was
    seen in force: what this paper wrote goes in its place, what it only carried leaves it there.
    Call inside a transaction: the exception rolls everything back.
    """
    overtaken, seen = [], dict(settled)
    for identity_id, version in versions.items():
        row = identities.filter(pk=identity_id)
        if version.written_in_id != paper.pk:
            if not row.filter(in_force_id=seen.get(identity_id, version.pk)).exists():
                overtaken.append(version)
            continue
        standing = row.filter(in_force_id=seen.get(identity_id, version.base_id))
        if standing.update(in_force_id=version.pk) != 1:
            overtaken.append(version)
    if overtaken:
        raise Overtaken(overtaken)
