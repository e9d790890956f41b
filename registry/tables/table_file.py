"""A table as a file to download: every list that is narrowed and exported at once goes this way."""

from io import BytesIO

from django.http import FileResponse

from .description import Table
from .formats import FORMATS


def table_file(table: Table, format_name: str, name: str = "") -> FileResponse:
    """The table in one of `FORMATS`; `name`: of the file, where the table does not give it.

    The caller has checked the right and notes the download in the trail.
    """
    chosen, stream = FORMATS[format_name], BytesIO()
    chosen.write(table, stream)
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=name or chosen.file_name(table),
        content_type=chosen.content_type,
    )
