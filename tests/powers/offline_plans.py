"""What a catalogue's workbook would do to its draft, without upload and child process."""

from powers.offline.book import POWERS
from powers.offline.planning import draft_of, plan_of
from registry.intake.limited_reader import Sheet

BENCHMARK = {
    "condition": "主动改正的",
    "kind": "罚款",
    "lower": "1000",
    "lower_closed": True,
    "upper": "3000",
    "upper_closed": False,
    "unit": "元",
    "basis": "",
}
FULL = {
    "name": "=HYPERLINK(1)食堂采购审批",
    "side": "internal",
    "visibility": "withheld",
    "ground": "涉及个人隐私",
    "bases": [{"law": "甲法", "article": "第一条、第二条"}, {"law": "乙办法", "article": ""}],
    "steps": ["受理、登记", "审核"],
    "details": {"审核": {"handler": "总务处", "kind": "decision"}},
    "ways": [{"source": "审核", "target": "受理、登记", "outcome": "退回补正"}],
    "sub_items": [{"code": "0101", "name": "零星采购"}],
    "responsibilities": [{"stage": "受理", "text": "当场告知\n并登记", "basis": "《甲法》第一条"}],
    "benchmarks": [BENCHMARK],
}


def sheets_of(book):
    """The workbook as the limited reader hands it over, without its process."""
    rows = [[cell.value or "" for cell in row] for row in book[POWERS]]
    return [Sheet(POWERS, rows, [])]


def plan(revision, book):
    return plan_of(draft_of(revision), sheets_of(book))


def seen_of(found):
    return [(each.action, each.taken, each.disputed) for each in found.rows]
