"""Confirmed catalogues and directories for tests of publishing, made by the content functions."""

from django.utils import timezone

from registry.papers.models import Paper, PaperKind, PaperState, Revision
from reviews import directory
from risks.models import PointVersion
from tests.powers.factory import make_register
from tests.risks import factory as risks

PUBLIC, INSIDE = "public", "inside"


def confirmed_catalogue(cast, *contents, **kwargs):
    """The large school's catalogue in force: one public, one inside, one withheld power."""
    contents = contents or [
        {"name": "学籍变动审核"},
        {"name": "大额采购决定", "side": "internal", "visibility": "inside"},
        {"name": "试卷保管审批", "visibility": "withheld", "ground": "国家秘密"},
    ]
    return Paper.objects.get(pk=make_register(cast, *contents, **kwargs).pk)


def points_in_force(cast, *visibilities, post=None, power=None):
    """A form of the post in force, with a point for each visibility."""
    paper, revision = risks.make_form(cast, post=post)
    duty = risks.add_duty(cast, paper)
    for number, visibility in enumerate(visibilities, start=1):
        risks.add_point(
            cast,
            paper,
            duty=duty.version.duty_id,
            power=power.pk if power else None,
            risk=f"放宽第 {number} 类接收条件",
            visibility=visibility,
            ground="个人隐私" if visibility == "withheld" else "",
        )
    risks.confirm(cast, revision)
    return PointVersion.objects.filter(lines__revision=revision).order_by("lines__position")


def confirmed_directory(cast, *, unit=None, covers="unit", number="DIR-1"):
    """A directory of what is in force, confirmed."""
    unit = unit or cast.school_large
    paper = Paper.objects.create(
        unit=unit,
        kind=PaperKind.DIRECTORY,
        programme=cast.programme,
        covers=covers,
        number=f"{unit.code}-{number}",
        state=PaperState.CONFIRMED,
        created_by=cast.people.office,
        confirmed_by=cast.people.principal,
        confirmed_at=timezone.now(),
    )
    revision = Revision.objects.create(paper=paper)
    directory.begin(revision=revision)
    Revision.objects.filter(pk=revision.pk).update(
        digest="0" * 64, submitted_at=timezone.now(), submitted_by=cast.people.office
    )
    return paper
