"""What a page shows of a paper's way: the chain of this lap, and everything that happened."""

from operator import itemgetter

from registry.papers.models import PaperState
from registry.tables.text import chinese_date

from . import planning
from .confirmation import PRINCIPAL_LABEL
from .models import Confirmation, Decision, PublicityPaper, Step, Urging


def chain_of(paper, seating):
    """Steps for the component `chain.html`: this lap's, or the route still ahead of a draft."""
    if paper.state == PaperState.DRAFT or not paper.lap:
        planned = planning.plan_steps(paper=paper, lap=paper.lap + 1, seating=seating)
        return [{"seat": _seat(step, paper), "state": "waiting"} for step in planned]
    steps = paper.steps.filter(lap=paper.lap).select_related("unit", "section", "decision")
    steps = steps.prefetch_related("urgings")
    return [_shown(step, paper, seating) for step in steps]


def _shown(step, paper, seating):
    shown = {"seat": _seat(step, paper), "unit": step.unit.name, "due": step.due_on}
    decision = getattr(step, "decision", None)
    if decision is not None:
        return shown | _decided(decision)
    current = paper.state == PaperState.REVIEW and step.position == paper.position
    if not current:
        return shown | {"state": "waiting", "due": None}
    resolution = seating.resolve(step)
    people = "、".join(holder.person.name for holder in resolution.holders)
    return shown | {
        "state": "current",
        "person": people or "由防控办补录线下签署",
        "overdue": step.due_on < seating.day,
        "note": _urged(step),
    }


def _urged(step):
    """How often it was urged (催办), the last time when; blank: never."""
    days = [urging.on for urging in step.urgings.all()]
    return f"已催办 {len(days)} 次，最近一次 {chinese_date(max(days))}" if days else ""


def _decided(decision):
    joined = "一并审查" if decision.together_with_id else decision.conclusion
    return {
        "state": "done" if decision.lets_pass else "returned",
        "outcome": joined,
        "person": f"{decision.title} {decision.name}",
        "acting_for": decision.acting_for,
        "date": decision.at,
    }


def _seat(step, paper):
    """The seat, with the unit's name where it is not the paper's own."""
    label = step.seat_name
    if step.mode == Step.Mode.MEETING:
        label = f"{label}（集体审查）"
    return label if step.unit_id == paper.unit_id else f"{label}（{step.unit.name}）"


def decisions_of(paper):
    """Everything said about the paper, decisions and confirmations, each with its rows.

    For the component `decision.html` and the history, in the order it was said.
    """
    found = (
        Decision.objects.filter(step__paper=paper)
        .select_related("step__unit", "meeting", "revision", "scan", "filed")
        .prefetch_related("notes__point_line__version", "notes__power_line__version")
    )
    confirmations = paper.confirmations.select_related("revision").prefetch_related(
        "rows__point_line__version",
        "rows__power_line__version",
        "settled__duty_line__version",
        "settled__point_line__version",
        "settled__power_line__version",
    )
    boxes = [
        *(_decision_box(decision, paper) for decision in found.order_by("at", "pk")),
        *(_confirmation_box(answer) for answer in confirmations.order_by("at", "pk")),
    ]
    return sorted(boxes, key=itemgetter("at"))


def last_return(boxes):
    """What sent the paper back last, of `decisions_of`: its reasons stand above the new draft."""
    return [box for box in boxes if box["action"] not in Decision.LETTING_PASS][-1:]


def _confirmation_box(answer):
    confirmed = answer.action == Confirmation.Action.CONFIRM
    return {
        "seat": PRINCIPAL_LABEL,
        "action": Decision.Action.PASS if confirmed else Decision.Action.RETURN,
        "action_label": answer.get_action_display(),
        "opinion": answer.opinion,
        "name": answer.name,
        "title": answer.title,
        "acting_for": answer.acting_for,
        "at": answer.at,
        "signed_on": answer.signed_on,
        "meeting": "",
        "from_paper": answer.scan_id is not None,
        "revision_no": answer.revision.no,
        "notes": [
            *(_row_to_mend(row) for row in answer.rows.all()),
            *(_row_settled(row, answer) for row in answer.settled.all()),
        ],
    }


def _row_settled(row, answer):
    """The register had overtaken it, and the principal said which text goes."""
    line = row.line
    own = line.version.written_in_id == answer.paper_id
    text = "以这张表写的为准，替代了台账当时的内容。" if own else "以台账当时的内容为准。"
    return {"row": str(line.version), "text": text}


def _row_to_mend(row):
    line = row.point_line or row.power_line
    return {"row": str(line.version), "text": "请修改这一条。"}


def _decision_box(decision, paper):
    meeting = decision.meeting
    return {
        "seat": _seat(decision.step, paper),
        "action": decision.action,
        "action_label": decision.conclusion,
        "opinion": decision.opinion,
        "name": decision.name,
        "title": decision.title,
        "acting_for": decision.acting_for,
        "at": decision.at,
        "signed_on": decision.signed_on,
        "meeting": f"{chinese_date(meeting.held_on)} {meeting.place}" if meeting else "",
        "filed": getattr(decision, "filed", None),
        "from_paper": decision.scan_id is not None,
        "revision_no": decision.revision.no,
        "notes": [_note(note) for note in decision.notes.all()],
    }


def _note(note):
    line = note.point_line or note.power_line
    return {"row": str(line.version), "text": note.text}


def events_of(paper):
    """The history for the component `timeline.html`, newest first."""
    events = [
        {"at": paper.created_at, "who": paper.created_by.name, "what": "开始填写", "icon": "pencil"}
    ]
    for revision in paper.revisions.filter(submitted_at__isnull=False).select_related(
        "submitted_by", "entered_by"
    ):
        entered = f"（{revision.entered_by.name} 代填）" if revision.entered_by_id else ""
        events.append(
            {
                "at": revision.submitted_at,
                "who": revision.filer_name,
                "what": f"提交第 {revision.no} 稿{entered}",
                "icon": "send",
            }
        )
    events += [_decision_event(box) for box in decisions_of(paper)]
    events += _takeovers(paper)
    events += _urgings(paper)
    events += _endings(paper)
    return sorted(events, key=lambda event: event["at"], reverse=True)


def _decision_event(box):
    passed = box["action"] in Decision.LETTING_PASS
    return {
        "at": box["at"],
        "who": f"{box['title']} {box['name']}",
        "what": f"{box['seat']}：{box['action_label']}",
        "text": box["opinion"],
        "tone": "good" if passed else "attention",
        "icon": "check-lg" if passed else "arrow-counterclockwise",
    }


def _takeovers(paper):
    for taken in paper.takeovers.select_related("before", "after", "by"):
        yield {
            "at": taken.at,
            "who": taken.by.name,
            "what": f"{taken.before.name}离开岗位，草稿由{taken.after.name}接办",
            "icon": "person-check",
        }


def _urgings(paper):
    for urging in Urging.objects.filter(step__paper=paper).select_related("step__unit", "by"):
        yield {
            "at": urging.at,
            "who": urging.by.name,
            "what": f"催办：{_seat(urging.step, paper)}",
            "icon": "bell",
        }


def _endings(paper):
    entries = PublicityPaper.objects.filter(revision__paper=paper)
    for entry in entries.select_related("publication__by"):
        publication = entry.publication
        yield {
            "at": publication.at,
            "who": publication.by.name,
            "what": f"开始公示，至 {chinese_date(publication.ends_on)}",
            "icon": "megaphone",
        }
        if publication.closed_at:
            yield {
                "at": publication.closed_at,
                "who": "系统",
                "what": f"公示结束：{entry.outcome_said}",
                "icon": "megaphone",
            }
    if paper.cancelled_at:
        yield {
            "at": paper.cancelled_at,
            "who": paper.cancelled_by.name,
            "what": "撤销",
            "text": paper.cancelled_why,
            "icon": "slash-circle",
        }
