"""How long an import of 20,000 rows takes beside a bare reading and writing: `make bench`.

Both work on a fresh SQLite file of their own: calamine and one bulk insert for each table here,
the whole of `import_points` there (child process, rules, matching, drafts, trail).
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROWS, POSTS = 20_000, 40
HEAD = ["序号", "科室", "岗位", "职权", "风险点", "风险等级", "防控措施", "责任人"]


def main():
    with TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        # As in an office: with DEBUG every statement would be written down, for both alike.
        os.environ |= {"DEBUG": "0", "SECRET_KEY": "of-a-bench-" * 6}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _compare(Path(folder) / "points.xlsx")


def _compare(path):
    from django.core.management import call_command

    from tests.cast import make_cast

    cast = make_cast()
    _write_book(path, _make_posts(cast))
    bare = _seconds(lambda: _bare(path, cast))
    whole = _seconds(
        lambda: call_command("import_points", str(path), "--unit", "LARGE", "--by", "keeper")
    )
    sys.stdout.write(f"bare {bare:.1f} s, import {whole:.1f} s, {whole / bare:.1f} times\n")


def _make_posts(cast):
    from registry.organisation.models import Post

    section = cast.sections.teaching
    names = [f"测试岗位{number}" for number in range(POSTS)]
    Post.objects.bulk_create(Post(unit=section.unit, section=section, name=n) for n in names)
    return [(section.name, name) for name in names]


def _write_book(path, places):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEAD)
    for number in range(1, ROWS + 1):
        section, post = places[number * POSTS // (ROWS + 1)]
        risk = f"因第{number}项材料由一人收审，导致放宽条件，造成他人失去公平机会"
        sheet.append([number, section, post, "转学审核", risk, "高", f"第{number}项两人复核", ""])
    book.save(path)


def _bare(path, cast):
    """The least that could be done: cells straight into the same five tables."""
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from registry.papers.models import Paper, Revision
    from risks import models

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    with transaction.atomic():
        paper = Paper.objects.create(
            unit=cast.school_large, post=cast.posts.staff, kind="staff_form",
            programme=cast.programme, created_by=cast.people.staff,
        )  # fmt: skip
        revision = Revision.objects.create(paper=paper)
        new = models.RiskPoint.objects.bulk_create(
            models.RiskPoint(unit=paper.unit, post=paper.post) for _ in rows
        )
        versions = models.PointVersion.objects.bulk_create(
            models.PointVersion(
                point=point, written_in=paper, wording="own", text=row[4],
                proposed=None, level=None,
            )
            for point, row in zip(new, rows, strict=True)
        )  # fmt: skip
        measures = models.Measure.objects.bulk_create(models.Measure(point=p) for p in new)
        models.MeasureVersion.objects.bulk_create(
            models.MeasureVersion(version=version, measure=measure, position=1, text=row[6])
            for version, measure, row in zip(versions, measures, rows, strict=True)
        )
        models.PointLine.objects.bulk_create(
            models.PointLine(revision=revision, version=version, position=position)
            for position, version in enumerate(versions, start=1)
        )


def _seconds(do):
    """Of the processors, children included: others may be working on the machine."""
    from tests.samples.mutating import work

    began = work()
    do()
    return work() - began


if __name__ == "__main__":
    main()
