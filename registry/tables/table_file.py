"""A table as a file to download: every list that is narrowed and exported at once goes this way."""

from io import BytesIO

from django.http import FileResponse

from .description import Table
from .formats import FORMATS


def table_file(table: Table, format_name: str) -> FileResponse:
    """The table in one of `FORMATS`. The caller has checked the right and notes the download in
    the trail.
    """
    chosen, stream = FORMATS[format_name], BytesIO()
    chosen.write(table, stream)
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=chosen.file_name(table),
        content_type=chosen.content_type,
    )
