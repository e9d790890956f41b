"""A filler's side of an offline workbook: download, type into it, send it back, look, confirm."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from registry.offline.book import HEADER_ROW

FIRST = HEADER_ROW + 1


def url(paper):
    return reverse("paper-offline", args=[paper.pk])


def download(client, paper):
    response = client.get(url(paper), {"download": "1"})
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def places(sheet):
    return {cell.value: cell.column for cell in sheet[HEADER_ROW]}


def put(sheet, row, **cells):
    """Type into a row by the headers of its columns."""
    at = places(sheet)
    for header, value in cells.items():
        sheet.cell(row, at[header]).value = value


def value(sheet, row, header):
    return sheet.cell(row, places(sheet)[header]).value


def send(client, paper, book, name="离线填写.xlsx"):
    stream = BytesIO()
    book.save(stream)
    return client.post(url(paper), {"file": SimpleUploadedFile(name, stream.getvalue())})


def shown(client, paper):
    response = client.get(url(paper))
    return response, response.content.decode()


def take(client, paper, **data):
    """Confirm what the comparison shows."""
    response, _ = shown(client, paper)
    seen = response.context["plan"].fingerprint
    return client.post(url(paper), {"seen": seen, **data})


def counts(client, paper):
    response, _ = shown(client, paper)
    plan = response.context["plan"]
    assert plan.faults == []
    found = {**plan.counts, "missing": len(plan.missing)}
    return {name: number for name, number in found.items() if number}


def points_of(revision):
    return [line.version for line in revision.point_lines.of_register_rows()]
