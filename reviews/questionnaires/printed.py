"""A questionnaire on paper: the notice with its code for a wall; what came of it as a table."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date
from reviews.printed_document import Heading, Letter, Paragraph, Signatures

from .models import Questionnaire
from .results import results_of

COLUMNS = (
    Column("place", "题号", 14, "center", merge=True),
    Column("question", "问题", 70, merge=True),
    Column("answer", "回答", 90),
    Column("number", "份数", 16, "end"),
    Column("share", "占比", 16, "end"),
)


def address_of(questionnaire, request):
    """Where it is answered. Society comes in by the setting `SITE_URL`, where there is one;
    colleagues the way whoever reads this came in.
    """
    page = reverse("public-questionnaire", args=[questionnaire.pk])
    site = settings.PUBLIC_SITE.get("url", "").rstrip("/")
    if questionnaire.audience == Questionnaire.Audience.PUBLIC and site:
        return f"{site}{page}"
    return request.build_absolute_uri(page)


def notice_of(questionnaire, address):
    """One sheet for a wall or a group of colleagues, with the code that leads to the page."""
    days = f"{chinese_date(questionnaire.opens_on)}至{chinese_date(questionnaire.closes_on)}"
    intro = [Paragraph(line) for line in questionnaire.intro.splitlines() if line.strip()]
    return Letter(
        title=questionnaire.title,
        parts=[
            *intro,
            Heading("怎样答"),
            Paragraph(f"{days}，用手机扫左下方的二维码，或者打开网址{address}。"),
            Heading("怎样保密"),
            Paragraph(
                "不用登录，不写姓名，不设 Cookie，不记网络地址和时间。"
                "只有提问的纪检监察机构看得到汇总的结果；答的人少于五个，连结果也不显示。"
            ),
            Signatures([], f"{questionnaire.office.name}纪检监察机构", _day_of(questionnaire)),
        ],
        proof=["扫码答问卷"],
        check_url=address,
    )


def _day_of(questionnaire):
    return chinese_date(timezone.localdate(questionnaire.switched_on_at))


def table_of(questionnaire):
    """Numbers and texts by question; for the office alone."""
    today = timezone.localdate()
    results = results_of(questionnaire)
    return Table(
        title=f"{questionnaire.title}（结果）",
        source=Source.questionnaire(questionnaire.sheets.count(), today),
        columns=COLUMNS,
        rows=[row for place, each in enumerate(results, start=1) for row in _rows(place, each)],
        unit_name=questionnaire.unit.name,
        compiled_on=today,
        notes=("不记名，同一个人可能答过不止一次；写的话按随机顺序排列，同一份答卷的不在一起。",),
    )


def _rows(place, result):
    known = {"place": place, "question": result.question.text}
    if result.question.is_text:
        return [{**known, "answer": each.text, "number": "", "share": ""} for each in result.texts]
    return [
        {**known, "answer": row.label, "number": row.number, "share": f"{row.share}%"}
        for row in result.rows
    ]
