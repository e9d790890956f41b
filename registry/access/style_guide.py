"""One page with every component in long, empty and faulty samples; only where DEBUG is on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from .wording import PAPER_STATES, ROW_CHANGES

LONG = (
    "学生奖助学金名额分配与公示环节，由班主任一人提出名单、一人核对材料，公示时间短、范围窄，"
    "家庭情况相近的学生之间缺少可比较的标准"
)
REVISED = (
    "学生奖助学金名额分配与公示环节，由班主任提出名单、年级组两人核对材料，公示不少于五个工作日，"
    "家庭情况相近的学生之间按统一量表打分"
)
MORNING = datetime(2026, 4, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = date(2026, 5, 8)


class PointForm(forms.Form):
    """A cut of the staff form, long enough to show every kind of field."""

    source = forms.CharField(
        label="风险源",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="为什么会出问题，写一句。",
    )
    risk = forms.CharField(label="风险点", widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(
        label="风险类型", choices=[("", "请选择"), ("duties", "岗位职责"), ("process", "业务流程")]
    )
    stage = forms.ChoiceField(
        label="防控阶段",
        widget=forms.RadioSelect,
        choices=[("before", "前期预防"), ("during", "中期监控"), ("after", "后期处置")],
    )
    common = forms.BooleanField(label="本岗位的共性风险也适用于我", required=False)
    due = forms.DateField(
        label="完成时间", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    why = forms.CharField(label="补充说明", required=False)


class SearchForm(forms.Form):
    """What a list is narrowed by."""

    words = forms.CharField(label="关键词", required=False)
    level = forms.ChoiceField(
        label="风险等级",
        required=False,
        choices=[("", "全部"), ("1", "一级（高）"), ("2", "二级（中）")],
    )
    section = forms.ChoiceField(label="科室", required=False, choices=[("", "全部科室")])


class UploadForm(forms.Form):
    """A file to bring along."""

    sheet = forms.FileField(label="选择或拖入 Excel 文件")


def style_guide(request):
    """Every component on one page."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "components/style_guide.html", sample_context())


def sample_context():
    """The samples, apart from the request so that a test can render them."""
    return {
        **_forms(),
        **_chains(),
        **_lists(),
        "navigation": _navigation(),
        "long": LONG,
        "revised": REVISED,
        "morning": MORNING,
        "due": DUE,
        "paper_states": list(PAPER_STATES),
        "row_changes": list(ROW_CHANGES),
    }


def _forms():
    point_rows = forms.formset_factory(PointForm, extra=0)
    rows = point_rows(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-source": LONG}, prefix="form"
    )
    return {
        "empty_form": PointForm(prefix="empty"),
        "faulty_form": PointForm({"faulty-source": LONG, "faulty-due": "昨天"}, prefix="faulty"),
        "point_rows": rows,
        "search_form": SearchForm(prefix="search"),
        "upload_form": UploadForm(prefix="upload"),
    }


def _chains():
    steps = [
        {"seat": "科室（年级组）负责人审核", "state": "done", "person": "韩雪梅", "date": MORNING},
        {"seat": "单位主管领导审查", "state": "returned", "person": "赵立新", "date": MORNING,
         "note": "第 2 行请写清由谁核对"},
        {"seat": "单位领导小组审查", "state": "current", "person": "领导小组", "due": DUE},
        {"seat": "派驻纪检组、监察室审核", "state": "waiting", "due": DUE},
    ]  # fmt: skip
    late = [dict(step, overdue=step["state"] == "current") for step in steps]
    passed = {
        "seat": "科室（年级组）负责人审核意见", "action": "pass", "action_label": "同意",
        "opinion": "风险点找得实，措施可行，同意上报。", "name": "韩雪梅", "title": "高一年级组长",
        "acting_for": "周文", "at": MORNING,
    }  # fmt: skip
    returned = {
        "seat": "单位领导小组审查意见", "action": "return", "action_label": "退回修改",
        "opinion": "第 2 行的措施与第 1 行相同，请结合本岗位再写具体一些。",
        "name": "陈国强", "title": "校长", "at": MORNING, "meeting": "2026年第3次会议",
        "from_paper": True,
    }  # fmt: skip
    return {"steps": steps, "late_steps": late, "passed": passed, "returned": returned}


def _lists():
    return {
        "page_obj": Paginator(range(486), 20).get_page(7),
        "crumbs": [{"label": "首页", "url": "#"}, {"label": "我的办件", "url": "#"},
                   {"label": "高一年级班主任岗位防控表"}],
        "facts": [{"label": "编号", "value": "DEMO-1-2026-SF-0012"},
                  {"label": "岗位", "value": "高一（3）班班主任", "url": "#"},
                  {"label": "主要职责", "value": LONG, "help": "取自岗位职责权力登记簿"},
                  {"label": "备注", "value": ""}],
        "cards": [{"title": "高一（3）班班主任岗位廉政风险识别和防控表", "url": "#", "text": LONG,
                   "meta": ["林小雨", "高一年级组", "4月18日提交"], "state": "review",
                   "state_detail": "第 2 步", "due": DUE, "overdue": True, "action": "去审核"},
                  {"title": "总务处物资采购员防控表", "url": "#", "meta": ["总务处"],
                   "state": "draft", "level": "一级（高）", "colour": "red"}],
        "tiles": [{"label": "等我办理", "value": 12, "unit": "件", "url": "#", "tone": "attention",
                   "help": "其中 2 件已超期"},
                  {"label": "一级（高）风险点", "value": 8, "unit": "个", "tone": "high"},
                  {"label": "已生效", "value": 137, "unit": "件", "tone": "done"},
                  {"label": "本年度填报", "value": "96%"}],
        "events": [{"at": MORNING, "who": "韩雪梅", "what": "审核通过", "tone": "good",
                    "icon": "check-lg", "text": "同意上报。"},
                   {"at": MORNING, "who": "赵立新", "what": "退回修改", "tone": "attention",
                    "icon": "arrow-counterclockwise", "text": LONG},
                   {"at": MORNING, "who": "林小雨", "what": "提交", "url": "#", "icon": "send"}],
        "tabs": [{"label": "等我办理", "url": "#", "active": True, "count": 12},
                 {"label": "我办过的", "url": "#", "count": 0}, {"label": "全部", "url": "#"}],
        "stale_rows": [{"label": "第 2 行 · 风险点", "yours": REVISED, "theirs": LONG, "id": "2"}],
    }  # fmt: skip


def _navigation():
    return [
        {"label": "首页", "url": "#", "icon": "house", "active": True},
        {"label": "等我办理", "url": "#", "icon": "inbox", "count": 12},
        {"label": "我的岗位", "url": "#", "icon": "person-badge"},
        {"label": "风险点台账", "url": "#", "icon": "journal-text", "group": "本单位"},
        {"label": "职权目录", "url": "#", "icon": "diagram-3", "group": "本单位"},
        {"label": "廉政风险点和风险等级目录", "url": "#", "icon": "table", "group": "本单位"},
    ]
