from dataclasses import asdict
from pathlib import Path

from django.core.files import File
from django.core.management.base import CommandError
from django.db import transaction

from registry.files.storing import store
from registry.intake.keeping import all_in_use
from registry.intake.models import TableImport
from reviews.import_command import (
    ImportCommand,
    importer_of,
    programme_of,
    save_report,
    sheets_of,
    unit_of,
)
from reviews.importing import CONTENT_TYPE, NotApplied, NotAsSeen, apply, mapping_of
from risks.sheets.planning import Choices, make_plan
from risks.sheets.reading import NoTable, read
from risks.sheets.report import report_of


class Command(ImportCommand):
    help = "把表格里的风险点导入本单位各岗位的草稿：有一处没改好，就什么也不写入。"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--level",
            action="append",
            default=[],
            metavar="表中写法=等级",
            help="表里的等级对应本单位的哪一级，如 --level 高=一级；可以写几次",
        )
        parser.add_argument("--post", default="", metavar="岗位", help="没有写岗位的行属于哪个岗位")
        parser.add_argument("--whole", action="store_true", help="一格写了几条的，不拆开")

    def handle(self, *, unit, file, dry_run, report, **options):
        unit = unit_of(unit)
        programme = programme_of(unit, options["year"])
        choices = _choices(unit, programme, options)
        plan = _plan(Path(file), unit, programme, choices, options["post"])
        if report:
            save_report(Path(report), report_of(plan.reading))
        self._tell(plan)
        if plan.errors:
            if not dry_run:
                raise CommandError(f"有 {len(plan.errors)} 处要先改好，什么也没有写入。")
        elif not dry_run:
            by = importer_of(options["by"], unit)
            papers = _write(plan, unit, programme, choices, Path(file), by)
            self.stdout.write(f"已由{by.name}写入 {len(papers)} 张表的草稿，请填报人核对后提交。")

    def _tell(self, plan):
        for row, finding in plan.errors[:50]:
            column = f"，{finding.letter} 列" if finding.letter else ""
            self.stdout.write(f"第 {row.number} 行{column}：{finding.text}")
        self.stdout.write(
            f"读到 {len(plan.rows)} 个风险点，{len(plan.errors)} 处要改，"
            f"{plan.count('warning')} 行有提醒。"
        )


def _choices(unit, programme, options):
    """Columns and words as the unit mapped them before, and the words given here."""
    remembered = mapping_of(unit)
    levels = dict(remembered.words)
    known = {
        name: level.pk
        for level in programme.scale.levels.all()
        for name in (level.label, level.word, str(level))
        if name
    }
    for given in options["level"]:
        word, _, name = given.partition("=")
        if name not in known:
            raise CommandError(f"“{given}”：请写成“表中写法=等级”，等级可选：{'、'.join(known)}。")
        levels[word] = known[name]
    return Choices(
        columns=remembered.columns,
        levels=levels,
        posts=remembered.posts,
        split=not options["whole"],
    )


@all_in_use()
def _plan(path, unit, programme, choices, post):
    sheets = sheets_of(path)
    try:
        reading = read(sheets, names=choices.columns, split=choices.split)
    except NoTable as refusal:
        raise CommandError(str(refusal)) from refusal
    for row in reading.rows:
        row.texts["post"] = row.texts.get("post") or post
    return make_plan(reading, unit=unit, programme=programme, choices=choices)


def _write(plan, unit, programme, choices, path, by):
    try:
        with transaction.atomic(), path.open("rb") as stream:
            stored = store(stream=File(stream), name=path.name, content_type=CONTENT_TYPE, by=by)
            imported = TableImport.objects.create(
                file=stored, unit=unit, programme=programme, by=by, choices=asdict(choices)
            )
            return apply(imported=imported, plan=plan, by=by)
    except NotAsSeen as refusal:
        raise CommandError("核对期间草稿有了变化，什么也没有写入。请再运行一次。") from refusal
    except NotApplied as refusal:
        raise CommandError(str(refusal)) from refusal
