"""Form fields that the registers of laws and of rules share, and what two dates must hold."""

from django import forms

TOO_EARLY = "施行日期不会早于公布日期，请核对。"


def day_field(label, *, required=False, help_text=""):
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请写成 2026-03-01 这样的日期。",
        },
    )


def line_field(model, name, *, required=False, help_text=""):
    """One line, as long as the column of the model."""
    column = model._meta.get_field(name)
    return forms.CharField(
        label=str(column.verbose_name),
        required=required,
        max_length=column.max_length,
        help_text=help_text,
        error_messages={"required": f"请填写{column.verbose_name}。"},
    )


def comes_too_early(facts):
    """Whether something would be in force before it was issued."""
    issued, begins = facts.get("issued_on"), facts.get("in_force_from")
    return bool(issued and begins and begins < issued)
