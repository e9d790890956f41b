"""Workbooks as people send them, and the way they are sent, looked at and confirmed."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from registry.intake.models import OrganisationImport
from registry.intake.organisation.taking import plan_of

HEADERS = {
    "单位": ["单位代码", "单位名称", "上级单位代码"],
    "科室": ["单位代码", "科室名称", "排序"],
    "岗位": ["单位代码", "科室名称", "岗位名称", "岗位层次", "重要岗位", "填表方式"],
    "人员": [
        "单位代码",
        "姓名",
        "职务",
        "登录名",
        "科室名称",
        "岗位名称",
        "任职起始日期",
        "代理",
        "席位",
        "席位对应单位代码",
        "席位对应科室",
        "位次",
    ],
}
NEW_SCHOOL = {
    "单位": [["NEW", "新建小学", "BUREAU"]],
    "科室": [["NEW", "教导处", 1]],
    "岗位": [
        ["NEW", None, "校长", "领导岗位"],
        ["NEW", "教导处", "教导主任", "中层岗位", "是"],
        ["NEW", "教导处", "任课教师", "一般岗位", None, "一人一表"],
    ],
    "人员": [
        ["NEW", "周校长", "校长", "zhou", None, "校长", date(2026, 9, 1), None, "单位主要负责人"],
        ["NEW", "吴主任", None, "wu", "教导处", "教导主任", "2026年9月1日", None, "科室负责人"],
        ["NEW", "郑 老 师", None, None, "教导处", "任课教师"],
        ["NEW", "王老师", None, "wang", "教导处", "任课教师"],
    ],
}


def workbook(sheets, title=()):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in title:
            sheet.append([line])
        sheet.append(HEADERS[name])
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, sheets, **options):
    content = sheets if isinstance(sheets, bytes) else workbook(sheets, **options)
    file = SimpleUploadedFile("名单.xlsx", content)
    return client.post(reverse("organisation-import"), {"file": file})


def sent(client, sheets, **options):
    response = send(client, sheets, **options)
    assert response.status_code == 302, response.content.decode()
    return OrganisationImport.objects.latest("id")


def confirmed(client, imported):
    data = {"seen": plan_of(imported).fingerprint}
    return client.post(reverse("organisation-import-confirm", args=[imported.pk]), data)


def problems_of(client, sheets, **options):
    plan = plan_of(sent(client, sheets, **options))
    return [(one.sheet, one.row, one.column, one.text, one.severity) for one in plan.problems]
