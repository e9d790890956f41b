"""Questionnaires to begin from: short, about steps of work, never about somebody."""

from dataclasses import dataclass

from .models import Question

GRADES = ["很好", "好", "一般", "差", "很差"]
Kind = Question.Kind


@dataclass(frozen=True)
class Pattern:
    label: str
    intro: str
    questions: tuple  # (kind, text, options, is_required)


PATTERNS = {
    "served": Pattern(
        "服务对象满意度",
        "您好！为了把事情办得更公开、更方便，请您花两分钟说说来办事时的感受。"
        "不用写姓名，答什么都不影响您办事。",
        (
            (Kind.GRADE, "办事的地方、要带的材料、要等几天，事先说得清楚吗？", GRADES, True),
            (Kind.GRADE, "工作人员的态度怎样？", GRADES, True),
            (
                Kind.ONE,
                "收费的项目和标准，您在哪里看到过？",
                ["公示栏或者网站上有", "问了才知道", "没有看到", "这件事不收费"],
                True,
            ),
            (
                Kind.ONE,
                "办事过程中，有没有人暗示要送礼、请客或者另外给钱？",
                ["没有", "说不清", "有"],
                True,
            ),
            (Kind.TEXT, "哪一步最不方便、最不放心？可以怎样改？", [], False),
        ),
    ),
    "colleagues": Pattern(
        "教职工廉洁感受",
        "各位同事：这份问卷不记名，用来了解哪些环节容易出问题、哪些做法让人安心。"
        "说事情和环节，不用写是谁。",
        (
            (Kind.GRADE, "采购、评优、职称这些大家关心的事，公开得怎样？", GRADES, True),
            (
                Kind.ONE,
                "自己岗位上的风险和防控措施，您清楚吗？",
                ["清楚，也照着做", "知道一些", "不太清楚"],
                True,
            ),
            (
                Kind.ONE,
                "最近一年，有没有遇到过让您为难的请托？",
                ["没有", "有，已经按规定处理", "有，不知道怎样处理"],
                True,
            ),
            (Kind.GRADE, "有想法、有意见的时候，说出来方便吗？", GRADES, False),
            (Kind.TEXT, "您觉得哪个环节最需要再管一管？", [], False),
        ),
    ),
}
