"""A file for the paper or for one of its rows."""

from django import forms

from registry.files.storing import check_scan


class EnclosureForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label="选择文件",
        help_text="扫描件或照片：PDF、PNG、JPG，不超过 20 MB。用手机打开可以直接拍照上传。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={
            "required": "请先选择要上传的文件。",
            "empty": "文件是空的。请检查是否选对了文件。",
        },
    )
    row = forms.TypedChoiceField(label="说明哪一行", coerce=int, empty_value=None, required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row"].choices = [("", "整张表"), *map(_choice, rows)]

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_scan(file, file.name)
        return file


def _choice(row):
    sentence = row.details["sentence"] or "（还没有写完）"
    short = sentence if len(sentence) <= 40 else f"{sentence[:39]}…"
    return row.version.point_id, f"第 {row.details['serial']} 个风险点：{short}"
