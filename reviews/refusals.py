"""Why the workflow refuses, in words for the person in front of the screen."""

from django.utils import timezone

from registry.tables.text import chinese_time
from registry.tasks import settling


class Refused(Exception):
    """Base of all refusals; `text` is shown as it is."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text

    @property
    def in_one_line(self):
        """For a message above the page, where nothing else tells what is missing."""
        return self.text


class NotAllowed(Refused):
    def __init__(
        self, paper, text="这一步现在不由您办理。可能已由他人办结，或这张表已经移到下一步。"
    ):
        super().__init__(text)
        self.paper = paper


class Moved(Refused):
    """The paper is not where the reader saw it: another revision, step or state."""

    def __init__(self, paper):
        super().__init__(
            "您打开页面之后，这张表的内容或进度已有变化。您写的意见还在，请看过新内容再办理。"
        )
        self.paper = paper


class AlreadyDecided(Refused):
    def __init__(self, decision):
        at = timezone.localtime(decision.at)
        super().__init__(
            f"这一步已由{decision.title}{decision.name}于{chinese_time(at)}"
            f"签署“{decision.conclusion}”，不需要再办理。"
        )
        self.decision = decision


class AlreadyUrged(Refused):
    def __init__(self, urging):
        at = timezone.localtime(urging.at)
        super().__init__(f"今天 {at:%H:%M} 已由{urging.by.name}催办过这一步，明天可以再催。")


class AlreadyAnswered(Refused):
    def __init__(self, answer):
        at = timezone.localtime(answer.answered_at)
        super().__init__(
            f"这条意见已由{answer.answered_by.name}于{chinese_time(at)}答复"
            f"“{answer.get_outcome_display()}”，不需要再办理。"
        )


class NotReady(Refused):
    """Something is missing; `problems` are texts or `registry.papers.rows.Problem`s."""

    def __init__(self, problems):
        super().__init__("还有几处需要补充，请看下面的提示。")
        self.problems = [getattr(problem, "text", problem) for problem in problems]
        self.found = problems

    @property
    def in_one_line(self):
        return "；".join(self.problems)


def settled(act, **facts):
    """One of `registry.tasks.settling`; what a task refuses is refused in the words of here."""
    try:
        return act(**facts)
    except settling.Refused as refusal:
        raise Refused(str(refusal)) from refusal
