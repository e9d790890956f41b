"""So many questionnaires, and answers of one; part of `many_rows.Rows`."""

from datetime import timedelta

from django.utils import timezone

from reviews.questionnaires.models import Answer, Questionnaire, Sheet
from tests.architecture.many_acts import ActRows
from tests.questionnaires import hands


class QuestionnaireRows(ActRows):
    def _make_law(self):
        super()._make_law()
        today = timezone.localdate()
        over = {"opens_on": today - timedelta(days=9), "closes_on": today - timedelta(days=2)}
        self._asked_over = self._questionnaire("结束的问卷", **over)
        self.asked_over_pk = self._asked_over.pk

    def _questionnaire(self, title, **changes):
        """Over by its day: its questions come before it is switched on, its sheets after."""
        made = hands.drafted(self.cast, title=title, **changes)
        given = {"switched_on_by": made.drafted_by, "switched_on_at": timezone.now()}
        Questionnaire.objects.filter(pk=made.pk).update(**given)
        made.refresh_from_db()
        return made

    def questionnaires(self, count):
        self._copied_questionnaires(count, self._asked_facts())

    def ended_questionnaires(self, count):
        today = timezone.localdate()
        over = {"opens_on": today - timedelta(days=9), "closes_on": today - timedelta(days=2)}
        self._copied_questionnaires(count, {**self._asked_facts(), **over})

    def _asked_facts(self):
        by = self.people.discipline
        given = {"office": self.cast.bureau, "drafted_by": by, "switched_on_by": by}
        return {**hands.facts(self.cast), **given, "switched_on_at": timezone.now()}

    def _copied_questionnaires(self, count, given):
        Questionnaire.objects.bulk_create(
            Questionnaire(**{**given, "title": f"第 {number} 份办事满意度问卷"})
            for number in self.next(count)
        )

    def written_answers(self, count):
        question = self._asked_over.questions.get(position=5)
        sheets = Sheet.objects.bulk_create(
            Sheet(questionnaire=self._asked_over) for _ in range(count)
        )
        Answer.objects.bulk_create(
            Answer(sheet=sheet, question=question, text=hands.TEXT) for sheet in sheets
        )
