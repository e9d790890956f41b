"""The entries of the menu inside, in order, and who sees which."""

from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from registry.organisation.models import AdminRole, Seat

from .reach import ANSWERING_SEATS


class Entry(NamedTuple):
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


def _receives(reach, account):
    return reach.holds(Seat.DISCIPLINE_OFFICE)


def _audits(reach, account):
    return reach.admin_role == AdminRole.AUDIT


def _runs_the_system(reach, account):
    return reach.admin_role == AdminRole.SYSTEM


def _administers(reach, account):
    return account.is_staff


ENTRIES = (
    Entry("待办", "inbox", "inbox", _takes_part),
    Entry("我的岗位", "my-posts", "person-workspace", _takes_part),
    Entry("办件", "paper-list", "files", _takes_part),
    Entry("档案", "archive", "archive", _takes_part),
    Entry("职权", "power-list", "list-check", _takes_part),
    Entry("清权", "clearing", "ui-checks", _takes_part),
    Entry("法规库", "law-list", "journal-bookmark", _takes_part),
    Entry("风险点", "point-list", "shield-check", _takes_part),
    Entry("意见建议", "suggestion-list", "chat-left-text", _takes_part),
    Entry("公示", "publicity-list", "megaphone", _takes_part),
    Entry("来件", "missive-list", "envelope", _receives),
    Entry("公开", "publication-list", "globe2", _takes_part),
    Entry("内部公开栏", "board", "pin-angle", _takes_part),
    Entry("进度", "progress", "bar-chart-steps", _answers),
    Entry("年度方案", "programme-list", "calendar3", _runs_programmes),
    Entry("我的下载", "downloads", "download", _is_somebody),
    Entry("导入", "organisation-import", "upload", _imports),
    Entry("操作留痕", "trail-list", "journal-text", _audits),
    Entry("邮件提醒", "mail-channel", "envelope", _runs_the_system),
    Entry("后台设置", "admin:index", "gear", _administers),
)


def navigation_for(request, counts):
    """[{label, url, icon, active, count}] of what this person may do."""
    shown = []
    if not request.user.is_authenticated:
        return shown
    for entry in ENTRIES:
        if entry.is_for(request.reach, request.user) and (url := _address(entry.url_name)):
            shown.append(
                {
                    "label": entry.label,
                    "url": url,
                    "icon": entry.icon,
                    "count": counts.get(entry.url_name),
                    "active": False,
                }
            )
    _mark_active(shown, request.path)
    return shown


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
