"""What there is to say about a row of a table that arrived."""

from dataclasses import dataclass

INFO, WARNING, ERROR = "info", "warning", "error"
SAID = {INFO: "已整理", WARNING: "提醒", ERROR: "要改"}


@dataclass(frozen=True)
class Finding:
    """`info`: what was done to a cell; `warning`: look once more; `error`: cannot be taken."""

    rule: str
    severity: str
    field: str
    letter: str
    text: str

    @property
    def line(self):
        """As the preview and the sheet that goes back say it, with its column."""
        column = f"（{self.letter} 列）" if self.letter else ""
        return f"{SAID[self.severity]}{column}：{self.text}"

    def as_data(self):
        return {
            "rule": self.rule,
            "severity": self.severity,
            "field": self.field,
            "column": self.letter,
            "text": self.text,
        }
