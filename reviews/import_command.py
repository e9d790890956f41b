"""What the import commands share: the unit and its year, who imports, and the report."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.intake.limited_reader import UnreadableFile, read_sheets
from registry.organisation.models import Programme, Seat, Unit

from . import seats


class ImportCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=".xlsx、.xls、.docx、.doc 或 .csv 文件")
        parser.add_argument("--unit", required=True, metavar="CODE", help="单位代码")
        parser.add_argument(
            "--by", metavar="ACCOUNT", help="由谁导入：本单位信息员或防控办的账号（默认第一位）"
        )
        parser.add_argument("--year", type=int, help="年度（默认今年）")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
        parser.add_argument("--report", metavar="FILE.json", help="把核对结果写到这个文件")


def unit_of(code):
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"没有代码为 {code} 的单位。请核对代码，大小写要一致。")
    return found


def programme_of(unit, year):
    year = year or timezone.localdate().year
    programme = Programme.objects.of_unit(unit, year)
    if programme is None:
        raise CommandError(f"{unit.name}还没有 {year} 年度的工作方案。")
    return programme


def importer_of(account, unit):
    """In whose name rows are written: a keeper or the prevention office of the unit.

    Without an account the first of them; the command says who that is.
    """
    people = [
        holder.person
        for seat in (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)
        for holder in seats.holders(seat, unit=unit, day=timezone.localdate())
        if holder.person.has_account
    ]
    if not people:
        raise CommandError(f"{unit.name}没有能登录的信息员或防控办人员，请先在后台安排。")
    if not account:
        return people[0]
    for person in people:
        if person.account.get_username() == account:
            return person
    raise CommandError(f"“{account}”不是{unit.name}的信息员或防控办，不能导入。")


def sheets_of(path):
    try:
        return read_sheets(path)
    except OSError as error:
        raise CommandError(f"打不开 {path}：{error.strerror}。") from error
    except UnreadableFile as refusal:
        raise CommandError(str(refusal)) from refusal


def save_report(path, data):
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    # A lone surrogate of a damaged file is shown as what it is.
    path.write_bytes(text.encode("utf-8", "backslashreplace"))
