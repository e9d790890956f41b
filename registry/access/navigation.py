"""The entries of the menu inside, their groups, and who sees which.

A new entry is one line of `ENTRIES` that names its group; the groups stand in the order of `Group`,
the entries of a group in the order of their lines.
"""

from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from registry.organisation.models import AdminRole, Rank, Seat

from .reach import ANSWERING_SEATS, MANAGING_SEATS

# With no more entries than these the menu has no headings: they would make it longer, not clearer.
SEEN_AT_A_GLANCE = 7


class Group(StrEnum):
    """The headings of the menu, in order; who has no entry of a group does not see its heading."""

    MINE = "我的工作"
    PAPERS = "填报与审批"
    REGISTER = "台账与职权"
    PREVENTION = "日常防控"
    CONTROL = "监控与处置"
    OPENNESS = "公示与公开"
    RECORDS = "统计与归档"
    SETTINGS = "管理"


class Entry(NamedTuple):
    group: Group
    label: str
    url_name: str
    icon: str
    is_for: object  # test(reach, account) -> bool


def _takes_part(reach, account):
    return reach.takes_part


def _is_somebody(reach, account):
    return reach.person is not None


def _imports(reach, account):
    return reach.holds_any(Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE) or (
        reach.admin_role in (AdminRole.SYSTEM, AdminRole.SECURITY)
    )


def _runs_programmes(reach, account):
    return reach.holds_any(Seat.PREVENTION_OFFICE)


def _answers(reach, account):
    return reach.holds_any(*ANSWERING_SEATS)


def _manages(reach, account):
    return reach.holds_any(*MANAGING_SEATS)


def _receives(reach, account):
    return reach.holds(Seat.DISCIPLINE_OFFICE)


def _assesses(reach, account):
    return reach.holds_any(Seat.DISCIPLINE_OFFICE, Seat.PREVENTION_OFFICE)


def _disposes(reach, account):
    """Offices, and the head of a leading group: who issues warnings and acts."""
    return reach.holds_any(Seat.DISCIPLINE_OFFICE, Seat.PREVENTION_OFFICE) or any(
        mandate.seat == Seat.LEADING_GROUP and mandate.rank == Rank.HEAD
        for mandate in reach.mandates
    )


def _audits(reach, account):
    return reach.admin_role == AdminRole.AUDIT


def _runs_the_system(reach, account):
    return reach.admin_role == AdminRole.SYSTEM


def _administers(reach, account):
    return account.is_staff


ENTRIES = (
    Entry(Group.MINE, "待办", "inbox", "inbox", _takes_part),
    Entry(Group.MINE, "任务", "task-list", "calendar-check", _takes_part),
    Entry(Group.MINE, "我的岗位", "my-posts", "person-workspace", _takes_part),
    Entry(Group.MINE, "我的下载", "downloads", "download", _is_somebody),
    Entry(Group.PAPERS, "办件", "paper-list", "files", _takes_part),
    Entry(Group.PAPERS, "意见建议", "suggestion-list", "chat-left-text", _takes_part),
    Entry(Group.CONTROL, "风险信息", "source-list", "clipboard-data", _receives),
    Entry(Group.CONTROL, "问卷调查", "questionnaire-list", "ui-radios", _receives),
    Entry(Group.CONTROL, "评估", "assessment", "speedometer2", _assesses),
    Entry(Group.CONTROL, "研判", "study-list", "search", _assesses),
    Entry(Group.CONTROL, "处置", "disposal-list", "envelope-paper", _disposes),
    Entry(Group.REGISTER, "风险点", "point-list", "shield-check", _takes_part),
    Entry(Group.REGISTER, "我的责任", "my-responsibility", "person-check", _manages),
    Entry(Group.REGISTER, "职权", "power-list", "list-check", _takes_part),
    Entry(Group.REGISTER, "清权", "clearing", "ui-checks", _takes_part),
    Entry(Group.REGISTER, "运行登记", "exercise-list", "journal-arrow-up", _takes_part),
    Entry(Group.REGISTER, "法规库", "law-list", "journal-bookmark", _takes_part),
    Entry(Group.REGISTER, "制度", "rule-list", "journal-check", _takes_part),
    Entry(Group.PREVENTION, "风险提示", "alert-list", "bell", _takes_part),
    Entry(Group.PREVENTION, "措施落实", "measure-turn-list", "check2-square", _takes_part),
    Entry(Group.PREVENTION, "自查", "self-check-list", "ui-checks-grid", _takes_part),
    Entry(Group.PREVENTION, "监督检查", "inspection-list", "clipboard-check", _takes_part),
    Entry(Group.PREVENTION, "到岗告知", "arrival-list", "person-plus", _answers),
    Entry(Group.PREVENTION, "廉政承诺", "commitment-list", "pen", _takes_part),
    Entry(Group.PREVENTION, "廉政谈话", "talk-list", "chat-square-heart", _takes_part),
    Entry(Group.PREVENTION, "廉政活动", "activity-list", "people", _takes_part),
    Entry(Group.OPENNESS, "公示", "publicity-list", "megaphone", _takes_part),
    Entry(Group.OPENNESS, "来件", "missive-list", "envelope", _receives),
    Entry(Group.OPENNESS, "公开", "publication-list", "globe2", _takes_part),
    Entry(Group.OPENNESS, "纠错", "mistake-list", "pencil-square", _runs_programmes),
    Entry(Group.OPENNESS, "内部公开栏", "board", "pin-angle", _takes_part),
    Entry(Group.RECORDS, "进度", "progress", "bar-chart-steps", _answers),
    Entry(Group.RECORDS, "防控看板", "cycle-board", "columns-gap", _answers),
    Entry(Group.RECORDS, "找全", "coverage", "grid-3x3-gap", _answers),
    Entry(Group.RECORDS, "档案", "archive", "archive", _takes_part),
    Entry(Group.SETTINGS, "年度方案", "programme-list", "calendar3", _runs_programmes),
    Entry(Group.SETTINGS, "定期工作", "recurring-list", "arrow-repeat", _runs_programmes),
    Entry(Group.SETTINGS, "导入", "organisation-import", "upload", _imports),
    Entry(Group.SETTINGS, "操作留痕", "trail-list", "journal-text", _audits),
    Entry(Group.SETTINGS, "邮件提醒", "mail-channel", "envelope", _runs_the_system),
    Entry(Group.SETTINGS, "群机器人", "webhook-list", "chat-dots", _runs_the_system),
    Entry(Group.SETTINGS, "后台设置", "admin:index", "gear", _administers),
)


def navigation_for(request, counts):
    """[{group, label, url, icon, active, count}] of what this person may do, group by group."""
    if not request.user.is_authenticated:
        return []
    shown = [
        _shown(entry, url, counts)
        for group in Group
        for entry in ENTRIES
        if entry.group is group
        and entry.is_for(request.reach, request.user)
        and _applies(entry, request.reach)
        and (url := _address(entry.url_name))
    ]
    if len(shown) <= SEEN_AT_A_GLANCE:
        for item in shown:
            item["group"] = ""
    _mark_active(shown, request.path)
    return shown


def _applies(entry, reach):
    """Whether there is anything behind the entry for this person, where a setting asks for it."""
    asked = settings.NAVIGATION_WHERE.get(entry.url_name)
    return asked is None or import_string(asked)(reach)


def _shown(entry, url, counts):
    return {
        "group": entry.group.value,
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "count": counts.get(entry.url_name),
        "active": False,
    }


def counts_for(person):
    """What waits for the person: {url name: number}, by the functions the setting names."""
    if person is None:
        return {}
    functions = settings.NAVIGATION_COUNTS.items()
    return {url_name: import_string(path)(person) for url_name, path in functions}


def _address(url_name):
    """None for a page that is not there: a missing page must not take the menu down with it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _mark_active(shown, path):
    """The entry whose address is the longest beginning of the present one."""
    fitting = [item for item in shown if path.startswith(item["url"]) and item["url"] != "/"]
    if fitting:
        max(fitting, key=lambda item: len(item["url"]))["active"] = True
    for item in shown:
        if item["url"] == path == "/":
            item["active"] = True
