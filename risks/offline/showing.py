"""The rows of a form's workbook in words, for the page that shows the comparison."""

from registry.offline.showing import Words
from risks.tables import numbered
from risks.wording import NOT_YET, sentence

from .columns import Columns
from .references import NEW

MEASURES = "防控措施"
SORTS = {"duty": "职责", "point": "风险点"}


class FormWords(Words):
    def __init__(self, plan, draft):
        self.columns = Columns(draft)
        self.duties = {line.version.duty_id: line.version.text for line in draft.duties.lines}
        for planned in plan.of_sort("duty"):
            if planned.line is None:
                self.duties[f"{NEW}{planned.row.row}"] = planned.said["text"]

    def sort(self, sort):
        return SORTS[sort.key]

    def title(self, planned):
        said = planned.said
        return (said["text"] if planned.sort.key == "duty" else sentence(said)) or NOT_YET

    def title_of_line(self, missing):
        version = missing.line.version
        return version.text if missing.sort.key == "duty" else version.sentence or NOT_YET

    def label(self, planned, name):
        return MEASURES if name == "measures" else self._column(planned, name).header

    def value(self, planned, name, value):
        if name == "measures":
            return "\n".join(numbered([self._measure(measure) for measure in value or []]))
        if name == "duty":
            return self.duties.get(value, "")
        return self._column(planned, name).label_of(value)

    def _column(self, planned, name):
        is_duty = planned.sort.key == "duty"
        columns = self.columns.duties if is_duty else self.columns.points
        return next(column for column in columns if column.field == name)

    def _measure(self, measure):
        facts = [c.label_of(measure.get(c.field)) for c in self.columns.measures[1:]]
        return f"{measure['text']}（{'，'.join(filter(None, facts))}）"
