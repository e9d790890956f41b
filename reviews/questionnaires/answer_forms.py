"""The form that is answered: made of the questions, with the question that keeps out programs."""

from django import forms

from reviews.challenges import SIGNS, SUM, challenge_field
from reviews.personal_data import found_in

from . import answering
from .models import LONGEST_TEXT

UNANSWERED = {
    True: "这一题请写一句。",
    False: "这一题请选一项。",
}
NO_ANSWER = ("", "不回答这一题")
NOT_YET_SENT = "还没有提交成功。您写的都还在，请再按一次。"


class AnswerForm(forms.Form):
    """`ask` is the kind of question beside it. Where words lead to somebody it asks once whether
    they are needed. `key` is that of the sheet to come.
    """

    use_required_attribute = False

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    ask = forms.ChoiceField(choices=[(SIGNS, ""), (SUM, "")], widget=forms.HiddenInput)
    keep_words = forms.BooleanField(
        label="这些内容需要写，仍然提交", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, questionnaire, questions, ask, **kwargs):
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.questions = {_name(each): each for each in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)
        self.fields["challenge"] = challenge_field(ask)
        self.leads_to_somebody = False

    @property
    def asked(self):
        """The fields of the questions, in their order."""
        return [self[name] for name in self.questions]

    @property
    def asks_for_sum(self):
        return self["ask"].value() == SUM

    def clean_key(self):
        """Where it was not made here, the page drawn again carries a fresh one."""
        found = answering.key_in(self.cleaned_data["key"], self.questionnaire)
        if found is None:
            self.data = self.data.copy()
            self.data[self.add_prefix("key")] = answering.new_key(self.questionnaire)
            raise forms.ValidationError(NOT_YET_SENT)
        return found

    def clean(self):
        cleaned = super().clean()
        for name, question in self.questions.items():
            if question.is_text and cleaned.get(name):
                cleaned[name] = cleaned[name].replace("\0", "").strip()
                self._look_at(name, cleaned[name])
        if self.leads_to_somebody:
            self.fields["keep_words"].widget = forms.CheckboxInput()
        return cleaned

    def _look_at(self, name, text):
        kinds = dict.fromkeys(each.kind.label for each in found_in(text))
        if not kinds:
            return
        self.leads_to_somebody = True
        if not self.cleaned_data.get("keep_words"):
            self.add_error(
                name,
                f"文字里有像{'、'.join(kinds)}的内容，会让人认出是谁。不写也说得清的，请删去；"
                "需要写的，请在最后勾选“仍然提交”。",
            )

    def said(self):
        """For `answering.receive`: what was not answered is left out."""
        cleaned = self.cleaned_data
        return {
            question: cleaned[name] if question.is_text else int(cleaned[name])
            for name, question in self.questions.items()
            if cleaned.get(name)
        }


def _name(question):
    return f"question-{question.pk}"


def _field(question):
    given = {
        "label": question.text,
        "required": question.is_required,
        "error_messages": {
            "required": UNANSWERED[question.is_text],
            "max_length": f"请写在 {LONGEST_TEXT} 字以内。",
        },
    }
    if question.is_text:
        widget = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **given)
    choices = [(str(place), label) for place, label in enumerate(question.options)]
    if not question.is_required:
        choices.append(NO_ANSWER)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
