"""Discretion benchmarks: there for penalties, and without a gap or an overlap [2][4]."""

from powers.particulars.content import ranges_of
from powers.particulars.ranges import EMPTY, GAP, OVERLAP, TOUCH, UNITS, flaws

from .finding import HINT, WARNING, Hit, rule

CLAUSE = "[2] 规范自由裁量权；[4] 裁量权基准"


@rule(
    part="benchmarks",
    severity=WARNING,
    clause=CLAUSE,
    message="裁量基准里{said}。请把这几行接起来，或者写一句为什么这样定。",
    better="1000元以上、不满3000元；3000元以上、5000元以下",
)
def uneven_benchmark(content, around):
    yield from _hits(content, {GAP, OVERLAP, EMPTY})


@rule(
    part="benchmarks",
    severity=HINT,
    clause=CLAUSE,
    message="裁量基准里{said}。",
    better="上一行写“不满3000元”，下一行写“3000元以上”",
)
def loose_benchmark(content, around):
    yield from _hits(content, {TOUCH, UNITS})


@rule(
    part="benchmarks",
    severity=HINT,
    clause=CLAUSE,
    message="行政处罚一般有裁量余地，还没有写裁量基准。写上以后，同样的情形同样处理，公开了也好监督。",
    better="首次违规、主动改正的：警告",
)
def no_benchmark(content, around):
    if content["kind"] == "penalty" and not content.get("benchmarks"):
        yield Hit("penalty")


def _hits(content, wanted):
    """One for each flaw, about the rows it lies between: other rows may change meanwhile."""
    ranges = {each.row: each for each in ranges_of(content)}
    for flaw in flaws(ranges.values()):
        if flaw.what in wanted:
            about = "|".join([flaw.what, flaw.kind, *(ranges[row].words for row in flaw.rows)])
            yield Hit(about, flaw.text)
