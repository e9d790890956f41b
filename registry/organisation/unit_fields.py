"""Which units a form is about: chosen in a menu of few; of many written down by name or code.

Past `unit_choice.MOST` a menu is no help, and a form that is being filled in cannot be asked in
steps as a filter is: a name, a code, or a part of a name that is one unit's alone is enough.
"""

import re

from django import forms

from . import unit_choice

BETWEEN = re.compile(r"[\n、，,；;]+")
MOST_TOLD = 5
UNKNOWN = "没有找到“{}”，请核对单位的名称或者代码。"
UNCLEAR = "“{}”有好几个单位：{}。请写全名称，或者写单位代码。"
BY_NAME = "写单位的名称、名称里独有的几个字，或者单位代码。"
SEVERAL_BY_NAME = f"每行一个单位。{BY_NAME}"


class _OfFewOrMany:
    """`offer` says which units; `is_many` whether they are written down."""

    is_many = False

    def offer(self, units):
        self.queryset = units.order_by("path")
        self.is_many = len(self.queryset[: unit_choice.MOST + 1]) > unit_choice.MOST
        if self.is_many:
            self.widget = self.written()
            self.help_text = f"{self.help_text}{self.said}"

    def label_from_instance(self, unit):
        return unit.name

    def named(self, text):
        """The unit that is meant; refused in words where it is none or several."""
        text = text.replace("\0", "").strip()[: unit_choice.LONGEST]
        exact = list(self.queryset.filter(code__iexact=text)[:1])
        exact = exact or list(self.queryset.filter(name=text)[: MOST_TOLD + 1])
        found = exact or list(self.queryset.filter(name__icontains=text)[: MOST_TOLD + 1])
        if not found:
            raise forms.ValidationError(UNKNOWN.format(text))
        if len(found) > 1:
            told = [f"{unit.name}（{unit.code}）" for unit in found[:MOST_TOLD]]
            more = "等" if len(found) > MOST_TOLD else ""
            raise forms.ValidationError(UNCLEAR.format(text, "、".join(told) + more))
        return found[0]

    def in_words(self, pk):
        """As somebody may write it down again."""
        unit = self.queryset.filter(pk=getattr(pk, "pk", pk)).first()
        if unit is None:
            return ""
        return unit.name if self.queryset.filter(name=unit.name).count() == 1 else unit.code


class UnitField(_OfFewOrMany, forms.ModelChoiceField):
    said = BY_NAME
    written = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(queryset=None, **kwargs)

    def to_python(self, value):
        if not self.is_many:
            return super().to_python(value)
        return self.named(value) if value and value.strip() else None

    def prepare_value(self, value):
        """What was typed stays; what is saved is said by its name."""
        if not self.is_many or isinstance(value, str) or not value:
            return super().prepare_value(value)
        return self.in_words(value)


class UnitsField(_OfFewOrMany, forms.ModelMultipleChoiceField):
    said = SEVERAL_BY_NAME
    written = forms.Textarea

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(queryset=None, **kwargs)

    def clean(self, value):
        if not self.is_many:
            return super().clean(value)
        texts = [text for text in BETWEEN.split(value or "") if text.strip()]
        units = {unit.pk: unit for unit in map(self.named, texts)}
        if self.required and not units:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(units.values())

    def prepare_value(self, value):
        if not self.is_many or isinstance(value, str) or not value:
            return super().prepare_value(value)
        return "\n".join(self.in_words(pk) for pk in value)
