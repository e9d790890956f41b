"""The words of the demo: fixtures/demo as plain rows, its two years moved to last year and this.

The files speak of 2025 (last year) and 2026 (this year).
"""

import json
from datetime import date
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
THIS_YEAR = 2026
DATES = ("starts", "ends", "due_on", "issued_on", "in_force_from")


def read(today):
    """organisation.json's tables, and powers, points, changes, catalogue, listed, opinions, charts,
    particulars."""
    later = today.year - THIS_YEAR
    rows = {
        name: [row for path in sorted(FOLDER.glob(f"{name}-*.json")) for row in _json(path)]
        for name in ("powers", "points")
    }
    files = {
        **_json(FOLDER / "organisation.json"),
        **rows,
        "changes": {row["key"]: row for row in _json(FOLDER / "changes-2026.json")},
        "catalogue": _json(FOLDER / "catalogue-2026.json"),
        "listed": _json(FOLDER / "listed-2026.json"),
        "opinions": _json(FOLDER / "opinions.json"),
        "sheets": _json(FOLDER / "sheets.json"),
        "laws": _json(FOLDER / "laws.json"),
        "rules": _json(FOLDER / "rules.json"),
        "charts": _json(FOLDER / "charts.json"),
        "particulars": _json(FOLDER / "particulars.json"),
    }
    return _moved(files, later)


def _json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _moved(value, later):
    """Dates as dates, years and dates moved by so many years."""
    if isinstance(value, list):
        return [_moved(entry, later) for entry in value]
    if not isinstance(value, dict):
        return value
    return {key: _moved_field(key, entry, later) for key, entry in value.items()}


def _moved_field(key, value, later):
    if key in DATES and value:
        day = date.fromisoformat(value)
        return day.replace(year=day.year + later)
    if key == "year":
        return value + later
    return _moved(value, later)
