"""Ranges of a discretion benchmark: gaps, overlaps, shared limits; as tables of plain calls."""

from decimal import Decimal

import pytest

from powers.particulars.content import words_of
from powers.particulars.forms import BenchmarkForm
from powers.particulars.ranges import EMPTY, GAP, OVERLAP, TOUCH, UNITS, Range, flaws
from powers.sheets.particulars import rows_of
from powers.sheets.values import Unclear

from .factory import power_content
from .test_first_check_rules import found


def ranges(*written, kind="罚款", unit="元"):
    """`[0,1000)` and so on: a square bracket takes the limit in, a round one leaves it out."""
    return [_range(place, text, kind, unit) for place, text in enumerate(written, start=1)]


def _range(row, text, kind, unit):
    lower, upper = (Decimal(each) if each else None for each in text[1:-1].split(","))
    return Range(row, kind, lower, upper, text[0] == "[", text[-1] == "]", unit)


@pytest.mark.parametrize("typed", ["0e-99999999", "1e3", "-1", "nan", "1" * 13, "0.12345", "一千"])
def test_a_limit_is_a_plain_number(typed):
    form = BenchmarkForm({"kind": "罚款", "upper": typed, "unit": "元"})
    assert "upper" in form.errors
    assert "upper" not in BenchmarkForm({"upper": "1,000.5"}).errors


@pytest.mark.parametrize(
    ("written", "what", "said"),
    [
        ((), [], ""),
        (("[0,1000)",), [], ""),
        (("[0,1000)", "[1000,3000)", "[3000,)"), [], ""),
        (("[0,1000]", "(1000,3000]"), [], ""),
        (("(,1000)", "[1000,)"), [], ""),
        (("[3000,5000]", "[0,1000)", "[1000,3000)"), [], ""),  # in whatever order they stand
        (("[5,5]", "(5,8]"), [], ""),
        (("[0,1000)", "[2000,3000)"), [GAP], "空着“1000元以上、不满2000元”"),
        (("[0,1000]", "(2000,)"), [GAP], "空着“超过1000元、2000元以下”"),
        (("[0,1000)", "(1000,3000)"), [GAP], "正好1000元时没有写怎么办"),
        (("[0,1000]", "[1000,3000)"), [TOUCH], "正好1000元时两行都适用"),
        (("[0,2000)", "[1000,3000)"), [OVERLAP], "第 1 行“0元以上、不满2000元”和第 2 行"),
        (("[0,)", "[1000,3000)"), [OVERLAP], "有一段重叠"),
        (("(,1000)", "(,2000)"), [OVERLAP], "有一段重叠"),
        (("[0,9000)", "[1000,2000)", "[9000,)"), [OVERLAP], "重叠"),  # nothing between 2 and 3
        (("[0,1000)", "[1000,1000]", "(1000,)"), [], ""),
        (("(5,5)",), [EMPTY], "第 1 行"),
        (("[9,3]", "[0,3)"), [EMPTY], "这一段里没有数"),
    ],
)
def test_ranges_of_one_kind(written, what, said):
    found = flaws(ranges(*written))
    assert [flaw.what for flaw in found] == what
    assert said in "".join(flaw.text for flaw in found)


def test_kinds_and_units_lie_beside_each_other():
    fine, closed = ranges("[0,1000)"), ranges("[3,6)", kind="停止招生", unit="个月")
    assert flaws([*fine, *closed]) == []
    times = ranges("[1,3)", unit="倍")
    assert [(flaw.what, flaw.kind) for flaw in flaws([*fine, *times])] == [(UNITS, "罚款")]
    warning = Range(3, "罚款", None, None)
    assert flaws([*fine, warning]) == []


BENCHMARK = "主动改正的：罚款，1000元以上、不满3000元\n拒不改正的：罚款，{}"


@pytest.mark.parametrize(
    ("kind", "text", "rules"),
    [
        ("confirmation", "", set()),
        ("penalty", "", {"no_benchmark"}),
        ("penalty", BENCHMARK.format("3000元以上、5000元以下"), set()),
        ("penalty", BENCHMARK.format("4000元以上、5000元以下"), {"uneven_benchmark"}),
        ("penalty", BENCHMARK.format("2000元以上"), {"uneven_benchmark"}),
        ("penalty", BENCHMARK.format("1倍以上、3倍以下"), {"loose_benchmark"}),
    ],
)
def test_the_first_check_says_where_a_benchmark_is_uneven(kind, text, rules):
    content = {"kind": kind, "benchmarks": rows_of("benchmarks", text)}
    assert found(content) & {"no_benchmark", "uneven_benchmark", "loose_benchmark"} == rules


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("sub_items", "1.初次认定（0101）\n2、换发证书", "初次认定（0101）\n换发证书"),
        ("sub_items", "补发（含遗失）", "补发（含遗失）"),
        (
            "responsibilities",
            "1.受理责任：公示材料。2.审查责任：两人核对（依据：《行政许可法》第三十四条）",
            "受理：公示材料。\n审查：两人核对（《行政许可法》第三十四条）",
        ),
        ("responsibilities", "按时办结", "其他：按时办结"),
        ("accountabilities", "不受理的（《办法（试行）》）", "不受理的（《办法（试行）》）"),
        ("benchmarks", "主动改正：警告", "主动改正：警告"),
        (
            "benchmarks",
            "拒不改正：罚款，1000元以上3000元以下",
            "拒不改正：罚款，1000元以上、3000元以下",
        ),
        ("benchmarks", "严重：罚款，超过0.50倍至不足2倍", "严重：罚款，超过0.5倍、不满2倍"),
        ("benchmarks", "定额：罚款，200元", "定额：罚款，200元"),
    ],
)
def test_a_cell_is_read_and_written_again(key, text, words):
    rows = rows_of(key, text)
    assert words_of(power_content(**{key: rows}))[key] == words
    assert rows_of(key, words) == rows


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("benchmarks", "罚款一千", "看不出情形、种类和幅度"),
        ("benchmarks", "严重：罚款，若干元", "看不出幅度"),
        ("benchmarks", "严重：罚款，3000元以上1000元以下", "上限不比下限大"),
        ("sub_items", "名" * 201, "太长"),
    ],
)
def test_a_cell_that_means_nothing_is_told(key, text, said):
    with pytest.raises(Unclear, match=said):
        rows_of(key, text)
