from pathlib import Path

from django.core.files import File
from django.core.management.base import CommandError
from django.db import transaction

from powers.sheets.applying import CONTENT_TYPE, NotAsSeen, confirm, preview
from powers.sheets.reading import NoTable
from powers.sheets.report import report_of
from registry.files.storing import store
from registry.papers.drafts import NotDraft
from reviews import filing
from reviews.import_command import (
    ImportCommand,
    importer_of,
    programme_of,
    save_report,
    sheets_of,
    unit_of,
)

SIDES = ("external", "internal")


class Command(ImportCommand):
    help = "把职权目录表导入本单位目录的草稿：有一处没改好，就什么也不写入。"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--side", choices=SIDES, default=SIDES[0], help="没有写内外部的按哪一种（默认外部）"
        )

    @transaction.atomic
    def handle(self, *, unit, file, dry_run, report, year, side, by, **options):
        unit, path = unit_of(unit), Path(file)
        by = importer_of(by, unit)
        programme, sheets = programme_of(unit, year), sheets_of(path)
        paper = filing.start_catalogue(unit=unit, programme=programme, by=by)
        try:
            plan = preview(revision=paper.current, sheets=sheets, columns=None, default_side=side)
        except NoTable as refusal:
            raise CommandError(str(refusal)) from refusal
        if report:
            save_report(Path(report), report_of(sheets, plan))
        self._tell(plan)
        if dry_run:
            transaction.set_rollback(True)
        elif plan.errors:
            raise CommandError(f"有 {len(plan.errors)} 处要先改好，什么也没有写入。")
        else:
            _write(paper, path, sheets, side, plan, by)
            self.stdout.write(f"已由{by.name}写入目录的草稿，请核对后提交。")

    def _tell(self, plan):
        for error in plan.errors[:50]:
            self.stdout.write(f"{error.place}：{error.text}")
        counts = plan.counts
        self.stdout.write(
            f"读到 {len(plan.rows)} 项：新增 {counts['new']}，调整 {counts['adjusted']}，"
            f"不变 {counts['unchanged']}；{len(plan.errors)} 处要改。"
        )


def _write(paper, path, sheets, side, plan, by):
    with path.open("rb") as stream:
        stored = store(stream=File(stream), name=path.name, content_type=CONTENT_TYPE, by=by)
    try:
        confirm(
            paper=paper,
            stored=stored,
            sheets=sheets,
            columns=None,
            default_side=side,
            seen=plan.fingerprint,
            by=by,
        )
    except NotDraft as refusal:
        raise CommandError(refusal.text) from refusal
    except NotAsSeen as refusal:
        raise CommandError("核对期间目录有了变化，什么也没有写入。请再运行一次。") from refusal
