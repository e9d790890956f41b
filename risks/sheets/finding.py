"""What there is to say about a row of a table that arrived."""

from dataclasses import dataclass

INFO, WARNING, ERROR = "info", "warning", "error"


@dataclass(frozen=True)
class Finding:
    """`info`: what was done to a cell; `warning`: look once more; `error`: cannot be taken."""

    rule: str
    severity: str
    field: str
    letter: str
    text: str

    def as_data(self):
        return {
            "rule": self.rule,
            "severity": self.severity,
            "field": self.field,
            "column": self.letter,
            "text": self.text,
        }
