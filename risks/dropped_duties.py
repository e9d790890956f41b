"""No duty goes while points of other forms hang on it: asked at handing in, and at confirmation."""

from django.db.models.functions import Coalesce

from registry.papers.register import Overtaken

from .models import Duty, DutyVersion, PointVersion
from .sharing import points_elsewhere


class StillHolds(Overtaken):
    """Between handing in and confirming other forms put points under duties that are struck here.

    `held`: [(the version that strikes the duty, how many points)].
    """

    def __init__(self, held):
        super().__init__([version for version, _ in held])
        self.held = held

    @property
    def text(self):
        named = "；".join(f"“{version.text}”下面有 {count} 个" for version, count in self.held[:3])
        return (
            f"表里取消的职责，提交以后又有其他表的风险点写在它下面（{named}），什么也没有改动。"
            "请把整张表退回填报人（不勾选条目）：保留这条职责，"
            "或者先请填写那些风险点的同志把它们改到别的职责下面。"
        )


def _lock(duties):
    """In the order of their ids: two forms with the same duties never wait for each other.

    Drafts and imports, which only name a duty, do not wait.
    """
    locked = Duty.objects.select_for_update(no_key=True).filter(pk__in=duties)
    list(locked.order_by("pk").values("pk"))


def refuse_if_held(revision):
    """Raise `StillHolds`; call while confirming, after `take_existing`, before anything moves.

    The duties of the form stay locked until the end: a form that puts a point under one of them
    at the same moment comes before or after, and is seen or sees. A new duty that is taken as one
    of them is not among the other form's: for that `take_existing` has locked the post.
    """
    lines = revision.duty_lines.select_related("version")
    _lock([line.version.duty_id for line in lines])
    struck = {line.version.duty_id: line.version for line in lines if line.version.struck}
    held = points_elsewhere(revision, list(struck)) if struck else {}
    if held:
        raise StillHolds([(struck[duty], count) for duty, count in sorted(held.items())])


def left_struck(revision, duties):
    """Of these duties, those the register has struck while rows of this form stay under them."""
    standing = PointVersion.objects.filter(lines__revision=revision, struck=False)
    held = standing.annotate(now=Coalesce("duty__taken_as", "duty")).values("now")
    struck = DutyVersion.objects.filter(in_force_for__in=duties, struck=True)
    return list(struck.filter(duty__in=held))
