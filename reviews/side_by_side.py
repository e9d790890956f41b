"""The texts of a row beside each other: what it started from, what is in force now, what it says.

Field by field, in the words of the form; six queries for the points among any number of rows,
four for the powers, and one for the duties.
"""

from dataclasses import dataclass

from powers.content import in_words, labelled
from powers.models import PowerVersion
from registry.papers.register import Change
from risks.content import content_of
from risks.models import DutyVersion, PointVersion
from risks.wording import Names, words

NOTHING = "（没有）"


@dataclass(frozen=True)
class Field:
    """`started` is the text it started from, `stands` the one in force now, `paper` its own."""

    label: str
    started: str
    stands: str
    paper: str


def put_beside(rows):
    """Give each row that the register has overtaken its `fields`, and each adjusted one its
    `changes` (Fields too), in its details.
    """
    for sort, read in ((DutyVersion, _duties), (PointVersion, _points), (PowerVersion, _powers)):
        found = [row for row in rows if isinstance(row.version, sort) and _is_told(row)]
        if found:
            said = read({pk for row in found for pk in _versions_of(row)} - {None})
            for row in found:
                _put(row, said)


def _is_told(row):
    return row.details["overtaken"] or row.change == Change.ADJUSTED


def _versions_of(row):
    return row.base and row.base.pk, row.details["overtaken"], row.version.pk


def _put(row, said):
    started, stands, own = (said.get(pk, {}) for pk in _versions_of(row))
    fields = [
        Field(label, started.get(label, NOTHING), stands.get(label, NOTHING), text)
        for label, text in own.items()
    ]
    if row.details["overtaken"]:
        row.details["fields"] = [
            each for each in fields if len({each.started, each.stands, each.paper}) > 1
        ]
    row.details["changes"] = [each for each in fields if each.started != each.paper]


def _duties(ids):
    found = DutyVersion.objects.in_bulk(ids)
    return {
        pk: _said(version, {"种类": version.get_kind_display(), "内容": version.text})
        for pk, version in found.items()
    }


def _points(ids):
    versions = PointVersion.objects.filter(pk__in=ids)
    versions = versions.select_related("level", "level_after", "step", "duty")
    found = list(versions.prefetch_related("measures__post"))
    names = Names.of_versions(found)
    return {version.pk: _said(version, words(content_of(version), names)) for version in found}


def _powers(ids):
    found = PowerVersion.objects.filter(pk__in=ids).with_content()
    return {version.pk: _said(version, dict(labelled(in_words(version)))) for version in found}


def _said(version, told):
    """What is struck says so before anything else."""
    return {"销号": "已销号", **told} if version.struck else {"销号": "", **told}
