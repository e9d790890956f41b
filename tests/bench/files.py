"""Open data as a whole, and the files of a publicity, beside the bare libraries on the same rows.

python -m tests.bench.files [units, 200] [rows of each catalogue and directory, 25] [rounds, 3]

Ours: open data by its address, a publicity by what a download calls. Bare: one query for the same
rows, then csv, json, openpyxl, python-docx or WeasyPrint and nothing else. Processor seconds, best
of the rounds, ours and bare by turns; the figures are in docs/performance.md.
"""

import csv
import json
import logging
import os
import sys
from functools import partial
from io import BytesIO, StringIO

import django

from tests.bench.__main__ import bare_pdf, bare_xlsx, seconds

SHOWN = 100  # rows of the publicity
OF_ROW = ("content", "position", "unit__code", "unit__name", "publication__number")


def bare_rows(kind, columns):
    """(titles, rows as plain texts) of what stands: read by one query."""
    from reviews.models import PublicationRow
    from reviews.views.public.page import standing

    found = PublicationRow.objects.filter(publication__in=standing(kind).order_by().values("pk"))
    found = found.order_by("publication", "position").values_list(*OF_ROW).iterator(1000)
    for content, *known in found:
        yield [*known, *(_plain(content.get(column.key)) for column in columns)]


def _plain(value):
    return "\n".join(map(str, value)) if isinstance(value, list) else value


def bare_csv(columns, rows):
    writer = csv.writer(stream := StringIO())
    writer.writerow(column.title for column in columns)
    writer.writerows(rows)
    return stream.getvalue().encode()


def bare_json(columns, rows):
    keys = [column.key for column in columns]
    found = [dict(zip(keys, row, strict=False)) for row in rows]
    return json.dumps(found, ensure_ascii=False).encode()


def bare_docx(titles, rows):
    """python-docx: one table, the text of each cell."""
    from docx import Document

    document = Document()
    table = document.add_table(rows=0, cols=len(titles))
    for row in [titles, *rows]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
    document.save(BytesIO())


def open_data(client):
    """(what, bare, ours) of each table, in each format."""
    from django.urls import reverse

    from reviews import open_data

    def ours(name, format_name):
        response = client.get(reverse("public-data", args=[name, format_name]))
        assert response.status_code == 200
        return sum(map(len, response.streaming_content))

    write = {"csv": bare_csv, "json": bare_json}
    for name, kind in open_data.KIND_OF_ROWS.items():
        columns = open_data.SETS[name][1]
        for format_name, bare in write.items():
            plain = partial(_read_and_written, bare, kind, columns)
            yield f"open data {name}.{format_name}", plain, partial(ours, name, format_name)


def _read_and_written(bare, kind, columns):
    return len(bare(columns, bare_rows(kind, columns)))


def publicity_files(publication):
    from registry.tables.formats import FORMATS
    from reviews import exporting

    columns = publication.head["columns"]
    titles, keys = [title for _, title in columns], [key for key, _ in columns]
    bare = {"xlsx": bare_xlsx, "docx": bare_docx, "pdf": bare_pdf}

    def rows():
        contents = publication.rows.order_by("position").values_list("content", flat=True)
        return [[_plain(content.get(key, "")) for key in keys] for content in contents]

    def ours(format_name):
        exporting.written(exporting.table_of(publication), format_name)

    for name in FORMATS.keys() & bare.keys():
        ours(name)  # imports and fonts are not measured
        yield f"publicity.{name}", lambda name=name: bare[name](titles, rows()), partial(ours, name)


def compared(what, bare, ours, rounds):
    taken = [(seconds(bare), seconds(ours)) for _ in range(rounds)]
    plain, full = (min(times) for times in zip(*taken, strict=True))
    sys.stdout.write(f"{what:26}bare {plain:6.2f} s  ours {full:6.2f} s  x {full / plain:.2f}\n")
    sys.stdout.flush()


def main(units=200, rows_each=25, rounds=3):
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    connection.creation.create_test_db(verbosity=0)
    from reviews.models import PublicationRow
    from tests.architecture.many_in_office import copied
    from tests.architecture.many_rows import Rows

    rows = Rows()
    rows.published_units(units)
    one_each = list(PublicationRow.objects.exclude(publication=rows.publicity))
    PublicationRow.objects.bulk_create(
        copied(row, position=row.position + more)
        for row in one_each
        for more in range(1, rows_each)
    )
    rows.published_rows(rows.publicity, SHOWN - 1)
    for what, bare, ours in (*open_data(Client()), *publicity_files(rows.publicity)):
        compared(what, bare, ours, rounds)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
