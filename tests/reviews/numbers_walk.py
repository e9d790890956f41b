"""Walking the numbers of a page: each that leads to a list is the length of that list."""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.urls import resolve, reverse

LISTS = {"paper-list", "point-list", "due-list", "not-begun"}


@dataclass(frozen=True)
class Found:
    """A number in a cell of a table, and the address it leads to ("": none)."""

    number: int
    url: str


class _Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.cells, self._text, self._url = [], None, ""

    def handle_starttag(self, tag, attrs):
        if tag == "td":
            self._text, self._url = "", ""
        elif tag == "a" and self._text is not None:
            self._url = dict(attrs)["href"]

    def handle_data(self, data):
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "td":
            self.cells.append((self._text.strip(), self._url))
            self._text = None


def numbers_on(client, **narrowed):
    """Every number in the tables of the page of progress."""
    response = client.get(reverse("progress"), narrowed)
    assert response.status_code == 200
    parser = _Cells()
    parser.feed(response.content.decode())
    return [Found(int(text), url) for text, url in parser.cells if text.isdigit()]


def wrong_numbers(client, found):
    """Those that say another number than the list they lead to is long."""
    return [
        (each, length)
        for each in found
        if each.url and (length := length_of_list(client, each.url)) != each.number
    ]


def length_of_list(client, url):
    assert resolve(url.partition("?")[0]).url_name in LISTS, url
    shown = client.get(url).context
    return shown["page"].count if "page" in shown else shown["page_obj"].paginator.count
