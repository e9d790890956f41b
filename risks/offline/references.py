"""Which duty a point of the workbook stands under: by the number on the sheet of duties."""

import re

from registry.offline.comparing import GONE

_NUMBER = re.compile(r"(\d{1,4})\s*(?:[.．、:：].*)?", re.DOTALL)
UNKNOWN = "对应职责：“{text}”对不上“职责”表里的序号，请从下拉列表选，或写那一行的序号。"
TWICE = "序号：“{number}”在这张表里用了两次，风险点分不清对应哪一条，请改成不同的序号。"
NEW = "new:"


class DutyNumbers:
    """Numbers as they stand in the file; where a row was taken out, as they went out."""

    def __init__(self, reading, duties, draft):
        self.known, self.texts = {}, {}
        for planned in duties:
            duty = self.texts.setdefault(planned.said["text"], _duty_of(planned))
            self._note(planned.row, duty)
        still_there = {line.version.duty_id for line in draft.duties.lines}
        for number, duty in enumerate(reading.head.rows["duties"], start=1):
            if duty in still_there:
                self.known.setdefault(str(number), duty)

    def duty_of(self, row, kept):
        """The id of a duty, `new:` and its row for one that is to be added, None for none.

        `kept` stands where a row cannot be understood; that is a fault besides.
        """
        text = row.said["duty"]
        if not text:
            return None
        if text in self.texts:
            return self.texts[text]
        found = _NUMBER.fullmatch(text)
        if found and found[1].lstrip("0") in self.known:
            return self.known[found[1].lstrip("0")]
        row.fault(UNKNOWN.format(text=text[:20]))
        return kept

    def _note(self, row, duty):
        number = row.number.lstrip("0")
        if number in self.known and number:
            row.fault(TWICE.format(number=number))
        self.known[number] = duty


def _duty_of(planned):
    if planned.line is not None:
        return planned.line.version.duty_id
    if planned.action == GONE:
        return None
    return f"{NEW}{planned.row.row}"
