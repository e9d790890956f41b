"""docs/glossary.md knows every model and every choice."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

OURS = {"registry", "powers", "risks", "reviews"}
GLOSSARY = (Path(__file__).resolve().parents[2] / "docs/glossary.md").read_text()


def is_ours(cls):
    return cls.__module__.split(".")[0] in OURS


def choice_classes(base=models.TextChoices):
    for cls in base.__subclasses__():
        if is_ours(cls):
            yield cls
        yield from choice_classes(cls)


def models_missing(text):
    ours = (model for model in apps.get_models() if is_ours(model))
    return [model.__name__ for model in ours if f"`{model.__name__}`" not in text]


def values_missing(cls, text):
    return [value for value in cls.values if f"`{value}`" not in text]


def test_every_model_is_in_the_glossary():
    assert models_missing(GLOSSARY) == []


@pytest.mark.parametrize("cls", list(choice_classes()), ids=lambda cls: cls.__qualname__)
def test_every_choice_is_in_the_glossary(cls):
    assert values_missing(cls, GLOSSARY) == []


def entries(text):
    """How often each word has a line of its own: | 中文 | `Word` | …"""
    return Counter(re.findall(r"^\|[^|]+\| `(\w+)` \|", text, re.MULTILINE))


def test_every_model_has_one_line():
    names = {model.__name__ for model in apps.get_models() if is_ours(model)}
    assert [name for name, lines in entries(GLOSSARY).items() if name in names and lines > 1] == []


def test_a_second_line_is_found():
    """Negative control."""
    assert entries("| 人 | `Person` | one |\n| 人 | `Person` | again |")["Person"] == 2


def test_a_missing_word_is_found():
    """Negative control: a page without the word for a power."""
    spoiled = GLOSSARY.replace("`Power`", "").replace("`hand_down`", "")
    assert models_missing(spoiled) == ["Power"]
    assert any(values_missing(cls, spoiled) == ["hand_down"] for cls in choice_classes())
