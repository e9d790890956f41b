"""清权 of a school through the browser's addresses: posts declare, the section gathers, the office
writes it into the catalogue's draft, what is given away is taken up or declined.
"""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from powers.models import PowerLine, PowerVersion
from registry.notices.models import Notice
from registry.papers.models import Paper, PaperKind
from reviews.clearing.models import ClearingRound, Declaration, DeclaredPower, OfferAnswer
from tests import way
from tests.architecture.page_forms import form_with
from tests.stage import staged

ADMISSION, AWARDS = "学籍异动审核", "奖学金评定"

staged_powers = staged(lambda cast: way.confirmed_catalogue(cast, ADMISSION, AWARDS))


@pytest.fixture
def ask(cast, staged_powers, db, django_capture_on_commit_callbacks):
    """ask(role, address, key, …, data=None, status=…): the answer to a reading or a post."""
    client = Client()

    def asked(role, name, *keys, data=None, status=None):
        client.force_login(getattr(cast.accounts, role))
        address = reverse(name, args=keys)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.get(address) if data is None else client.post(address, data)
        wanted = status or (200 if data is None else 302)
        assert answer.status_code == wanted, answer.content.decode()
        return answer

    return asked


@pytest.fixture
def clearing(ask, cast):
    day = timezone.localdate()
    ask("school_office", "clearing-open", cast.school_large.pk, data={"due_on": day, "word": "请"})
    return ClearingRound.objects.get()


def begun(ask, clearing, role, **owner):
    ask(role, "declaration-begin", clearing.pk, data=owner)
    return Declaration.objects.latest("pk")


def said(ask, role, row, **typed):
    """The row's form as it stands on its page, with this typed into it."""
    keys = row.declaration_id, row.pk
    form = form_with("stamp", ask(role, "declaration-row", *keys))
    ask(role, "declaration-row", *keys, data=form | typed)


def found(ask, role, declaration, **typed):
    form = form_with("stamp", ask(role, "declaration-row-add", declaration.pk))
    ask(role, "declaration-row-add", declaration.pk, data=form | typed)
    return declaration.rows.latest("pk")


def draft_lines(unit):
    paper = Paper.objects.get(unit=unit, kind=PaperKind.CATALOGUE, state="draft")
    lines = PowerLine.objects.filter(revision=paper.current).select_related("version")
    return {line.version.name: line.version for line in lines}


def test_from_the_posts_to_the_draft_of_the_catalogue(ask, cast, clearing):
    assert Notice.objects.filter(person=cast.people.staff, text__contains="清权").exists()
    own = begun(ask, clearing, "staff", post=cast.posts.staff.pk)
    admission = PowerVersion.objects.get(name=ADMISSION).power_id
    ask("staff", "declaration-rows", own.pk, data={"power": admission})
    said(
        ask,
        "staff",
        own.rows.get(),
        disposition="supervise_after",
        reason="改为事后抽查",
        should_do="五个工作日内办结",
    )
    found(ask, "staff", own, name="教辅材料选用审核", bases="《中小学教辅材料管理办法》第三条")
    ask("staff", "declaration-hand-in", own.pk, data={})
    ask("section_head", "declaration-gather", own.pk, data={})

    section = Declaration.objects.get(section=cast.sections.teaching)
    rows = {row.said_name: row for row in section.rows.listed()}
    assert set(rows) == {ADMISSION, AWARDS, "教辅材料选用审核"}
    assert rows[ADMISSION].reason == "改为事后抽查"
    assert rows[ADMISSION].should_do == "", "the scope is the post's"
    refused = ask("section_head", "declaration-hand-in", section.pk, data={}, status=422)
    assert f"“{AWARDS}”还没有写" in refused.content.decode()
    give = {"disposition": "transfer", "reason": "奖金由总务处发", "to_other": ""}
    to = cast.sections.general_affairs.pk
    said(ask, "section_head", rows[AWARDS], **give, to_section=to)
    ask("section_head", "declaration-hand-in", section.pk, data={})
    to_draft = "打开职权目录草稿"
    assert to_draft not in ask("school_office", "declaration", section.pk).content.decode()
    ask("school_office", "declaration-gather", section.pk, data={})
    assert to_draft in ask("school_office", "declaration", section.pk).content.decode()
    assert to_draft not in ask("section_head", "declaration", section.pk).content.decode()

    lines = draft_lines(cast.school_large)
    assert lines[ADMISSION].disposition == "supervise_after"
    assert lines[AWARDS].disposition == "transfer"
    assert [str(basis) for basis in lines["教辅材料选用审核"].bases.all()] == [
        "中小学教辅材料管理办法第三条"
    ]

    offer = rows[AWARDS]
    assert offer.said_name in ask("other_section_head", "clearing").content.decode()
    ask("other_section_head", "clearing-offer", offer.pk, data={"take_up": "1"})
    moved = draft_lines(cast.school_large)[AWARDS]
    assert [str(each) for each in moved.undertakings.all()] == ["总务处"]
    assert OfferAnswer.objects.get().power_id == offer.power_id
    page = ask("school_office", "clearing-round", clearing.pk).content.decode()
    assert "接收" in page
    book = ask("school_office", "clearing-register", clearing.pk, "xlsx").getvalue()
    sheet = openpyxl.load_workbook(BytesIO(book)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert {"应为", "五个工作日内办结", "改为事后抽查"} <= set(cells)


def test_what_the_bureau_hands_down_is_taken_up_or_declined(ask, cast):
    day = timezone.localdate()
    ask("office", "clearing-open", cast.bureau.pk, data={"due_on": day})
    clearing = ClearingRound.objects.get()
    section = begun(ask, clearing, "bureau_section_head", section=cast.sections.bureau_finance.pk)
    for name, unit in (
        ("课后服务收费审核", cast.school_large),
        ("校舍维修审批", cast.school_small),
    ):
        found(
            ask,
            "bureau_section_head",
            section,
            name=name,
            disposition="hand_down",
            reason="学校能够承担",
            to_unit=unit.pk,
        )
    ask("bureau_section_head", "declaration-hand-in", section.pk, data={})
    ask("office", "declaration-gather", section.pk, data={})
    first, second = DeclaredPower.objects.offered().order_by("pk")
    ask("keeper", "clearing-offer", first.pk, data={"take_up": "1"})
    assert "课后服务收费审核" in draft_lines(cast.school_large)
    ask("small_office", "clearing-offer", second.pk, data={"reason": "没有专业人员"})
    assert OfferAnswer.objects.get(row=second).reason == "没有专业人员"
    assert Notice.objects.filter(person=cast.people.office, text__contains="没有专业人员").exists()
