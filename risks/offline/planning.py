"""What a workbook that came back would do to the draft as it stands now.

A row that the file has no more stays unless its removal is wished for (`comparing` has the others).
"""

from dataclasses import dataclass

from registry.papers.digest import digest_of
from risks.content import content_of, point_content
from risks.models import PointVersion
from risks.wording import sentence

from .book import DUTIES, POINTS, duty_said
from .columns import Columns
from .comparing import ADDED, CHANGED, CONFLICT, KEPT, SAME, Comparing
from .reading import Fault
from .references import DutyNumbers

REMOVE, STRIKE, LEAVE_OUT = "remove", "strike", "leave_out"
OWN = PointVersion.Wording.OWN


@dataclass(frozen=True)
class Missing:
    """A line of the draft that went out and did not come back; `act` is how it would go."""

    sort: str
    line: object
    act: str

    @property
    def key(self):
        return f"{'duty' if self.sort == DUTIES else 'point'}-line-{self.line.pk}"


@dataclass(frozen=True)
class Plan:
    reading: object
    duties: list
    points: list
    missing: list
    faults: list
    came_since: int

    @property
    def rows(self):
        return [*self.duties, *self.points]

    def of(self, action):
        return [planned for planned in self.rows if planned.action == action]

    @property
    def counts(self):
        actions = (ADDED, CHANGED, CONFLICT, SAME, KEPT)
        return {action: len(self.of(action)) for action in actions}

    @property
    def fingerprint(self):
        """What was seen in the comparison; confirming writes exactly that or nothing."""
        rows = [
            [p.key, p.action, p.line and p.line.pk, p.now, p.said, p.disputed] for p in self.rows
        ]
        return digest_of([rows, [[each.key, each.act] for each in self.missing]])[:16]


def make_plan(reading, draft):
    """`draft` is a `FormDraft`; nothing is written."""
    columns = Columns(draft)
    duties = Comparing(DutySort(columns, draft)).all(reading.duties)
    numbers = DutyNumbers(reading, duties, draft)
    sort = PointSort(columns, draft, numbers)
    points = Comparing(sort).all(reading.points)
    missing = [
        *_missing(DUTIES, draft.duties, reading.head.duties, reading.duties),
        *_missing(POINTS, draft.points, reading.head.points, reading.points),
    ]
    came = _came_since(draft.duties, reading.head.duties, duties)
    came += _came_since(draft.points, reading.head.points, points)
    faults = list(dict.fromkeys([*reading.faults, *numbers.faults, *sort.faults]))
    return Plan(reading, duties, points, missing, faults, came)


class DutySort:
    def __init__(self, columns, draft):
        self.columns, self.rows = columns, draft.duties
        self.can_add = draft.takes_new_rows

    def now(self, line):
        return duty_said(line.version.kind, line.version.text)

    def said(self, row, line):
        kind = line.version.kind if line else self.columns.duties[0].choices[0][0]
        return duty_said(row.said.get("kind", kind), row.said["text"])

    def name(self, said):
        return said["text"]

    def measures(self, row, line):
        return []


class PointSort:
    def __init__(self, columns, draft, numbers):
        self.columns, self.rows, self.numbers = columns, draft.points, numbers
        self.can_add = draft.takes_new_rows
        self.faults = []

    def now(self, line):
        version = line.version
        return self.columns.said_of(content_of(version), "" if version.struck else version.why)

    def said(self, row, line):
        """In the words of the workbook, once it is settled as it would be kept."""
        content = content_of(line.version) if line else point_content()
        duty = self.numbers.duty_of(row, content["duty"])
        given = {**row.said, "duty": duty, "measures": self.measures(row, line)}
        content = self.columns.onto(content, given)
        in_force = line is not None and self.rows.standing(line.version) is not None
        why = row.said["why"] if in_force else ""
        said = self.columns.said_of(content, why)
        self._check_wording(row, said)
        self._check_after(row, line, content)
        return said

    def measures(self, row, line):
        """The measures of the file, each with its identity where the line has it, and then with the
        rule it rests on, of which the workbook says nothing.
        """
        written = content_of(line.version)["measures"] if line else []
        rules = {measure["measure"]: measure["rule"] for measure in written}
        measures = []
        for measure in row.measures:
            identity = measure["measure"] if measure["measure"] in rules else None
            rule = rules.pop(identity, None)
            measures.append({**measure, "measure": identity, "rule": rule})
        return measures

    def name(self, said):
        return sentence(said)

    def _check_wording(self, row, said):
        if said["wording"] == OWN and not said["text"]:
            self._fault(row, "选了自行表述，请在“完整表述”里写出整句话。")
        if said["text"] and said["wording"] != OWN:
            self._fault(row, f"写了完整表述，表述方法请选“{OWN.label}”。")

    def _check_after(self, row, line, content):
        """What the draft says like that itself is no fault of the file: the checklist holds it. Nor
        is it where the file went out without such a column.
        """
        if "level_after" not in row.said:
            return
        terms = self.columns.terms
        given = terms.settled(content)["level"], content["level_after"]
        stands = line and (line.version.level_id, line.version.level_after_id)
        if given != stands and (text := terms.problem_after(*given)):
            self._fault(row, text)

    def _fault(self, row, text):
        self.faults.append(Fault(row.sheet, row.row, "", text))


def _missing(sort, rows, sent, read):
    """Lines that went out, may be changed, and did not come back."""
    back = {row.mark.id for row in read if row.mark}
    found = []
    for line in rows.lines:
        identity = getattr(line.version, f"{rows.kind.identity}_id")
        if identity in sent and identity not in back and line.open and not line.version.struck:
            found.append(Missing(sort, line, _act(rows, line, identity)))
    return found


def _act(rows, line, identity):
    if identity in rows.shared:
        return LEAVE_OUT
    return REMOVE if rows.standing(line.version) is None else STRIKE


def _came_since(rows, sent, planned):
    """How many lines the draft has that neither went out nor came in with this file."""
    met = {each.line.pk for each in planned if each.line}
    identity = f"{rows.kind.identity}_id"
    return sum(
        getattr(line.version, identity) not in sent
        and line.pk not in met
        and not line.version.struck
        for line in rows.lines
    )
