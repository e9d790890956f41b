"""What the world of the access table holds of questionnaires: a draft, one that runs, one that is
over; asked by the bureau's discipline office about the large school.
"""

from reviews.questionnaires.models import Answer
from tests.questionnaires import hands


class Questionnaires:
    """For a world with `cast`."""

    def _make_questionnaires(self):
        self.asked_draft = hands.drafted(self.cast, title="草稿的问卷")
        self.asked = hands.switched_on(self.cast, title="正在进行的问卷")
        self.asked_over = hands.closed(self.cast, sheets=5, title="结束的问卷")
        self.asked_text = Answer.objects.exclude(text="").earliest("pk")

    def _questionnaire_keys(self):
        draft, over = {"pk": self.asked_draft.pk}, {"pk": self.asked_over.pk}
        second = self.asked_draft.questions.get(position=2)
        return {
            "asked_draft": draft,
            "asked_draft.question": {**draft, "question_pk": second.pk},
            "asked": {"pk": self.asked.pk},
            "asked_over": over,
            "asked_over.xlsx": {**over, "format_name": "xlsx"},
            "asked_text": {"pk": self.asked_text.pk},
        }
