"""What is posted to each address of the table: valid, so that only the right can be missing."""

from django.utils import timezone

from registry.papers.stamps import stamp_of
from reviews import opinions
from reviews.models import Publication
from reviews.talks import holding
from risks import arrival
from tests.architecture.access_asked import TYPED
from tests.architecture.access_typed import (
    _CSV,
    _PRINT,
    NEW_DUTY,
    ROBOT,
    WHY,
    _activity,
    _away,
    _confirmation,
    _counter,
    _form,
    _from_the_public,
    _inspection,
    _moved,
    _pasted,
    _sent_on,
    _sheet,
    _signed,
    scan,
)
from tests.hands_on_paper import sheet


def data_for(world, line):
    """Made anew for each request: an upload can be read only once."""
    return _DATA.get((line.address, line.thing), lambda world: {})(world)


_DATA = {
    ("power-export", "-"): lambda world: _CSV,
    ("power-charts-export", "-"): lambda world: {"format": "pdf"},
    ("point-export", "-"): lambda world: _CSV,
    ("view-save", "-"): lambda world: {
        "page": "power-list",
        "query": "side=external",
        "name": "外部职权",
    },
    ("view-rename", "view"): lambda world: {"name": "外部"},
    ("register-sheet-export", "summary"): lambda world: _CSV,
    ("kind-list", "own_kind.act"): lambda world: {"kind": world.own_kind.pk, "act": "rest"},
    ("kind-add", "-"): lambda world: {
        "stamp": stamp_of({}),
        "name": "招生入学",
        "applies": "both",
    },
    ("commitment-sign", "place"): lambda world: {"digest": world.place.digest},
    ("commitment-publish", "large"): lambda world: {"edition": "inside"},
    ("commitment-text-add", "large"): lambda world: {
        "stamp": stamp_of({}),
        "for_whom": "leader",
        "text": WHY,
        "due_on": timezone.localdate().isoformat(),
    },
    ("commitment-text", "text_draft"): _form(
        "school_office", "stamp", "commitment-text", "text_draft", text=WHY
    ),
    ("talk-kinds", "-"): lambda world: {
        "name": "节前谈话",
        "held_by": "leader",
        "counting": "counts",
    },
    ("talk-plan", "-"): lambda world: {
        "stamp": stamp_of({}),
        "kind": world.talk.kind_id,
        "partner": world.people.section_head.appointments.get().pk,
        "planned_on": timezone.localdate().isoformat(),
        "topic": WHY,
    },
    ("talk-replan", "talk"): _form("supervisor", "stamp", "talk-replan", "talk", topic=WHY),
    ("talk-record", "talk"): _form(
        "supervisor", "stamp", "talk-record", "talk", place="办公室", content=WHY
    ),
    ("talk-drop", "talk"): lambda world: {"why": WHY},
    ("talk-remark", "talk"): lambda world: {"text": WHY},
    ("talk-confirm", "talk_held"): lambda world: {"digest": "0" * 64},
    ("talk-volume", "-"): lambda world: {
        "unit": world.cast.school_large.pk,
        "year": timezone.localdate().year,
    },
    ("responsibility-edit", "large"): _form(
        "school_office", "stamp", "responsibility-edit", "large", own="own"
    ),
    ("kind-edit", "own_kind"): _form("office", "stamp", "kind-edit", "own_kind", name="评聘评优"),
    ("law-add", "-"): lambda world: {
        "stamp": stamp_of({}),
        "title": "校园开放办法",
        "level": world.law.level_id,
    },
    ("clearing-open", "small"): lambda world: {"due_on": timezone.localdate().isoformat()},
    ("clearing-open", "large"): lambda world: {"due_on": timezone.localdate().isoformat()},
    ("declaration-rows", "declared"): lambda world: {"power": world.keys["power"]["pk"]},
    ("declaration-row-add", "declared"): _form(
        "staff", "stamp", "declaration-row-add", "declared", name="学籍档案查阅审核"
    ),
    ("declaration-row", "declared.row"): _form(
        "staff", "stamp", "declaration-row", "declared.row", should_do="五日内答复"
    ),
    ("clearing-offer", "offer"): lambda world: {"reason": "没有专职人员"},
    ("law-edit", "own_law"): _form(
        "office", "stamp", "law-edit", "own_law", issuer="和平区教育体育局"
    ),
    ("law-change", "own_law"): lambda world: {"kind": "repealed", "on": "2026-01-05"},
    ("law-article-add", "own_law"): lambda world: {"stamp": stamp_of({}), "number": "第九条"},
    ("law-article", "own_law.article"): _form(
        "office", "stamp", "law-article", "own_law.article", text="采购分为三种"
    ),
    ("exercise-export", "-"): lambda world: {"format": "xlsx"},
    ("exercise-add", "registered"): lambda world: {
        "stamp": stamp_of({}),
        "subject": "接收一名转入学生",
        "decided_on": timezone.localdate().isoformat(),
        "way": "procedure",
        "enter": "1",
    },
    ("exercise-edit", "used_draft"): _form(
        "staff", "stamp", "exercise-edit", "used_draft", subject="接收两名转入学生"
    ),
    ("finding-answer", "noticed"): lambda world: {"text": "出差回来才补"},
    ("registered-power-add", "large.unit"): lambda world: {
        "stamp": stamp_of({}),
        "name": "职称评聘推荐",
        "matter": "appointment",
        "collective": "always",
        "timing": "before",
    },
    ("registered-power-edit", "registered"): _form(
        "school_office", "stamp", "registered-power-edit", "registered", name="转学接收"
    ),
    ("record-token-list", "-"): lambda world: {
        "registered": world.registered.pk,
        "system": "procurement",
        "expires_on": timezone.localdate().isoformat(),
    },
    ("record", "arrived"): lambda world: {"why": "测试数据"},
    ("rule-add", "-"): lambda world: {
        "stamp": stamp_of({}),
        "title": "来访登记制度",
        "kind": "conduct",
    },
    ("task-detail", "task"): _form("staff", "stamp", "task-detail", "task", note="查过了"),
    ("task-waive", "task"): lambda world: {"why": "本期不开展"},
    ("task-feed", "-"): lambda world: {"act": "make"},
    ("recurring-add", "large"): _form(
        "school_office", "stamp", "recurring-add", "large", **NEW_DUTY
    ),
    ("recurring-edit", "large.report"): _form(
        "school_office", "stamp", "recurring-edit", "large.report", name="月报"
    ),
    ("recurring-switch", "large.report"): lambda world: {"on": "1"},
    ("rule-edit", "own_rule"): _form(
        "office", "stamp", "rule-edit", "own_rule", number="和教〔2026〕8号"
    ),
    ("rule-change", "other_rule"): lambda world: {"kind": "repealed", "on": "2026-01-05"},
    ("law-levels", "-"): lambda world: {"level": world.law.level_id, "up": "1"},
    ("law-looked-at", "law.due"): _form(
        "school_office", "stamp", "law-looked-at", "law.due", why="没有涉及所引的条款"
    ),
    ("coverage-step", "power.step"): _form(
        "section_head", "stamp", "coverage-step", "power.step", reason="按名单送达，没有裁量"
    ),
    ("scale-edit", "own_scale"): _form(
        "office", "stamp", "scale-edit", "own_scale", name="本局的等级"
    ),
    ("scale-copy", "scale"): lambda world: {"unit": world.cast.bureau.pk},
    ("scheme-edit", "draft_scheme"): _form(
        "office", "stamp", "scheme-edit", "draft_scheme", name="按实际改过的办法"
    ),
    ("scheme-switch", "draft_scheme"): lambda world: {"tried": stamp_of(world.draft_scheme.rules)},
    ("register-export", "-"): lambda world: {**_CSV, "unit": "LARGE"},
    ("paper-submit", "draft"): _counter("draft"),
    ("paper-submit", "review"): _counter("review"),
    ("paper-submit", "catalogue_draft"): _counter("catalogue_draft"),
    ("paper-cancel", "draft"): lambda world: {"why": WHY},
    ("paper-take-over", "left"): lambda world: {"to": world.people.teacher.pk},
    ("section-print", "-"): lambda world: {**_PRINT, "section": world.cast.sections.teaching.pk},
    ("paper-print", "draft"): lambda world: _PRINT,
    ("paper-print", "review"): lambda world: _PRINT,
    ("paper-sealed", "confirmed"): lambda world: {"scan": scan()},
    ("paper-row-move", "draft.row"): lambda world: {"direction": "down"},
    ("paper-row-move", "catalogue_draft.row"): lambda world: {"serial": "1"},
    ("paper-row-add", "draft"): _form(
        "staff", "stamp", "paper-row-add", "draft", risk="未核对原件就办理", later="1"
    ),
    ("paper-row", "draft.row"): _form(
        "staff", "stamp", "paper-row", "draft.row", harm="学生错过升学机会", later="1"
    ),
    ("paper-row-answers", "draft.row"): _form("staff", "stamp", "paper-row-answers", "draft.row"),
    ("paper-row-answers", "catalogue_draft.row"): lambda world: {"stamp": stamp_of([])},
    ("paper-changes", "catalogue_draft"): _form(
        "keeper", "stamp", "paper-changes", "catalogue_draft"
    ),
    ("paper-check-answers", "catalogue_draft"): _form(
        "keeper", "stamp", "paper-check-answers", "catalogue_draft"
    ),
    ("paper-row-measures", "draft.row"): _form(
        "staff", "stamp", "paper-row-measures", "draft.row", measure="0"
    ),
    ("paper-row-strike", "draft.row"): _form(
        "staff", "stamp", "paper-row-strike", "draft.row", why=WHY
    ),
    ("paper-row-add", "catalogue_draft"): _form(
        "keeper",
        "stamp",
        "paper-row-add",
        "catalogue_draft",
        name="奖学金评定",
        side="external",
        kind="reward",
    ),
    ("paper-row-strike", "catalogue_draft.row"): _form(
        "keeper", "stamp", "paper-row-strike", "catalogue_draft.row", why=WHY
    ),
    ("paper-duty-add", "draft"): lambda world: {
        "stamp": stamp_of({}),
        "kind": "duty",
        "text": "保管学籍档案，办理查阅手续",
    },
    ("paper-duty", "draft.duty"): _form(
        "staff", "stamp", "paper-duty", "draft.duty", text="保管学籍档案，办理查阅手续"
    ),
    ("paper-duty-strike", "draft.duty"): _form(
        "staff", "stamp", "paper-duty-strike", "draft.duty", why=WHY
    ),
    ("paper-grade", "draft"): _form(
        "staff", "stamp", "paper-grade", "draft", grade="A", why="经手的事项影响升学"
    ),
    ("alert-sheet", "alert.away"): lambda world: _away(world),
    ("talk-sheet", "talk_on_paper"): lambda world: {
        **_away(world),
        "digest": holding.latest(world.talk_on_paper).digest,
    },
    ("disposal-volume", "-"): lambda world: {
        "office": world.cast.bureau.pk,
        "year": timezone.localdate().year,
    },
    ("disposal-paper", "on_paper.sign"): lambda world: _away(world),
    ("arrival-paper", "away"): lambda world: {
        **sheet(),
        "digest": arrival.seal_of(arrival.shown_of(world.posts.small_staff)),
    },
    ("arrival-notice", "small_post"): _form(
        "small_staff", "digest", "arrival-notice", "small_post"
    ),
    ("paper-paste", "draft"): _pasted,
    ("reorganisation", "-"): _moved,
    ("paper-files", "draft"): lambda world: {"file": scan()},
    ("paper-examples", "draft"): lambda world: {"example": "0"},
    ("suggestion-decline", "suggestion"): lambda world: {"why": WHY},
    ("step-decide", "review.step"): _signed("review"),
    ("step-decide", "review.stray"): _signed("on_paper"),
    ("step-decide", "on_paper.step"): _signed("on_paper"),
    ("step-record", "on_paper.step"): _sheet,
    ("step-reassign", "review.step"): lambda world: {"to": world.people.supervisor.pk},
    ("table-import", "table"): lambda world: {"discard": "1"},
    ("publicity-open", "large"): lambda world: {"paper": world.cleared.pk},
    ("rows-reopen", "shown"): lambda world: {"row": world.shown.current.point_lines.first().pk},
    ("publicity-extend", "publicity.pk"): lambda world: {
        "instead_of": Publication.objects.get(pk=world.publicity.pk).ends_on.isoformat(),
        "days": "3",
        "why": "假期里看的人少",
    },
    ("opinion-add", "publicity.pk"): lambda world: {
        "receipt": opinions.new_receipt(world.publicity),
        "text": "写清多久查一次",
        "naming": "unnamed",
    },
    ("public-opinion-add", "public_publicity"): _from_the_public,
    ("public-mistake-add", "public_catalogue"): lambda world: _sent_on(world.public_catalogue),
    ("mistake-detail", "mistake"): lambda world: {"outcome": "right", "reply": "核对过，没有错"},
    ("public-opinion-find", "-"): lambda world: {"receipt": world.missive.receipt},
    **TYPED,
    ("assessment-post", "other_post"): _form(
        "office", "key", "assessment-post", "other_post", outcome="dismiss", words=WHY
    ),
    ("assessment-rules", "bureau"): _form(
        "office", "stamp", "assessment-rules", "bureau", half_life_days="60"
    ),
    ("study-open", "-"): lambda world: {"period": "quarter"},
    ("study-item", "study.item"): lambda world: {"outcome": "keep", "why": WHY},
    ("ladder-add", "ladder.person"): _form(
        "discipline", "stamp", "ladder-add", "ladder.person", name="当面说明", colours=["yellow"]
    ),
    ("ladder-step", "ladder_step"): _form(
        "discipline", "stamp", "ladder-step", "ladder_step", name="谈一谈"
    ),
    ("warning-detail", "warning"): lambda world: {"why": WHY},
    ("disposal-reply", "issued"): _form(
        "staff",
        "stamp",
        "disposal-reply",
        "issued",
        act="send",
        analysis="月底集中",
        commitment="按时核对",
        plan="每周核对",
    ),
    ("disposal-rectify", "replied"): lambda world: {"said": "已补齐", "uploads": scan()},
    ("disposal-recheck", "rectified"): _form(
        "discipline", "stamp", "disposal-recheck", "rectified", outcome="passed", said="齐了"
    ),
    ("disposal-withdraw", "issued"): lambda world: {"why": WHY},
    ("disposal-hand-over", "issued"): lambda world: {"why": WHY},
    ("disposal-follow-up", "closed"): lambda world: {"kind": "nothing"},
    ("missive-detail", "missive"): lambda world: {"outcome": "report", "note": "已登记"},
    ("opinion-find", "-"): lambda world: {"receipt": world.opinion.receipt},
    ("opinions-together", "publicity.pk"): lambda world: {
        "opinion": [world.opinion.pk],
        "outcome": "partly",
        "reply": "谢谢，已补上",
    },
    ("opinion-answer", "opinion"): lambda world: {"outcome": "adopted", "reply": "谢谢，已补上"},
    ("confirm-list", "-"): _confirmation,
    ("paper-send-back", "ready"): lambda world: {
        "why": WHY,
        "digest": world.ready.current.digest,
    },
    ("mail-wish", "-"): lambda world: {"frequency": "daily", "address": "a@example.cn"},
    ("mail-channel", "-"): lambda world: {"site": "https://register.example.cn"},
    ("webhook-add", "-"): lambda world: {"kind": "wecom", "address": ROBOT},
    ("webhook-edit", "webhook"): lambda world: {
        "unit": world.cast.bureau.pk,
        "kind": "wecom",
        "address": ROBOT,
    },
    ("mail-trial", "-"): lambda world: {"to": "a@example.cn"},
    ("alert-add", "-"): _form(
        "office", "stamp", "alert-add", "-", key_work="转学", text="请核对。"
    ),
    ("alert-edit", "alert_draft"): _form(
        "school_office", "stamp", "alert-edit", "alert_draft", text="请两人核对。"
    ),
    ("alert-points", "alert_draft"): _form("school_office", "stamp", "alert-points", "alert_draft"),
    ("alert-issue", "alert_draft"): _form("school_office", "stamp", "alert", "alert_draft"),
    ("alert-reply", "alert"): lambda world: {"reply": "已逐份核对。"},
    ("alert-told", "alert_spoken"): lambda world: {
        "posts": [world.posts.staff.pk],
        "on": timezone.localdate().isoformat(),
    },
    ("measure-turn", "measure_turn"): _form(
        "staff", "stamp", "measure-turn", "measure_turn", note="逐份核对过"
    ),
    ("measure-check", "measure_done"): lambda world: {"applied": "yes"},
    ("measure-switch", "large"): lambda world: {"on": "1"},
    ("self-check", "self_check"): _form("staff", "stamp", "self-check", "self_check", keep="1"),
    ("self-check-confirm", "self_check_done"): lambda world: {
        f"holds-{each.pk}": "yes" for each in world.self_check_given.answers.filter(is_drawn=True)
    },
    ("activity-kinds", "-"): lambda world: {"name": "家属座谈"},
    ("activity-plan", "large.unit_pk"): _activity,
    ("activity-replan", "activity"): _form(
        "school_office", "stamp", "activity-replan", "activity", place="操场"
    ),
    ("activity-call-off", "activity"): lambda world: {"why": WHY},
    ("activity-hold", "activity"): _form("school_office", "stamp", "activity-hold", "activity"),
    ("activity-record", "activity_held"): lambda world: {"result": WHY},
    ("activity-note", "activity_recorded"): lambda world: {"text": WHY},
    ("activity-file-add", "activity_held"): lambda world: {"file": scan(), "part": "record"},
    ("inspection-add", "-"): _inspection,
    ("inspection-found", "inspection_planned"): _form(
        "school_office", "stamp", "inspection-found", "inspection_planned"
    ),
    ("inspection-bulletin", "inspection_found"): lambda world: {"bulletin": "总体认真。"},
    ("inspection-mended", "inspection.point"): lambda world: {"text": "已补齐。"},
    ("announcement-add", "-"): _form(
        "keeper", "stamp", "announcement-add", "-", matter="works", title="工期", text="三周完成"
    ),
    ("announcement-edit", "announced_draft"): _form(
        "keeper", "stamp", "announcement-edit", "announced_draft", title="工期有变"
    ),
    ("announcement-publish", "announced_draft"): _form(
        "keeper", "stamp", "announcement", "announced_draft"
    ),
    ("announcement-files", "announced_draft"): lambda world: {"file": scan()},
    ("announcement-take-down", "announced"): lambda world: {"why": WHY},
    ("publication-correct", "public_catalogue"): lambda world: {
        "position": 1,
        "field": "time_limit",
        "wrong": "五个工作日",
        "right": "七个工作日",
    },
    ("publication-withdraw", "public_catalogue"): lambda world: {"why": WHY},
    ("paper-publish", "catalogue"): lambda world: {"edition": "public"},
}
