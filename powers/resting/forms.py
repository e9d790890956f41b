"""The word of reason with which a power stays as it is after its law changed."""

from django import forms

from registry.papers.stamps import StampedForm

from .models import LookedAt


class LookedAtForm(StampedForm):
    why = forms.CharField(
        label="核对说明",
        max_length=LookedAt._meta.get_field("why").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例：修改没有涉及所引的条款，名称、条件、期限都不用调整。",
        error_messages={
            "required": "请写一句核对说明。",
            "max_length": "说明请控制在 %(limit_value)d 个字以内。",
        },
    )
