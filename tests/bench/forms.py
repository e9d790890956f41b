"""The forms of a section printed one after the other and by several presses.

python -m tests.bench.forms [forms, 40] [points a form, 8]

Seconds by the clock (this is about cores, so the machine should be quiet), processor seconds with
the children, the largest child, and the size of the bound file.
"""

import os
import resource
import sys
import time
from contextlib import closing
from io import BytesIO

import django

TEXTS = (
    "因转学材料由一人收、一人审，导致放宽第{}类接收条件，造成其他学生失去公平机会。",
    "收件和审核由两人分别办理，材料目录第{}项在公告栏公示，家长可以查对。",
)


def sheet_of(number, points):
    from reviews.printed_form import DutyGroup, FormSheet, OpinionBox, PointRow

    risk, measure = TEXTS
    rows = [
        PointRow(risk.format(place), "业务流程", "二级", [measure.format(place)] * (place % 3 + 1))
        for place in range(points)
    ]
    return FormSheet(
        title="一般工作人员及教职工廉政风险识别和防控表",
        unit="和平区第一中学",
        name="林听雨",
        post=f"学籍管理员{number}",
        number=f"LARGE-2026-STAFF-{number:04d}",
        year=2026,
        state_note="",
        duties=[DutyGroup("受理转学申请，核对材料，登记学籍变动", rows)],
        grade="B",
        grade_why="",
        opinions=[OpinionBox(label) for label in ("单位主管领导审查意见", "单位领导小组审查意见")],
        digest="0" * 64,
    )


def taken(work):
    """(seconds by the clock, processor seconds with those of children, what it gave)."""
    clock, before = time.perf_counter(), os.times()
    given = work()
    after = os.times()
    return time.perf_counter() - clock, sum(after[:4]) - sum(before[:4]), given


def bound(pdfs):
    from registry.tables import printing

    with closing(pdfs), BytesIO() as stream:
        printing.bind(pdfs, "section", stream)
        return len(stream.getvalue())


def main(forms=40, points=8):
    from registry.tables import press, printing
    from reviews.printed_form import form_pdf

    sheets = [sheet_of(number, points) for number in range(forms)]
    form_pdf(sheets[0], printing.lay_out)  # imports and the font cache are not measured
    runs = {"here": lambda: (form_pdf(sheet, printing.lay_out) for sheet in sheets)}
    for count in range(1, press.cores() + 1):
        runs[f"{count} presses"] = lambda count=count: press.printed(form_pdf, sheets, count)
    for label, pdfs in runs.items():
        clock, processor, size = taken(lambda pdfs=pdfs: bound(pdfs()))
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        told = f"{label:12}{forms:4} forms {clock:7.2f} s by the clock {processor:7.2f} s of work"
        sys.stdout.write(f"{told} {size // 1024:6} KiB, largest child {largest} MiB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
