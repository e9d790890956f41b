"""Bases: there, in force, exact, and of a rank that can create this power [3]."""

from .finding import ERROR, HINT, WARNING, Hit, rule

# What may create a power of these kinds, by the level of law, and the clause that says so.
CREATES = {
    "permission": (
        {"constitution", "law", "administrative", "local", "local_rule"},
        "行政许可",
        "行政许可法第十七条",
    ),
    "penalty": (
        {"constitution", "law", "administrative", "local", "ministry_rule", "local_rule"},
        "行政处罚",
        "行政处罚法第十六条",
    ),
    "coercion": (
        {"constitution", "law", "administrative", "local"},
        "行政强制",
        "行政强制法第十条",
    ),
}
# Where an article is looked for; documents are often cited as a whole.
_BY_ARTICLE = {"law", "administrative", "local", "ministry_rule", "local_rule"}
ACCURATE = "[3] 实施依据要准确、充分"


@rule(
    part="bases",
    severity=WARNING,
    clause=ACCURATE,
    message="法规库里没有《{said}》。请核对名称；确有这部文件的，请防控办入库，或者写一句说明。",
    better="写全称：中华人民共和国义务教育法，第十二条",
)
def unknown_basis(content, around):
    if around.has_register:
        for ground in around.grounds:
            if not ground.law:
                yield Hit(ground.written, ground.written.strip("《》"))


@rule(
    part="bases",
    severity=ERROR,
    clause=ACCURATE,
    message="{said}，不能再作依据。请改写现行的依据。",
    again=True,
)
def repealed_basis(content, around):
    for ground in around.grounds:
        if ground.state == "repealed":
            now = f"，由《{ground.replaced_by}》替代" if ground.replaced_by else ""
            yield Hit(ground.written, f"《{ground.law}》已经废止{now}")


@rule(
    part="bases",
    severity=ERROR,
    clause=ACCURATE,
    message="{said}已经失效，不能再作依据。请改写现行的条款。",
    again=True,
)
def repealed_article(content, around):
    for ground in around.grounds:
        if ground.gone and ground.state != "repealed":
            about = f"{ground.written}{ground.article}"
            yield Hit(about, f"《{ground.law}》{'、'.join(ground.gone)}")


@rule(
    part="bases",
    severity=WARNING,
    clause=ACCURATE,
    message="《{said}》还没有施行。请改写现行的依据，或者说明为什么先写上。",
)
def basis_not_yet(content, around):
    for ground in around.grounds:
        if ground.state == "not_yet":
            yield Hit(ground.written, ground.law)


@rule(
    part="bases",
    severity=ERROR,
    clause="行政许可法第十七条、行政处罚法第十六条、行政强制法第十条",
    message="{said}。请补上设定它的法律、法规，或者改选职权类型。",
    better="民办学校设立审批：中华人民共和国民办教育促进法，第十二条",
)
def cannot_create(content, around):
    """Only where the register knows every basis: an unknown one may be the law that is missing."""
    creating = CREATES.get(content["kind"])
    if creating is None or not around.grounds or not all(each.law for each in around.grounds):
        return
    levels, what, clause = creating
    if not any(ground.level in levels for ground in around.grounds):
        names = "、".join(dict.fromkeys(ground.level_name for ground in around.grounds))
        about = "|".join([content["kind"], *(ground.written for ground in around.grounds)])
        yield Hit(about, f"{names}不能设定{what}（{clause}）")


@rule(
    part="bases",
    severity=HINT,
    clause=ACCURATE,
    message="《{said}》没有写到条。写明第几条，审核和查阅都方便。",
    better="第十二条第二款",
)
def no_article(content, around):
    for ground in around.grounds:
        if ground.level in _BY_ARTICLE and not ground.article.strip():
            yield Hit(ground.written, ground.law)
