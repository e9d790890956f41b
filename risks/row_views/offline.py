"""The page of filling a form in away from the system (`registry.offline.pages`)."""

from django.views.decorators.vary import vary_on_headers

from registry.offline.pages import OfflinePages
from risks.draft import FormDraft
from risks.offline.book import make_book
from risks.offline.showing import FormWords
from risks.offline.taking import confirm, plan_of

from .answers import why_closed

PAGES = OfflinePages(
    back="返回表格",
    counted="条",
    whose=lambda paper: (
        f"{paper.owner_name} · {paper.programme.year} 年度{paper.get_kind_display()}"
    ),
    advice="表里已经有草稿现在的内容，等级、类型等可以从下拉列表选。",
    anchor="points",
    file_name=lambda paper: f"{paper.owner_name}（{paper.programme.year}年离线填写）.xlsx",
    why_closed=why_closed,
    draft_of=FormDraft,
    make_book=make_book,
    plan_of=plan_of,
    words=FormWords,
    confirm=confirm,
)


@vary_on_headers("HX-Request")
def offline_page(request, paper, revision):
    return PAGES.answer(request, paper, revision)
