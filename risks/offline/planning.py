"""What a workbook of a form that came back would do to the draft as it stands now."""

from registry.offline.comparing import (
    LEAVE_OUT,
    REMOVE,
    STRIKE,
    Comparing,
    Plan,
    Sort,
    came_since,
    missing_of,
)
from risks.content import content_of, point_content
from risks.draft import CLOSED, ONLY_NOTED_ROWS, SHARED
from risks.models import PointVersion
from risks.wording import sentence

from .book import duty_said
from .columns import Columns
from .references import DutyNumbers

OWN = PointVersion.Wording.OWN


def make_plan(reading, draft):
    """`draft` is a `FormDraft`; nothing is written."""
    columns, head = Columns(draft), reading.head
    duty_sort = DutySort(columns, draft, draft.duties)
    duties = Comparing(duty_sort).all(reading.duties)
    point_sort = PointSort(columns, draft, DutyNumbers(reading, duties, draft))
    points = Comparing(point_sort).all(reading.points)
    return Plan(
        head=head,
        rows=[*duties, *points],
        missing=[
            *missing_of(duty_sort, head, reading.duties),
            *missing_of(point_sort, head, reading.points),
        ],
        faults=list(dict.fromkeys(reading.faults)),
        came_since=came_since(duty_sort, head, duties) + came_since(point_sort, head, points),
    )


class _RegisterSort(Sort):
    """Duties and points alike: which lines they are, and what holds them."""

    def __init__(self, columns, draft, rows):
        self.columns, self.rows, self.lines = columns, rows, rows.lines
        self.why_no_new = "" if draft.takes_new_rows else ONLY_NOTED_ROWS

    def id_of(self, line):
        return getattr(line.version, f"{self.rows.kind.identity}_id")

    def why_not(self, line):
        if line.open and self.id_of(line) not in self.rows.shared:
            return ""
        return SHARED if line.open else CLOSED

    def act(self, line):
        if self.id_of(line) in self.rows.shared:
            return LEAVE_OUT
        return REMOVE if self.rows.standing(line.version) is None else STRIKE


class DutySort(_RegisterSort):
    key, key_in_head = "duty", "duties"

    def now(self, line):
        return duty_said(line.version.kind, line.version.text)

    def said(self, row, line):
        kind = line.version.kind if line else self.columns.duties[0].choices[0][0]
        return duty_said(row.said.get("kind", kind), row.said["text"])

    def name(self, said):
        return said["text"]


class PointSort(_RegisterSort):
    """`numbers`: which duty a point stands under, by the sheet of duties."""

    key, key_in_head = "point", "points"
    # Own wording and its text are taken or left together.
    together = frozenset({"wording", "text"})

    def __init__(self, columns, draft, numbers):
        super().__init__(columns, draft, draft.points)
        self.numbers = numbers

    def now(self, line):
        version = line.version
        return self.columns.said_of(content_of(version), "" if version.struck else version.why)

    def said(self, row, line):
        """In the words of the workbook, once it is settled as it would be kept."""
        content = content_of(line.version) if line else point_content()
        duty = self.numbers.duty_of(row, content["duty"])
        given = {**row.said, "duty": duty, "measures": measures_of(row, line)}
        content = self.columns.onto(content, given)
        in_force = line is not None and self.rows.standing(line.version) is not None
        why = row.said["why"] if in_force else ""
        said = self.columns.said_of(content, why)
        self._check_wording(row, said)
        self._check_after(row, line, content)
        return said

    def name(self, said):
        return sentence(said)

    def _check_wording(self, row, said):
        if said["wording"] == OWN and not said["text"]:
            row.fault("选了自行表述，请在“完整表述”里写出整句话。")
        if said["text"] and said["wording"] != OWN:
            row.fault(f"写了完整表述，表述方法请选“{OWN.label}”。")

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
            row.fault(text)


def measures_of(row, line):
    """The measures of the file, each with its identity where the line has it, and then with the
    rule it rests on, of which the workbook says nothing.
    """
    written = content_of(line.version)["measures"] if line else []
    rules = {measure["measure"]: measure["rule"] for measure in written}
    measures = []
    for measure in row.further:
        identity = measure["measure"] if measure["measure"] in rules else None
        rule = rules.pop(identity, None)
        measures.append({**measure, "measure": identity, "rule": rule})
    return measures
