"""A browser's side of the row pages: addresses, hidden fields, what is typed."""

import re

from django.urls import reverse

HTMX = {"HX-Request": "true"}


def address(name, paper, line=None):
    return reverse(name, args=[paper.pk, line.pk] if line else [paper.pk])


def stamped(client, url):
    """The hidden fields of the form as the browser got it."""
    page = client.get(url).content.decode()
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


def nine_fields(**changes):
    """What somebody fills in who leaves every fold closed."""
    return {
        "source": "转学材料由一人收、一人审",
        "risk": "放宽转学接收条件",
        "harm": "其他学生失去公平机会",
        "kind": "process",
        "likelihood": "2",
        "severity": "2",
        "measures-0-text": "收件和审核由两人分别办理",
        **changes,
    }


def post_new(client, paper, **changes):
    url = address("paper-row-add", paper)
    return client.post(url, {**stamped(client, url), **nine_fields(**changes)})


def shown(response):
    return response.content.decode()


def only(revision):
    return revision.point_lines.select_related("version__point").get()
