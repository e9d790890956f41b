"""What a person at the row pages does: open, type, send."""

import re

from django.urls import reverse

from powers import editing
from powers.first_check import answering

from .factory import power_content


def stamp_in(response):
    return re.search(r'name="stamp" value="(\w+)"', response.content.decode())[1]


def add_url(paper):
    return reverse("paper-row-add", args=[paper.pk])


def row_url(paper, line, name="paper-row"):
    return reverse(name, args=[paper.pk, line.pk])


def post_row(client, url, data):
    """Open the page, then send what was typed, as a browser does."""
    return client.post(url, {"stamp": stamp_in(client.get(url)), **data})


def somebody_else_saves(cast, paper, line, **changes):
    content = power_content(
        sections=[cast.sections.teaching.pk], **{"time_limit": "别人改成三日", **changes}
    )
    editing.change_power(
        paper=paper, line_id=line.pk, content=content, why="别人改的", by=cast.people.school_office
    )


def answer_findings(cast, paper, line, text="就该这样写"):
    """One word for everything the first check asks about a row, or about the whole catalogue."""
    revision = paper.current
    found = answering.answerable(revision, line)
    answers = {one.key: text for one in found}
    line_id = line.pk if line else None
    answering.answer(paper=paper, line_id=line_id, answers=answers, by=cast.people.school_office)
