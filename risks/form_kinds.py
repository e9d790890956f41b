"""What differs from form to form: head, left column, what to look for first.

[1] annexes 2 to 4 have the forms of posts; the sheets of sections and units [2][3] follow them.
"""

from dataclasses import dataclass

from registry.papers.models import PaperKind

from .models import DutyVersion
from .prompts import (
    LEADER_PROMPTS,
    MIDDLE_PROMPTS,
    SECTION_PROMPTS,
    STAFF_PROMPTS,
    UNIT_PROMPTS,
    Prompt,
)

Duty = DutyVersion.Kind
NAME, POST, SECTION, IN_CHARGE = "姓名", "职务", "科室", "负责人"
FILLED_IN_BY, PRINCIPAL = "填报部门", "主要负责人"


@dataclass(frozen=True)
class FormKind:
    """`left` are the kinds of matter of the first column, in the order of its title.

    `head` are the two cells above the columns: whose form it is. `owner` is the word for that in
    a sentence, `duty` that for its duties. Only posts are `graded` A, B or C [1] 四(二)3.
    """

    left: tuple[Duty, ...]
    head: tuple[str, str]
    prompts: tuple[Prompt, ...]
    owner: str = "本岗位"
    duty: str = Duty.DUTY.label
    graded: bool = True

    @property
    def left_title(self):
        return "、".join(map(self.label_of, self.left))

    @property
    def left_choices(self):
        return [(kind.value, self.label_of(kind)) for kind in self.left]

    def label_of(self, kind):
        """What a duty, workflow or major matter is called on this form."""
        return self.duty if kind == Duty.DUTY else Duty(kind).label

    def head_of(self, paper, names):
        """(label, text) of the two cells; `names` is who fills the form in."""
        texts = {
            NAME: names,
            POST: paper.post.name if paper.post else "",
            SECTION: paper.section.name if paper.section else "",
            IN_CHARGE: names,
            FILLED_IN_BY: "防控办",
            PRINCIPAL: names,
        }
        return [(label, texts[label]) for label in self.head]


FORM_KINDS = {
    PaperKind.LEADER_FORM: FormKind((Duty.MAJOR_MATTER, Duty.DUTY), (NAME, POST), LEADER_PROMPTS),
    PaperKind.MIDDLE_FORM: FormKind(
        (Duty.DUTY, Duty.WORKFLOW), (SECTION, IN_CHARGE), MIDDLE_PROMPTS
    ),
    PaperKind.STAFF_FORM: FormKind((Duty.DUTY, Duty.WORKFLOW), (NAME, POST), STAFF_PROMPTS),
    PaperKind.SECTION_SHEET: FormKind(
        (Duty.DUTY, Duty.WORKFLOW),
        (SECTION, IN_CHARGE),
        SECTION_PROMPTS,
        owner="本科室",
        duty="科室职责",
        graded=False,
    ),
    PaperKind.UNIT_SHEET: FormKind(
        (Duty.MAJOR_MATTER, Duty.DUTY),
        (FILLED_IN_BY, PRINCIPAL),
        UNIT_PROMPTS,
        owner="本单位",
        duty="单位职责",
        graded=False,
    ),
}


def form_kind_of(paper):
    return FORM_KINDS[PaperKind(paper.kind)]
