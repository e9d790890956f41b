"""A process of its own that does one thing to a paper.

It says "ready", waits for a word, acts, and says what came of it. Between the check and the write
it waits a moment for the others, so that a missing guard shows every time and not once in a
thousand. With "guards": False it works as a naive program would.
"""

from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError

from registry.intake.models import TableImport
from registry.organisation.models import Appointment, Person, Post
from registry.papers.models import Paper
from registry.papers.register import Overtaken
from registry.rules import keeping as rules
from registry.rules.models import Rule
from registry.standing import keeping as standing
from registry.tasks.models import Task
from reviews import (
    filing,
    holdups,
    importing,
    missives,
    opinions,
    publicity,
    urging,
    workflow,
)
from reviews.activities import proceeding as activities
from reviews.activities.models import Activity
from reviews.alerts import issuing as alerts
from reviews.alerts.models import Alert
from reviews.assessment import proposing
from reviews.clearing import gathering
from reviews.clearing.models import Declaration
from reviews.commitments import signing
from reviews.disposal import proceeding
from reviews.disposal.models import Disposal
from reviews.exercises import entering, receiving
from reviews.exercises.models import Exercise, RecordToken
from reviews.fulfilment import carrying
from reviews.fulfilment.models import MeasureTurn
from reviews.inspections import inspecting
from reviews.inspections.models import Inspection
from reviews.models import Publication, Step
from reviews.questionnaires import answering as questionnaires
from reviews.questionnaires import asking
from reviews.questionnaires.models import Questionnaire, Sheet
from reviews.refusals import Refused
from reviews.self_checks import answering
from reviews.self_checks.models import SelfCheck
from reviews.sources import entering as sources
from reviews.sources.models import Source
from reviews.talks import holding
from reviews.talks.models import Talk
from reviews.verdicts import Verdict
from risks import form
from risks.sheets import adding
from tests.races.meeting import PATIENCE, come_this_far, meet_others, wait_for
from tests.races.unguarded import count_naively, take_guards_away

REFUSALS = (Refused, Overtaken, standing.Refused, importing.NotApplied, IntegrityError)


def wait_after_check(task):
    """After the guard of the workflow, or after what else is looked at before something is written:
    what hangs on a struck duty, whether a publicity takes opinions, whether all are answered,
    whether its last day is over, whether it can be extended, whether a step is due, whether a
    declaration waits to be gathered, whether another rule has that name, whether the post has the
    same duty in force, what the form says already of an imported row, whether a talk is open, a
    commitment signed, whether a record has that number, which other uses of a power there are,
    whether an act is one's to move on, whether a proposal waits, whether an entry stands, what an
    alert would say, whether an inspection is untold, how a turn of a measure stands, whether it was
    looked at, whether a self-check is handed in, confirmed, whether anything can become of an
    activity, how a questionnaire stands; or after a filing was written and before it is asked
    whether it was the last.
    """
    module, name = {
        "guard": (workflow, "_require"),
        "count": (form, "refuse_if_held"),
        "takes": (opinions, "takes_opinions"),
        "answered": (opinions, "check_all_answered"),
        "over": (publicity, "check_over"),
        "extension": (publicity, "check_extension"),
        "due": (holdups, "due_steps"),
        "filed": (Verdict, "keep_beside"),
        "waiting": (gathering, "_require_waiting"),
        "alike": (standing, "refuse_second"),
        "same": (form, "take_existing"),
        "said": (adding, "sentence"),
        "open": (holding, "_require_open"),
        "unsigned": (signing, "signed_for"),
        "numbered": (receiving, "_under_number"),
        "beside": (entering, "_beside"),
        "proposed": (proposing, "open_proposals"),
        "entry": (sources, "_require"),
        "part": (proceeding, "_require"),
        "seen": (alerts, "stamp"),
        "untold": (inspecting, "_lock_untold"),
        "turn": (carrying, "_locked"),
        "unchecked": (carrying, "_require_unchecked"),
        "unanswered": (answering, "_require_open"),
        "unconfirmed": (answering, "_require_unconfirmed"),
        "running": (activities, "_lock"),
        "asked": (questionnaires, "_locked"),
    }[task.get("waits_after", "guard")]
    check = getattr(module, name)

    def slow_check(*args, **kwargs):
        action = check(*args, **kwargs)
        patience = task.get("patience", PATIENCE)
        meet_others(Path(task["folder"]), task["name"], task["actors"], patience)
        return action

    setattr(module, name, slow_check)


def act(task):
    by = Person.objects.get(pk=task["person"])
    paper = Paper.objects.filter(pk=task.get("paper")).first()
    match task["do"]:
        case "decide":
            verdict = Verdict(
                action=task["action"],
                digest=task["digest"],
                opinion="同意",
                filing=task.get("filing"),
            )
            workflow.decide(step=Step.objects.get(pk=task["step"]), by=by, verdict=verdict)
        case "recall":
            workflow.recall(paper=paper, by=by)
        case "confirm":
            workflow.confirm(paper=paper, by=by, digest=task["digest"])
        case "submit":
            workflow.submit(paper=paper, by=by, counter=task["counter"])
        case "give" | "close" | "extend":
            act_on_publicity(task, Publication.objects.get(pk=task["publication"]), by)
        case "urge":
            urging.urge(step=Step.objects.get(pk=task["step"]), by=by)
        case "start":
            post = Post.objects.get(pk=task["post"])
            programme = post.unit.parent.programmes.get()
            filing.start_form(post=post, programme=programme, by=by, holder=by)


def act_on_publicity(task, shown, by):
    match task["do"]:
        case "give":
            opinions.give(publication=shown, text="写清多久查一次", by=None, receipt="RACE")
        case "close":
            after = shown.ends_on + timedelta(days=1)
            publicity.close_publicity(publication=shown, by=None, day=after)
        case "extend":
            given = {"days": 3, "why": "让更多的人看到", "instead_of": shown.ends_on}
            publicity.extend_publicity(publication=shown, by=by, **given)


def receive(task):
    missives.receive(
        publication=Publication.objects.get(pk=task["publication"]),
        text="写清多久查一次",
        receipt=task["receipt"],
        address="203.0.113.7",
    )


def gather(task):
    declaration = Declaration.objects.get(pk=task["declaration"])
    by = Person.objects.get(pk=task["person"])
    gathering.into_catalogue(declaration=declaration, by=by)


def rename(task):
    rule = Rule.objects.get(pk=task["rule"])
    facts = {**rules.facts_of(rule), "title": task["title"], "posts": ()}
    by = Person.objects.get(pk=task["person"])
    rules.save_rule(rule=rule, facts=facts | {"issued_on": None, "in_force_from": None}, by=by)


def take_in_rows(task):
    imported = TableImport.objects.get(pk=task["import"])
    by = Person.objects.get(pk=task["person"])
    importing.confirm(imported=imported, seen=task["seen"], by=by)


def confirm_talk(task):
    by = Person.objects.get(pk=task["person"])
    talk = Talk.objects.get(pk=task["talk"])
    holding.confirm(talk=talk, by=by, digest=task["digest"])


def correct_talk(task):
    by = Person.objects.get(pk=task["person"])
    talk = Talk.objects.get(pk=task["talk"])
    said = {"held_on": talk.held_on, "place": "会议室", "present": "", "content": "更正后的内容"}
    holding.write_down(talk=talk, by=by, said=said)


def sign_commitment(task):
    by = Person.objects.get(pk=task["person"])
    appointment = Appointment.objects.get(pk=task["appointment"])
    signing.sign(appointment=appointment, digest=task["digest"], by=by)


def send(task):
    token = RecordToken.objects.select_related("registered__unit", "registered__section")
    receiving.take(token=token.get(pk=task["token"]), content=task["content"])


def enter(task):
    by = Person.objects.get(pk=task["person"])
    entering.enter(exercise=Exercise.objects.get(pk=task["exercise"]), by=by)


def proceed(task):
    """A move of an act, as it stood when everybody began."""
    disposal = Disposal.objects.select_related("unit", "office", "leader_post").get(pk=task["act"])
    by = Person.objects.get(pk=task["person"])
    getattr(proceeding, task["move"])(act=disposal, by=by, **task["said"])


def dismiss(task):
    by = Person.objects.get(pk=task["person"])
    post = Post.objects.select_related("unit").get(pk=task["post"])
    proposing.dismiss(post=post, key=task["key"], why="已经补报", by=by)


def withdraw(task):
    source = Source.objects.get(pk=task["source"])
    by = Person.objects.get(pk=task["person"])
    sources.withdraw(source=source, why=task["why"], by=by)


def carry_out(task):
    by = Person.objects.get(pk=task["person"])
    carrying.carry_out(turn=MeasureTurn.objects.get(pk=task["turn"]), by=by, note=task["note"])


def check_measure(task):
    by = Person.objects.get(pk=task["person"])
    carrying.check(turn=MeasureTurn.objects.get(pk=task["turn"]), by=by, applied="yes")


def take_measure_back(task):
    by = Person.objects.get(pk=task["person"])
    carrying.take_back(turn=MeasureTurn.objects.get(pk=task["turn"]), by=by)


def hand_in_check(task):
    by = Person.objects.get(pk=task["person"])
    answers = [answering.Answer(pk, "done") for pk in task["measures"]]
    known = {"task": Task.objects.get(pk=task["check"]), "seal": task["seal"], "by": by}
    answering.hand_in(answers=answers, note=by.name, **known)


def confirm_check(task):
    check = SelfCheck.objects.get(task=task["check"])
    by = Person.objects.get(pk=task["person"])
    drawn = check.answers.filter(is_drawn=True)
    answering.confirm(check=check, findings={each.pk: (True, "") for each in drawn}, by=by)


def issue_alert(task):
    alert = Alert.objects.select_related("unit").get(pk=task["alert"])
    by = Person.objects.get(pk=task["person"])
    alerts.issue(alert=alert, seen=task["seen"], by=by)


def issue_bulletin(task):
    inspection = Inspection.objects.select_related("unit", "office_unit").get(pk=task["inspection"])
    by = Person.objects.get(pk=task["person"])
    inspecting.issue_bulletin(inspection=inspection, bulletin="总体认真。", by=by)


def carry_on(task):
    activity = Activity.objects.select_related("unit", "kind", "holder").get(pk=task["activity"])
    by = Person.objects.get(pk=task["person"])
    given = {
        "hold": {"held_on": activity.planned_on, "came": {}},
        "call_off": {"why": "停电"},
        "write_down": {"result": "讲了两个案例。", "tallies": []},
    }[task["step"]]
    getattr(activities, task["step"])(activity=activity, by=by, **given)


def answer_questionnaire(task):
    asked = Questionnaire.objects.get(pk=task["questionnaire"])
    questionnaires.keep(questionnaire=asked, said=_said_to(asked), key=task["key"])


def send_sheet(task):
    asked = Questionnaire.objects.get(pk=task["questionnaire"])
    given = {"said": _said_to(asked), "key": task["key"], "address": "203.0.113.7"}
    questionnaires.receive(questionnaire=asked, **given)


def _said_to(asked):
    return {asked.questions.get(position=1): 0}


def close_questionnaire(task):
    """And says how many sheets there were when it was closed."""
    asked = Questionnaire.objects.get(pk=task["questionnaire"])
    asking.close(questionnaire=asked, by=Person.objects.get(pk=task["person"]))
    (Path(task["folder"]) / "sheets").write_text(str(Sheet.objects.count()))


def close_in_between(task):
    """After the other has looked how it stands, and before it goes on."""
    folder = Path(task["folder"])
    wait_for(folder, 1, task["patience"])
    close_questionnaire(task)
    come_this_far(folder, task["name"])


DEEDS = {
    "answer_questionnaire": answer_questionnaire,
    "send_sheet": send_sheet,
    "close_questionnaire": close_questionnaire,
    "close_in_between": close_in_between,
    "hand_in_check": hand_in_check,
    "confirm_check": confirm_check,
    "carry_out": carry_out,
    "check_measure": check_measure,
    "take_measure_back": take_measure_back,
    "carry_on": carry_on,
    "issue_alert": issue_alert,
    "issue_bulletin": issue_bulletin,
    "receive": receive,
    "gather": gather,
    "rename": rename,
    "import": take_in_rows,
    "send": send,
    "enter": enter,
    "confirm_talk": confirm_talk,
    "correct_talk": correct_talk,
    "sign_commitment": sign_commitment,
    "dismiss": dismiss,
    "withdraw": withdraw,
    "proceed": proceed,
}


def play(line, task):
    """`line` is the end of a pipe. Nothing done here outlives the process."""
    wait_after_check(task)
    if not task["guards"]:
        take_guards_away(task)
        count_naively(task)
    line.send("ready")
    line.recv()
    try:
        DEEDS.get(task["do"], act)(task)
    except REFUSALS as refusal:
        line.send({"refused": type(refusal).__name__, "text": str(refusal)})
    else:
        line.send({"done": True})
