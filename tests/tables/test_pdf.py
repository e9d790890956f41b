import re
from io import BytesIO
from urllib.parse import quote

import pikepdf
import pytest
import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from registry.tables import pdf, printing
from registry.tables.description import Column

from .conftest import make_rows, make_table

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}</svg>"


def in_runs_of(length, written):
    run, pdf.RUN = pdf.RUN, length
    try:
        return written(pdf.write, make_table(make_rows(50)))
    finally:
        pdf.RUN = run


@pytest.fixture(scope="module")
def content(written):
    """Fifty rows in runs of sixteen: several runs, several pages, merged cells over page ends."""
    return in_runs_of(16, written)


@pytest.fixture(scope="module")
def pages(content, pdf_text):
    return pdf_text(content)


def numbers(page):
    """The row numbers printed on a page."""
    return [int(number) for number in re.findall(r"（第(\d+)行）", re.sub(r"\s", "", page))]


def test_every_row_is_printed_once_and_in_order(pages):
    assert [number for page in pages for number in numbers(page)] == list(range(1, 51))


def test_the_pages_are_those_of_a_table_laid_out_at_once(pages, written, pdf_text):
    at_once = pdf_text(in_runs_of(50, written))
    assert len(pages) > 3
    assert [numbers(page) for page in pages] == [numbers(page) for page in at_once]


def test_head_stands_on_the_first_page_and_notes_on_the_last(pages):
    assert "来源：公开件第12号" in pages[0]
    assert "来源：" not in "".join(pages[1:])
    assert "注：监控措施由责任科室落实。" in pages[-1]
    assert "注：" not in "".join(pages[:-1])


def test_column_titles_page_numbers_and_mark_are_on_every_page(pages):
    for number, page in enumerate(pages, start=1):
        assert re.search(r"序号\s+责任科室\s+职权名称", page)
        assert f"第{number}页 共{len(pages)}页" in page
        assert "内部资料" in page
        assert "编号：DEMO-2026-ML-0012" in page


def test_a_merged_cell_is_printed_again_where_a_page_begins(pages):
    for page in pages:
        first = numbers(page)[0] - 1
        assert f"第{first // 6}科" in page
        assert f"物资采购{first // 3}" in page


def test_pages_are_a4_landscape_fonts_embedded_and_no_program_is_named(content):
    with pikepdf.open(BytesIO(content)) as document:
        assert [round(float(side)) for side in document.pages[0].mediabox] == [0, 0, 842, 595]
        assert dict(document.docinfo) == {"/Title": "廉政风险点和风险等级目录"}
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        files = [o for o in fonts if o.get("/Type") == "/FontDescriptor"]
        assert files
        assert all("/FontFile3" in font or "/FontFile2" in font for font in files)
    assert b"WeasyPrint" not in content


def test_an_upright_table_is_upright_on_every_page_margins_too(written, pdf_text):
    content = written(pdf.write, make_table(make_rows(60), orientation="portrait"))
    with pikepdf.open(BytesIO(content)) as document:
        sizes = [[round(float(side)) for side in page.mediabox] for page in document.pages]
    pages = pdf_text(content)
    assert sizes == [[0, 0, 595, 842]] * len(pages)
    assert len(pages) > 1
    assert all(f"共{len(pages)}页" in page for page in pages)


def test_a_row_taller_than_a_page_loses_nothing(written, pdf_text):
    text = "".join(f"甲{number:04}" for number in range(600))
    columns = (Column("text", "风险点", 60), Column("other", "措施", 60))
    pages = pdf_text(written(pdf.write, make_table([{"text": text}], columns=columns)))
    assert len(pages) > 1
    seen = re.findall(r"甲\d{4}", re.sub(r"（续）|\s", "", "".join(pages)))
    assert len(set(seen)) >= 595  # a mark may be cut by a line of the margins
    assert seen == sorted(seen)
    assert all("风险点" in page for page in pages)


def test_an_empty_table_says_so(written, pdf_text):
    (page,) = pdf_text(written(pdf.write, make_table([])))
    assert "本表暂无内容" in page


def test_markup_in_a_cell_is_text(written, pdf_text):
    text = '<img src="http://127.0.0.1:9/x"><script>x</script>{{ 7 }}'
    columns = (Column("text", "风险点"),)
    (page,) = pdf_text(written(pdf.write, make_table([{"text": text}], columns=columns)))
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", page)


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret.svg"
    file.write_text(SVG.format("<rect width='9' height='9'/>"))
    return file


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "//example.org/x.png",
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "relative.png",
        "font:../secret",
        "ftp://127.0.0.1/x",
    ],
)
@pytest.mark.parametrize(
    "html",
    ['<img src="{}">', '<p style="background: url({})">x</p>', '<link rel=stylesheet href="{}">'],
)
def test_nothing_outside_is_fetched(address, html):
    with pytest.raises(FatalURLFetchingError) as refused:
        printing.lay_out(html.format(address), "").pdf()
    assert isinstance(refused.value.__cause__, printing.FetchRefused)


def test_a_picture_in_the_document_cannot_fetch_another(secret):
    inner = SVG.format(f"<image href='{secret.as_uri()}' width='9' height='9'/>")
    layout = printing.lay_out(f'<img src="data:image/svg+xml,{quote(inner)}">', "")
    with pytest.raises(printing.FetchRefused):
        layout.pdf()


def test_a_local_file_is_refused_although_it_exists(secret):
    with pytest.raises(FatalURLFetchingError):
        printing.lay_out(f'<img src="{secret.as_uri()}">', "")


def test_the_default_fetcher_would_have_read_it(secret, monkeypatch):
    """Negative control: without our fetcher the layout engine reads local files."""
    fetched = []

    class Curious(URLFetcher):
        refused = ()

        def fetch(self, url, headers=None):
            fetched.append(url)
            return super().fetch(url, headers)

    weasyprint.HTML(string=f'<img src="{secret.as_uri()}">', url_fetcher=Curious()).render()
    assert fetched == [secret.as_uri()]
    monkeypatch.setattr(printing, "OwnFontsOnly", Curious)
    printing.lay_out(f'<img src="{secret.as_uri()}">', "")
    assert len(fetched) == 2


def test_a_picture_inside_the_document_is_drawn():
    address = "data:image/svg+xml," + quote(SVG.format("<rect width='9' height='9'/>"))
    assert printing.lay_out(f'<img src="{address}">', "").pdf().startswith(b"%PDF")


def test_only_faces_of_the_office_folder_may_be_read(settings, tmp_path):
    (tmp_path / "title.ttf").write_bytes(b"font")
    (tmp_path / "notes.txt").write_text("secret")
    settings.FONTS_DIR = tmp_path
    assert list(printing.own_fonts()) == ["title.ttf"]
    assert '"Office Title"' in printing.font_faces()
    fetcher = printing.OwnFontsOnly()
    assert fetcher("font:title.ttf").read() == b"font"
    for address in ("font:notes.txt", "font:../title.ttf", "font:", "title.ttf/../x"):
        with pytest.raises(printing.FetchRefused):
            fetcher(address)
