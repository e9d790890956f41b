"""Reads the form on a page as a browser would send it, unchanged."""

from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "reset", "image", "file"}


class Forms(HTMLParser):
    """`found`: for each form of the page its fields, {name: [values]}, as they stand."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._select = self._text = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.found.append({})
        elif self.found and "disabled" not in given:
            getattr(self, f"_open_{tag}", lambda given: None)(given)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            name, parts = self._text
            self._add(name, "".join(parts).removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._close_select()

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)

    def _open_input(self, given):
        kind = given.get("type", "text")
        if kind in NOT_SENT or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        self._add(given.get("name"), given.get("value", "on" if kind == "checkbox" else ""))

    def _open_textarea(self, given):
        self._text = (given.get("name"), [])

    def _open_select(self, given):
        self._select = (given.get("name"), "multiple" in given, [], [])

    def _open_option(self, given):
        if self._select:
            _, _, offered, chosen = self._select
            offered.append(given.get("value", ""))
            if "selected" in given:
                chosen.append(given.get("value", ""))

    def _close_select(self):
        name, is_multiple, offered, chosen = self._select
        for value in chosen or ([] if is_multiple else offered[:1]):
            self._add(name, value)
        self._select = None

    def _add(self, name, value):
        if name and name != "csrfmiddlewaretoken":
            self.found[-1].setdefault(name, []).append(value)


def form_with(field, response):
    """The form of the page that has this field, as data for a post."""
    parser = Forms()
    parser.feed(response.content.decode())
    return next(form for form in parser.found if field in form)
