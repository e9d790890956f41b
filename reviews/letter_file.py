"""A letter as a file to download: every notice, record and report is fetched this way."""

from io import BytesIO

from django.http import FileResponse, Http404

from registry.tables.formats import FORMATS

from .printed_document import LETTER_WRITERS, Letter


def letter_file(letter: Letter, name: str, format_name: str) -> FileResponse:
    """The letter in the format asked for; Http404 for one that letters are not written in.

    `name` is that of the file without its ending. The caller has checked the right and notes the
    download in the trail.
    """
    if format_name not in LETTER_WRITERS:
        raise Http404
    stream = BytesIO()
    LETTER_WRITERS[format_name](letter, stream)
    stream.seek(0)
    known = FORMATS[format_name]
    return FileResponse(
        stream, content_type=known.content_type, filename=f"{name}.{known.extension}"
    )
