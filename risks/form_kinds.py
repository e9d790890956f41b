"""What differs from form to form [1] annexes 2 to 4: head, left column, what to look for first."""

from dataclasses import dataclass

from registry.papers.models import PaperKind

from .models import DutyVersion
from .prompts import LEADER_PROMPTS, MIDDLE_PROMPTS, STAFF_PROMPTS, Prompt

Duty = DutyVersion.Kind
NAME, POST, SECTION, IN_CHARGE = "姓名", "职务", "科室", "负责人"


@dataclass(frozen=True)
class FormKind:
    """`left` are the kinds of matter of the first column, in the order of its title.

    `head` are the two cells above the columns: whose form it is.
    """

    left: tuple[Duty, ...]
    head: tuple[str, str]
    prompts: tuple[Prompt, ...]

    @property
    def left_title(self):
        return "、".join(kind.label for kind in self.left)

    @property
    def left_choices(self):
        return [(kind.value, kind.label) for kind in self.left]

    def head_of(self, paper, names):
        """(label, text) of the two cells; `names` is who fills the form in."""
        texts = {
            NAME: names,
            POST: paper.post.name if paper.post else "",
            SECTION: paper.section.name if paper.section else "",
            IN_CHARGE: names,
        }
        return [(label, texts[label]) for label in self.head]


FORM_KINDS = {
    PaperKind.LEADER_FORM: FormKind((Duty.MAJOR_MATTER, Duty.DUTY), (NAME, POST), LEADER_PROMPTS),
    PaperKind.MIDDLE_FORM: FormKind(
        (Duty.DUTY, Duty.WORKFLOW), (SECTION, IN_CHARGE), MIDDLE_PROMPTS
    ),
    PaperKind.STAFF_FORM: FormKind((Duty.DUTY, Duty.WORKFLOW), (NAME, POST), STAFF_PROMPTS),
}


def form_kind_of(paper):
    return FORM_KINDS[PaperKind(paper.kind)]
