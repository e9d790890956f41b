"""A file is answered by `FileResponse`: it names the file for every browser, and streams it."""

from tests.architecture.tree import ROOT, code


def names_files_by_hand(text):
    return "Content-Disposition" in text or "content_disposition_header" in text


def test_no_view_names_its_file_by_hand():
    found = [
        str(path.relative_to(ROOT)) for path in code() if names_files_by_hand(path.read_text())
    ]
    assert found == []


def test_one_by_hand_would_be_found():
    assert names_files_by_hand('response.headers["Content-Disposition"] = "attachment"')
    assert not names_files_by_hand('FileResponse(stream, as_attachment=True, filename="a.pdf")')
