"""Personal data in texts: rates over labelled texts, and single cases of each rule."""

import re

import pytest

from reviews.personal_data import Kind, found_in, masked, numbers
from reviews.personal_data.kinds_of_number import SPLITS
from tests.reviews import clean_texts, labelled_texts

LEAST_RECALL, MOST_ALARMS = 0.99, 0.02
# What must be covered: of an address its numbers, of all else each letter and digit.
DIGIT, SIGN = re.compile(r"[\d〇一二三四五六七八九幺]"), re.compile(r"[^\W_]")
COUNTRY = re.compile(r"\+86")


def is_found(labelled, findings):
    """What counts of the label (without the country of a phone) lies in findings of its kind."""
    country = COUNTRY.match(labelled.text, labelled.start)
    start = country.end() if country else labelled.start
    counts = DIGIT if labelled.kind == Kind.HOME_ADDRESS else SIGN
    of_kind = [each for each in findings if each.kind == labelled.kind]
    return bool(of_kind) and all(
        any(each.start <= at < each.end for each in of_kind)
        for at in range(start, labelled.end)
        if counts.match(labelled.text[at])
    )


def missed(texts, finder):
    return [each for each in texts if not is_found(each, finder(each.text))]


def alarms(texts, finder):
    return [(text, found) for text in texts if (found := finder(text))]


@pytest.fixture(scope="module")
def positives():
    return labelled_texts.positives()


@pytest.fixture(scope="module")
def hard():
    """Numbers of documents, laws, hotlines, offices, amounts, dates: no person in them."""
    return clean_texts.clean_frames()


@pytest.fixture(scope="module")
def demo():
    return clean_texts.demo_texts(2000)


# --- the promise -----------------------------------------------------------------------------


def test_labelled_texts_are_many_and_varied(positives, hard, demo):
    assert len({each.text for each in positives}) >= 500
    assert {each.kind for each in positives} == set(Kind.values)
    assert len({each.damage for each in positives}) >= 20
    assert len(set(hard) | set(demo)) >= 2000
    assert len(set(hard)) >= 900


def test_recall(positives, record_property):
    left = missed(positives, found_in)
    recall = 1 - len(left) / len(positives)
    record_property("recall", f"{recall:.4f} of {len(positives)}")
    assert recall >= LEAST_RECALL, f"recall {recall:.2%} of {len(positives)}: {left[:20]}"


@pytest.mark.parametrize("kind", Kind.values)
def test_recall_of_each_kind(positives, kind):
    texts = [each for each in positives if each.kind == kind]
    left = missed(texts, found_in)
    assert 1 - len(left) / len(texts) >= LEAST_RECALL, left[:10]


@pytest.mark.parametrize("texts", ["hard", "demo"])
def test_false_alarms(texts, request, record_property):
    texts = request.getfixturevalue(texts)
    found = alarms(texts, found_in)
    rate = len(found) / len(texts)
    record_property("false alarms", f"{rate:.4f} of {len(texts)}")
    assert rate <= MOST_ALARMS, f"{rate:.2%} of {len(texts)}: {found[:20]}"


def test_what_is_hidden_is_not_found_again(positives):
    for each in positives:
        hidden = masked(each.text, found_in(each.text))
        assert not found_in(hidden), (each.text, hidden)


def plain_rule(text):
    """What one would write first: eleven or eighteen digits in a row, a plain mailbox."""
    found = re.finditer(r"1\d{10}|\d{17}[\dX]|\d{16,19}|\w+@\w+\.\w+", text)
    return [_Plain(each.start(), each.end()) for each in found]


class _Plain:
    """Of every kind: the plain rule is spared the question which."""

    def __init__(self, start, end):
        self.start, self.end = start, end

    @property
    def kind(self):
        return _Any()


class _Any:
    def __eq__(self, other):
        return True

    __hash__ = None


def test_the_texts_tell_a_plain_rule_from_a_good_one(positives, hard):
    """Negative control: the plain rule misses most of what is split, and takes codes for people."""
    assert 1 - len(missed(positives, plain_rule)) / len(positives) < LEAST_RECALL
    assert len(alarms(hard, plain_rule)) / len(hard) > MOST_ALARMS


# --- single cases -------------------------------------------------------------------------------

FOUND = [
    ("请联系13812341234", "mobile", "请联系138****1234"),
    ("电话１３８ １２３４ １２３４。", "mobile", "电话138****1234。"),
    ("一三八一二三四一二三四", "mobile", "138****1234"),
    ("幺三八幺二三四幺二三四", "mobile", "138****1234"),
    ("+86-138-1234-1234", "mobile", "+86-138****1234"),
    ("138\u200b1234\u200b1234", "mobile", "138****1234"),
    ("13812341234、13912341235", "mobile", "138****1234、139****1235"),
    ("13812341234 13912341235", "mobile", "138****1234 139****1235"),
    ("找他13812341234个人办", "mobile", "找他138****1234个人办"),
    ("身份证11010519491231002X", "id_number", "身份证11**************2X"),
    ("110105 19491231 002x", "id_number", "11**************2X"),
    ("410102 800101 123", "id_number", "41***********23"),
    ("身份证号110105194912310021有误", "id_number", "身份证号11**************21有误"),
    ("卡6222021234567890128", "bank_card", "卡***************0128"),
    ("6222 0212 3456 7890 128", "bank_card", "***************0128"),
    ("4111-1111-1111-1111", "bank_card", "************1111"),
    ("家庭电话0371-66661234", "landline", "家庭电话**********34"),
    ("住宅电话：66661234", "landline", "住宅电话：******34"),
    ("发到li.si@qq.com", "email", "发到l***@qq.com"),
    ("发到ｌｉ．ｓｉ＠ｑｑ．ｃｏｍ", "email", "发到l***@qq.com"),
    ("发到lisi（at）qq点com", "email", "发到l***@qq.com"),
    ("住阳光小区3栋2单元501室", "home_address", "住阳光小区*栋*单元***室"),
    ("住阳光小区三栋二单元五〇一室", "home_address", "住阳光小区*栋*单元***室"),
    ("住阳光小区3-2-501", "home_address", "住阳光小区*-*-***"),
    ("家住文化路18号", "home_address", "家住文化路**号"),
    ("机关小区3栋东单元三楼西户", "home_address", "机关小区*栋东单元*楼西户"),
    ("王某住翠湖花园12号楼", "home_address", "王某住翠湖花园**号楼"),
    ("①③⑧⓪⓪①③⑧⓪⓪⓪", "mobile", "138****8000"),
    ("壹叁捌零零壹叁捌零零零", "mobile", "138****8000"),
    ("13812341234/13912341235", "mobile", "138****1234/139****1235"),
    ("护照号E12345678", "passport", "护照号E******78"),
    ("(+86)13812341234", "mobile", "(+86)138****1234"),
    ("8613812341234", "mobile", "138****1234"),
    ("86 13812341234", "mobile", "86 138****1234"),
    ("校内3号楼2单元501室", "home_address", "校内*号楼*单元***室"),
    ("手机13812341234QQ同号", "mobile", "手机138****1234QQ同号"),
    ("王老师13912341234Email同号", "mobile", "王老师139****1234Email同号"),
    ("13812341234wx", "mobile", "138****1234wx"),
    ("QQ13812341234", "mobile", "QQ138****1234"),
    ("QQ-13812341234", "mobile", "QQ-138****1234"),
    ("Mr13812341234", "mobile", "Mr138****1234"),
    ("13812341234元旦后可打", "mobile", "138****1234元旦后可打"),
    ("卡号6222021234567890123ICBC", "bank_card", "卡号***************0123ICBC"),
    ("家庭电话66661234Email", "landline", "家庭电话******34Email"),
    ("身份证410102800101123ABC", "id_number", "身份证41***********23ABC"),
]


@pytest.mark.parametrize(("text", "kind", "hidden"), FOUND)
def test_found_and_hidden(text, kind, hidden):
    findings = found_in(text)
    assert {each.kind for each in findings} == {Kind(kind)}
    assert masked(text, findings) == hidden
    assert all(text[each.start : each.end] == each.text for each in findings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "放宽接收条件，搞优亲厚友",
        "〔2024〕12号、〔2023〕138号",
        "第十三条、第一百三十八条",
        "12388、12345、12380",
        "监督电话：0371-66661234",
        "（监督电话 0371）66661234",
        "举报邮箱 jw@example.gov.cn",
        "统一社会信用代码91410100MA9G3XQW2T",
        "统一社会信用代码12410100415805430K",
        "110105194912310021",  # wrong check digit, nothing says identity
        "6222021234567890127",  # fails Luhn
        "合同编号13812341234",
        "HNJY-13812341234",
        "物资6222021234567890128ABC",
        "AB410102800101123",
        "13812341234元",
        "13812341234元整",
        "13,812,341,234",
        "1 3 5 7 9 11 13 15",
        "172.16.100.100",
        "1980.5-2003.12",
        "12.5 13.8 14.2 15.6 17.9",
        "行政楼302室",
        "教学楼3号楼302室",
        "政府3号楼201室",
        "校园3号楼201室",
        "校内3号楼201室",
        "东校区3号楼201室",
        "文化路18号",
        "第3单元2课时",
        "第2单元3号试卷",
        "阳光小区3号楼加装电梯",
        "社区12户居民、家属院30户",
        "教务处电话：0371-66661234",
        "准考证号13812341234",
        "13812341234.50",
        "2号楼监控室",
        "E12345678",
        "晚上10点到11点 at school",
        "一 三 五 七 九",
        "零分、一票否决、十三项",
    ],
)
def test_left_alone(text):
    assert found_in(text) == []


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u00ad"])
def test_unseen_signs_hide_nothing(unseen):
    assert [each.kind for each in found_in(unseen.join("13812341234"))] == [Kind.MOBILE]


def test_the_longer_of_two_findings_stays():
    (found,) = found_in("13812341234@139.com")
    assert found.kind == Kind.EMAIL


def test_a_long_run_of_single_digits_builds_no_window_but_at_its_ends(monkeypatch):
    """They were built for every place, and a field of 4,998 signs took seconds to read."""
    built = []

    class Counted(numbers.Window):
        def __init__(self, **fields):
            built.append(fields)
            super().__init__(**fields)

    monkeypatch.setattr(numbers, "Window", Counted)
    assert found_in("5 " * 2499) == []
    assert len(built) <= 2 * len(SPLITS)
    assert found_in("1 3 8 1 2 3 4 1 2 3 4")
    assert any(len(each["groups"]) == 11 for each in built), "the control: a real one is built"


@pytest.mark.parametrize(
    "text",
    ["1 " * 3000, "1" * 20000, "一" * 20000, "a." * 5000 + "@", "家住" * 4000, "3号" * 4000],
    ids=["split", "digits", "numerals", "mailbox", "homes", "houses"],
)
def test_long_texts_end(text):
    """A text made to be slow is read all the same: every loop is bounded."""
    assert isinstance(found_in(text), list)
