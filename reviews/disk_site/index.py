"""What search and check read on a disk: scripts of data, as a page there may fetch no file.

Search in parts of limited size, loaded when somebody searches; numbers with their digests in one.
"""

import json

from django.urls import reverse

from registry.tables.text import chinese_date
from reviews import open_data
from reviews.models import Publication
from reviews.views.public import browsing

from .names import file_of

Kind = Publication.Kind
PART_BYTES = 512 * 1024
PART_NAME = "data/search-{}.js"
NUMBERS_NAME = "data/numbers.js"


def write_search(root):
    """The rows of what stands, in parts; the number of parts."""
    parts = 0
    for part in _parts(_rows()):
        _write(root / PART_NAME.format(parts), f"publicRows({parts}, [\n{part}\n]);\n")
        parts += 1
    return parts


def write_numbers(root):
    """Every number there ever was for society: digest, state, day, and why it was withdrawn."""
    entries = [
        [
            each.publication.number,
            each.publication.digest,
            each.state,
            chinese_date(each.changed_on),
            each.publication.withdrawn_why,
        ]
        for each in open_data.entries()
    ]
    lines = ",\n".join(map(_line, entries))
    _write(root / NUMBERS_NAME, f"publicNumbers([\n{lines}\n]);\n")


def _rows():
    """[kind, name, what stands beside it, words, initials, file] for each row."""
    for kind, name in ((Kind.CATALOGUE, "name"), (Kind.DIRECTORY, "power")):
        rows = browsing.rows_of(kind).select_related("publication", "unit")
        for row in rows.order_by("unit__path", "publication", "position").iterator(chunk_size=1000):
            yield [
                kind.label,
                row.content.get(name) or "风险点",
                _beside(row, kind),
                row.search,
                row.initials,
                file_of(_address(row, kind)),
            ]


def _beside(row, kind):
    if kind == Kind.CATALOGUE:
        said = [row.unit.name, row.content.get("kind")]
    else:
        said = [row.unit.name, row.content.get("level"), row.content.get("risk")]
    return " · ".join(filter(None, said))


def _address(row, kind):
    if kind == Kind.CATALOGUE:
        return reverse("public-power", args=[row.publication.number, row.position])
    return reverse("public-directory", args=[row.publication.number])


def _parts(rows):
    lines, size = [], 0
    for row in rows:
        line = _line(row)
        if lines and size + len(line.encode()) > PART_BYTES:
            yield ",\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line.encode())
    if lines:
        yield ",\n".join(lines)


def _line(value):
    return json.dumps(value, ensure_ascii=False)


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
