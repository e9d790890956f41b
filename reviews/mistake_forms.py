"""纠错: what a visitor fills in on a published list, and what the office answers."""

from django import forms

from .missive_forms import PublicOpinionForm
from .models import MistakeAnswer
from .opinion_forms import LONGEST

Outcome = MistakeAnswer.Outcome


class MistakeForm(PublicOpinionForm):
    """The questions of the form for opinions, in the words of a list."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text, row, contact = (self.fields[name] for name in ("text", "row", "contact"))
        text.label, text.help_text = "哪里不对", "写明哪一处有误、应当是什么；有依据的，也请写上。"
        text.error_messages["required"] = "请写一句哪里不对。"
        row.help_text = "填清单里的序号；说的是整份清单的，留空。"
        contact.help_text = "可以不填。只有公布单位的防控办看得到，用来问清情况。"


class MistakeAnswerForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="结论",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核对的结论。"},
    )
    reply = forms.CharField(
        label="答复",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写给指出问题的人看：谢谢什么，改了什么；没有错的，说清道理。转出的不写。",
        error_messages={"max_length": f"请写在 {LONGEST} 字以内。"},
    )

    def clean(self):
        typed = super().clean()
        outcome = typed.get("outcome")
        if outcome and outcome != Outcome.PASSED_ON and not typed.get("reply", "").strip():
            self.add_error("reply", "请写明答复。")
        return typed
