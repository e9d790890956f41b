"""The page of filling a catalogue in away from the system (`registry.offline.pages`)."""

from django.views.decorators.vary import vary_on_headers

from powers.content import LABELS
from powers.sheets.queueing import job_of
from registry.offline.pages import OfflinePages
from registry.offline.showing import Words

from .book import make_book
from .columns import Columns
from .planning import draft_of, plan_of
from .taking import confirm, queue

SUBMITTED = "这份目录已经提交，现在不能修改。如需修改，请先撤回，或等审核人退回。"


class PowerWords(Words):
    def __init__(self, plan, draft):
        self.columns = Columns(draft).by_field

    def sort(self, sort):
        return "职权"

    def title(self, planned):
        return planned.said["name"] or "（还没有名称）"

    def title_of_line(self, missing):
        return missing.line.version.name

    def label(self, planned, name):
        return LABELS.get(name, self.columns[name].header)

    def value(self, planned, name, value):
        return self.columns[name].label_of(value)


PAGES = OfflinePages(
    counted="项",
    whose=lambda paper: paper.title,
    advice="表里已经有草稿现在的内容，类型、承办科室、公开范围等可以从下拉列表选；流程图和附件在网页上办。",
    back="返回职权目录",
    anchor="catalogue",
    file_name=lambda paper: f"{paper.unit.name}职权目录（{paper.programme.year}年离线填写）.xlsx",
    why_closed=lambda revision: "" if revision.is_open else SUBMITTED,
    draft_of=draft_of,
    make_book=make_book,
    plan_of=plan_of,
    words=PowerWords,
    confirm=confirm,
    queue=queue,
    job_of=job_of,
)


@vary_on_headers("HX-Request")
def offline_page(request, paper, revision):
    return PAGES.answer(request, paper, revision)
