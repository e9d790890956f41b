"""Rows of a table written into an open draft, as `risks.draft` lets them."""

from risks.content import content_of
from risks.phrasing import unwrapped
from risks.wording import sentence

from .standing import onto, why_kept


def add_rows(draft, rows):
    """New points behind those of the form; one that is there already takes level and measures.

    What the form has struck, what all holders share and what a reviewer closed stays as it is.
    """
    duties = {line.version.text: line.version.duty_id for line in draft.duties.lines}
    known = {line.version.sentence: line for line in draft.points.lines}
    new = {}
    for planned in rows:
        said = sentence(draft.points.kind.settled(planned.content))
        if said in known:
            _change(draft.points, known[said], planned.content)
        elif said in new:
            new[said] = onto(new[said], planned.content)
        else:
            new[said] = {**planned.content, "duty": _duty(draft, duties, planned.duty)}
    draft.points.add_many(list(new.values()))


def _change(points, line, content):
    old = content_of(line.version)
    if not why_kept(line, points.shared) and onto(old, content) != old:
        points.change(line, onto(old, content), why=line.version.why)


def _duty(draft, duties, text):
    text = unwrapped(text).strip()
    if text and text not in duties:
        line = draft.duties.add({"kind": "duty", "text": text})
        duties[text] = line.version.duty_id
    return duties.get(text)
