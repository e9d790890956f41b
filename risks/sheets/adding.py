"""Rows of a table written into an open draft, as `risks.draft` lets them."""

from risks.content import content_of
from risks.phrasing import unwrapped
from risks.wording import sentence


def add_rows(draft, rows):
    """New points behind those of the form; one that is there already takes level and measures."""
    duties = {line.version.text: line.version.duty_id for line in draft.duties.lines}
    known = {line.version.sentence: line for line in draft.points.lines}
    new = {}
    for planned in rows:
        content = {**planned.content, "duty": _duty(draft, duties, planned.duty)}
        said = sentence(draft.points.kind.settled(content))
        if said in known:
            line = known[said]
            draft.points.change(line, _onto(content_of(line.version), content))
        else:
            new[said] = _onto(new[said], content) if said in new else content
    draft.points.add_many(list(new.values()))


def _duty(draft, duties, text):
    text = unwrapped(text).strip()
    if text and text not in duties:
        line = draft.duties.add({"kind": "duty", "text": text})
        duties[text] = line.version.duty_id
    return duties.get(text)


def _onto(old, new):
    """What the form says already, with the level and measures of the file where it has any."""
    same = [measure["text"] for measure in old["measures"]] == [
        measure["text"] for measure in new["measures"]
    ]
    measures = old["measures"] if same or not new["measures"] else new["measures"]
    return {**old, "level": new["level"] or old["level"], "measures": measures}
