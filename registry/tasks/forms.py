"""Forms of tasks: handing one in, waiving it, narrowing a list."""

from django import forms

from registry.files.storing import check_text
from registry.papers.stamps import StampedForm

ACCEPTED = ".pdf,.docx,.png,.jpg,.jpeg"
MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked; none is no matter."""

    def clean(self, data, initial=None):
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(f"一次最多交 {MOST_FILES} 个文件，请合并或分几次交。")
        cleaned = [super(FilesField, self).clean(upload, initial) for upload in uploads]
        for upload in cleaned:
            check_text(upload, upload.name)
        return cleaned


class HandInForm(StampedForm):
    """What was done, with evidence; the stamp holds what was written before."""

    note = forms.CharField(
        label="办理情况",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一两句话写明做了什么、结果怎样。请不要写无关人员的姓名。",
    )
    files = FilesField(
        label="材料",
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        help_text="PDF、DOCX、PNG、JPG，每个不超过 20 MB，可以一次选几个。",
        error_messages={"empty": "文件是空的，请检查。"},
    )

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        self._wants_something = bool(task.material) and not task.files.exists()

    def clean(self):
        cleaned = super().clean()
        empty = not cleaned.get("note", "").strip() and not cleaned.get("files")
        if self._wants_something and empty and not self.errors:
            self.add_error("note", "请写明办理情况，或者上传材料。")
        return cleaned


def hand_in_form(request, task):
    """The form of a request to hand in this task, with what was written before."""
    current = {"note": task.note, "done": task.is_settled}
    return HandInForm(
        request.POST or None, request.FILES or None, task=task, current=current, initial=current
    )


class WaiveForm(forms.Form):
    why = forms.CharField(
        label="为什么不用办",
        max_length=200,
        help_text="例：本期岗位空缺，由总务处一并报送。办理人看得到。",
        error_messages={"required": "请写明理由。"},
    )
