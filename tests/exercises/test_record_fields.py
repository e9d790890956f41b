"""What a system may send, as `docs/records.md` says it; no database."""

import json
import re
from pathlib import Path

from reviews.exercises.record_fields import FIELDS, read, schema

DOCS = (Path(__file__).resolve().parents[2] / "docs/records.md").read_text()
WHOLE = {
    "number": "CG-1",
    "sort": "exercise",
    "subject": "  采购课桌椅 ",
    "happened_on": "2026-03-10",
    "amount": 36000,
    "counterparty": "青禾家具店",
    "way": "collective",
    "attendees": ["甲", "乙"],
    "avoided": [{"why": "亲属", "name": "丁"}],
    "note": None,
}


def test_the_docs_hold_the_schema_that_is_served():
    (written,) = re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    assert json.loads(written) == schema()


def test_the_example_of_the_docs_is_taken():
    (example,) = re.findall(r"application/json\n\n(\{.*?\})\n```", DOCS, re.DOTALL)
    content, faults = read(json.loads(example))
    assert faults == []
    assert content["amount"] == "36000.00"


def test_content_comes_in_one_shape():
    content, faults = read(WHOLE)
    assert faults == []
    assert content["subject"] == "采购课桌椅"
    assert content["amount"] == "36000.00"
    assert content["avoided"] == [["丁", "亲属"]]
    assert "note" not in content


def test_every_field_is_in_the_schema_with_its_meaning():
    described = schema()["properties"]
    assert list(described) == [field.name for field in FIELDS]
    assert all(described[field.name]["description"] == field.meaning for field in FIELDS)
