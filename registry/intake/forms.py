"""Sending a spreadsheet."""

from django import forms

from registry.organisation.models import Unit

from .limited_reader import MAX_BYTES


class SpreadsheetForm(forms.Form):
    endings = (".xlsx", ".xls")

    file = forms.FileField(
        label="选择填好的表格",
        error_messages={
            "required": "请先选择填好的表格，再上传。",
            "empty": "文件是空的。请检查是否选对了文件。",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(self.endings):
            raise forms.ValidationError(f"请选择 {'、'.join(self.endings)} 格式的表格。")
        if file.size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {limit} MB。请分成几个文件导入。")
        return file


class TableFileForm(SpreadsheetForm):
    """Tables of any sort that can be read."""

    endings = (".xlsx", ".xls", ".docx", ".doc", ".csv")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(self.endings)


class UnitTableForm(TableFileForm):
    """A table for one of the units whose lists the person keeps."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), empty_label=None, to_field_name="code"
    )
    field_order = ["unit", "file"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
