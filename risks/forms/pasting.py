"""A block of cells pasted into the form; what was chosen of it comes beside it."""

from django import forms

from registry.intake.pasted import MOST_CHARACTERS, MOST_ROWS, UnreadableBlock, cells_of
from registry.papers.stamps import StampedForm


class PasteForm(StampedForm):
    """`cells` once it is valid. The stamp covers the draft: nothing is added to one not seen."""

    use_required_attribute = False

    text = forms.CharField(
        label="粘贴到这里",
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=f"在 Excel 或 WPS 里选中要用的行和列，复制，再粘贴。一次最多 {MOST_ROWS} 行。",
        error_messages={
            "required": "请先在 Excel 或 WPS 里复制几行，再粘贴到这里。",
            "max_length": f"粘贴的内容超过 {MOST_CHARACTERS // 10_000} 万个字。"
            "请分几次粘贴，或请信息员用表格导入。",
        },
    )
    headed = forms.BooleanField(label="第一行是表头，不当作内容", required=False)
    cells = ()

    def clean_text(self):
        text = self.cleaned_data["text"]
        try:
            self.cells = cells_of(text)
        except UnreadableBlock as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not self.cells:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text
