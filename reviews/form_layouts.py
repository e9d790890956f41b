"""Title and opinion boxes of each printed form [1] annexes 2 to 4; drawn in docs/forms/."""

from dataclasses import dataclass, field

from registry.organisation.models import Seat
from registry.papers.models import PaperKind

SUPERVISED = (Seat.SUPERVISING_LEADER, "单位主管领导审查意见")
EXAMINED = (
    (Seat.LEADING_GROUP, "单位领导小组审查意见"),
    (Seat.DISCIPLINE_OFFICE, "所在派驻纪检组、监察室审核意见"),
)
HEADED = (Seat.SECTION_HEAD, "科室（年级组）负责人审核意见")


@dataclass(frozen=True)
class FormLayout:
    """`front` are the boxes of the annex, `back` those that have none there, by seat, in order.

    The bureau's own form may have a title of its own; that of its schools is `title`.
    """

    title: str
    front: dict[str, str]
    back: dict[str, str] = field(default_factory=dict)
    bureau_title: str = ""

    def title_for(self, unit):
        return self.title if unit.parent_id else self.bureau_title or self.title


LAYOUTS = {
    PaperKind.LEADER_FORM: FormLayout("领导班子成员廉政风险识别防控表", dict(EXAMINED)),
    PaperKind.MIDDLE_FORM: FormLayout(
        "中层领导廉政风险识别和防控表",
        dict([SUPERVISED, *EXAMINED]),
        bureau_title="局机关中层领导廉政风险识别和防控表",
    ),
    PaperKind.STAFF_FORM: FormLayout(
        "一般工作人员及教职工廉政风险识别和防控表",
        dict([SUPERVISED, *EXAMINED]),
        back=dict([HEADED]),
        bureau_title="局机关一般工作人员及教职工廉政风险识别和防控表",
    ),
    PaperKind.SECTION_SHEET: FormLayout(
        "科室（年级组）廉政风险识别和防控表", dict([SUPERVISED, *EXAMINED])
    ),
    PaperKind.UNIT_SHEET: FormLayout("单位廉政风险识别和防控表", dict(EXAMINED)),
}


def layout_of(paper):
    return LAYOUTS[PaperKind(paper.kind)]
