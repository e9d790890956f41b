"""Pages on which one edits what others may edit meanwhile, and what is typed there in two tabs."""

from dataclasses import dataclass

TYPED = "刚刚写下的话不能丢"


@dataclass(frozen=True)
class Tab:
    """A page with a form, and what is typed into it: in the first tab, then in the second."""

    role: str
    address: str
    thing: str
    first: dict
    second: dict

    def __str__(self):
        return f"{self.address} {self.thing}"


ROW = {"first": {"harm": "另一处已改的后果", "later": "1"}, "second": {"harm": TYPED, "later": "1"}}
POWER = {
    "first": {"content": "另一处已改的内容", "why": "另一处写的理由"},
    "second": {"content": TYPED, "why": "再改"},
}
EDITORS = [
    Tab("staff", "paper-row", "draft.row", **ROW),
    Tab(
        "staff",
        "paper-duty",
        "draft.duty",
        first={"text": "另一处已改的职责内容"},
        second={"text": TYPED},
    ),
    Tab(
        "staff",
        "paper-grade",
        "draft",
        first={"grade": "A", "why": "另一处写的理由"},
        second={"grade": "C", "why": TYPED},
    ),
    Tab("keeper", "paper-row", "catalogue_draft.row", **POWER),
    Tab(
        "keeper",
        "announcement-edit",
        "announced_draft",
        first={"title": "另一处改过的标题"},
        second={"title": TYPED},
    ),
    Tab(
        "school_office",
        "alert-edit",
        "alert_draft",
        first={"text": "另一处改过的提示"},
        second={"text": TYPED},
    ),
    Tab(
        "keeper",
        "paper-row-chart",
        "catalogue_draft.row",
        first={"steps-0-handler": "另一处已改的岗位", "why": "另一处写的理由"},
        second={"steps-0-handler": TYPED, "why": "再改"},
    ),
    Tab(
        "keeper",
        "paper-row-duties",
        "catalogue_draft.row",
        first={"accountabilities-0-text": "另一处写的情形", "why": "另一处写的理由"},
        second={"accountabilities-0-text": TYPED, "why": "再改"},
    ),
    Tab(
        "keeper",
        "paper-row-benchmark",
        "catalogue_draft.row",
        first={
            "benchmarks-0-condition": "另一处写的情形",
            "benchmarks-0-kind": "警告",
            "why": "另一处写的理由",
        },
        second={"benchmarks-0-condition": TYPED, "benchmarks-0-kind": "警告", "why": "再改"},
    ),
    Tab(
        "discipline",
        "ladder-step",
        "ladder_step",
        first={"name": "另一处改的名称"},
        second={"name": TYPED},
    ),
    Tab(
        "staff",
        "disposal-reply",
        "issued",
        first={"analysis": "另一处写的原因"},
        second={"analysis": TYPED},
    ),
    Tab(
        "office",
        "scale-edit",
        "own_scale",
        first={"name": "另一处改过的名称"},
        second={"name": TYPED},
    ),
    Tab(
        "discipline",
        "source-edit",
        "source",
        first={"text": "另一处改过的情况"},
        second={"text": TYPED},
    ),
    Tab(
        "discipline",
        "questionnaire-edit",
        "asked_draft",
        first={"title": "另一处改过的标题"},
        second={"title": TYPED},
    ),
    Tab(
        "discipline",
        "question-edit",
        "asked_draft.question",
        first={"text": "另一处改过的问题"},
        second={"text": TYPED},
    ),
    Tab(
        "office",
        "assessment-rules",
        "bureau",
        first={"note": "另一处写的说明"},
        second={"note": TYPED},
    ),
    Tab(
        "staff",
        "declaration-row",
        "declared.row",
        first={"should_do": "另一处改过的应为"},
        second={"should_do": TYPED},
    ),
    Tab(
        "school_office",
        "activity-replan",
        "activity",
        first={"about": "另一处改过的主题"},
        second={"about": TYPED},
    ),
    Tab(
        "supervisor",
        "talk-replan",
        "talk",
        first={"topic": "另一处改过的话题"},
        second={"topic": TYPED},
    ),
    Tab(
        "supervisor",
        "talk-record",
        "talk",
        first={"place": "另一处会议室", "content": "另一处写下的"},
        second={"place": "会议室", "content": TYPED},
    ),
    Tab(
        "school_office",
        "commitment-text",
        "text_draft",
        first={"text": "另一处改过的承诺"},
        second={"text": TYPED},
    ),
    Tab(
        "office",
        "kind-edit",
        "own_kind",
        first={"name": "另一处改的名称"},
        second={"name": TYPED},
    ),
    Tab(
        "office",
        "law-edit",
        "own_law",
        first={"issuer": "另一处改过的机关"},
        second={"issuer": TYPED},
    ),
    Tab(
        "office",
        "rule-edit",
        "own_rule",
        first={"number": "另一处改过的文号"},
        second={"number": TYPED},
    ),
    Tab(
        "staff",
        "exercise-edit",
        "used_draft",
        first={"subject": "另一处改过的事项"},
        second={"subject": TYPED},
    ),
    Tab(
        "school_office",
        "registered-power-edit",
        "registered",
        first={"name": "另一处改过的叫法"},
        second={"name": TYPED},
    ),
    Tab(
        "office",
        "law-article",
        "own_law.article",
        first={"text": "另一处改过的条文"},
        second={"text": TYPED},
    ),
    Tab(
        "office",
        "scheme-edit",
        "draft_scheme",
        first={"name": "另一处改过的名称"},
        second={"name": TYPED},
    ),
]
