"""What every drawing must keep, asked of the drawing alone; and charts drawn by lot."""

from itertools import combinations, pairwise
from random import Random

from powers.charts.drawing import HEIGHT, SMALLEST, WIDTH, Rect
from powers.charts.steps import MOST_WAYS, Chart, Edge, Mark, Proof, Step
from registry.tables.codes import modules_of

EDGE_OF_PAGE = 24.0  # no office printer prints nearer
PHRASES = (
    *("受理", "审核", "决定", "办结", "公示", "归档", "核对材料", "集体研究", "现场查看", "补正"),
    *("签订合同并登记在册", "主要负责人审定", "（含补正通知）", "《学籍管理办法》", "3 个工作日"),
    *("量化打分、排序", "OA 系统登记", "Word 表格", "A4 纸质材料一式三份", "，", "；", "5", "。"),
)
OUTCOMES = (
    "",
    "",
    "通过",
    "不通过",
    "同意",
    "材料不全，一次告知补正",
    "达到公开招标限额标准以上的",
)

ADDRESS = "https://lz.example.gov.cn/check/LARGE-2026-PCAT-0001/"
SAID = f"编号：LARGE-2026-PCAT-0001　校验码：0123456789abcdef　　核对真伪：{ADDRESS}"
PROOFS = (Proof(SAID, modules_of(ADDRESS)), Proof(SAID))


def drawn_by_lot(seed: int) -> Chart:
    """Any number of steps, branches, loops and lengths of text; the same for the same seed."""
    lot = Random(seed)
    count = lot.choice((1, 2, 3, lot.randint(4, 12), lot.randint(4, 12), lot.randint(13, 48)))
    steps = [_step(lot, place, count) for place in range(count)]
    edges = {}
    for source in range(count):
        ways = lot.choice((1, 1, 1, 2, 3, lot.randint(0, MOST_WAYS)))
        targets = [source + 1, *(lot.randrange(count) for _ in range(ways))][: max(ways, 1)]
        for target in targets:
            if target != source and target < count:
                edges[source, target] = Edge(source, target, lot.choice(OUTCOMES)[:20])
    note = lot.choice(("", "和平区第一中学"))
    title = _text(lot, 30)
    return Chart(title, steps, list(edges.values()), note, lot.choice((None, *PROOFS)))


def _step(lot: Random, place: int, count: int) -> Step:
    kind = "begin" if place == 0 else "end" if place == count - 1 else "step"
    if lot.random() < 0.25:
        kind = "decision"
    mark = Mark(lot.choice(("triangle", "diamond", "circle", "square")), "red", "一级（高）2 处")
    return Step(
        label=_text(lot, lot.choice((4, 8, 8, 20, 60))) or "受理",
        kind=kind,
        handler=lot.choice(("", "教务处", _text(lot, 60))),
        time_limit=lot.choice(("", "", "3 个工作日", _text(lot, 60))),
        condition=lot.choice(("", "", "", _text(lot, 60))),
        documents=lot.choice(("", "", "申请表、户口簿", _text(lot, 120))),
        marks=(mark,) * lot.choice((0, 0, 0, 1, 2)),
    )


def _text(lot: Random, most: int) -> str:
    text = "".join(lot.choice(PHRASES) for _ in range(lot.randint(1, 1 + most // 4)))
    return text[:most].strip()


def faults_of(drawing, chart) -> list[str]:
    """Every broken rule, in words."""
    return _broken((*always(), reading_order), drawing, chart)


def faults_of_lanes(drawing, chart, lanes) -> list[str]:
    """The same rules, and those of swim lanes in the place of the reading order."""
    shown = [lane for page in drawing.pages for lane in _lanes_of_boxes(page)]
    faults = _broken((*always(), rows_read_on, lanes_whole), drawing, chart)
    names = ["".join(lane.split()) for lane in lanes]
    return faults + [f"lanes: {shown} for {names}"] * (shown != names)


def always():
    return (
        *(boxes_apart, texts_inside_boxes, lines_square, lines_pass_no_box, lines_meet_boxes),
        *(labels_free, lines_apart, inside_page, letters_legible, proof_free),
    )


def _broken(rules, drawing, chart):
    faults = []
    for number, page in enumerate(drawing.pages, start=1):
        for rule in rules:
            faults += [f"page {number}: {rule.__name__}: {fault}" for fault in rule(page, chart)]
    return [*faults, *every_step_once(drawing, chart), *every_edge_drawn(drawing, chart)]


def boxes_apart(page, chart):
    for one, other in combinations(page.boxes, 2):
        if one.rect.overlaps(other.rect):
            yield f"{one.step} and {other.step}"


def texts_inside_boxes(page, chart):
    for box in page.boxes:
        inset = 10 if box.kind != "step" else 5
        room = Rect(box.rect.x + inset, box.rect.y + 3, box.rect.width - 2 * inset, 0)
        room = room._replace(height=box.rect.height - 6)
        for text in box.texts:
            if not room.holds(text.rect):
                yield f"{box.step}: {text.text}"
        for sign in box.signs:
            half = sign.size / 2
            if not box.rect.holds(Rect(sign.x - half, sign.y - half, sign.size, sign.size)):
                yield f"{box.step}: sign"
    for tag in page.tags:
        yield from (text.text for text in tag.texts if not tag.rect.holds(text.rect))


def segments(page):
    for route in page.routes:
        for piece in route.pieces:
            for start, end in pairwise(piece):
                yield route, start, end


def as_rect(start, end, inset=0.0):
    """A segment as a rectangle without width, shortened at both ends."""
    left, right = sorted((start.x, end.x))
    top, bottom = sorted((start.y, end.y))
    if left == right:
        return Rect(left, top + inset, 0.0, max(0.0, bottom - top - 2 * inset))
    return Rect(left + inset, top, max(0.0, right - left - 2 * inset), 0.0)


def crosses(line, rect):
    """Whether a segment runs through the inside of a rectangle."""
    return (
        line.x < rect.right - 0.05
        and line.right > rect.x + 0.05
        and line.y < rect.bottom - 0.05
        and line.bottom > rect.y + 0.05
    )


def lines_square(page, chart):
    for route, start, end in segments(page):
        if (start.x != end.x) == (start.y != end.y):
            yield f"{route.source} → {route.target}: {start} {end}"


def lines_pass_no_box(page, chart):
    for route, start, end in segments(page):
        for box in page.boxes:
            if crosses(as_rect(start, end), box.rect):
                yield f"{route.source} → {route.target} through {box.step}"


def lines_meet_boxes(page, chart):
    """From the border of the source to that of the target, or to a connector."""
    rects = {box.step: box.rect for box in page.boxes}
    for route in page.routes:
        ends = [(route.source, route.pieces[0][0]), (route.target, route.pieces[-1][-1])]
        for step, point in ends:
            rect = rects.get(step)
            if rect is None:
                step_here = route.target if step == route.source else route.source
                tags = [tag.rect for tag in page.tags if tag.step == step_here]
                if not any(on_border(point, tag) for tag in tags):
                    yield f"{route.source} → {route.target} ends in the air"
            elif not on_border(point, rect):
                yield f"{route.source} → {route.target} does not touch {step}"
        if route.target in rects and (not route.head or route.head[0] != route.pieces[-1][-1]):
            yield f"{route.source} → {route.target} has no head"
        yield from _gaps(route)


def _gaps(route):
    """The pieces of a line follow each other; only its label stands between them."""
    for before, after in pairwise(route.pieces):
        between = as_rect(before[-1], after[0])
        if route.label is None or between.height - route.label.rect.height > 0.1:
            yield f"{route.source} → {route.target} is torn"


def on_border(point, rect):
    inside = rect.x - 0.1 <= point.x <= rect.right + 0.1
    inside = inside and rect.y - 0.1 <= point.y <= rect.bottom + 0.1
    return inside and (
        min(abs(point.x - rect.x), abs(point.x - rect.right)) < 0.1
        or min(abs(point.y - rect.y), abs(point.y - rect.bottom)) < 0.1
    )


def labels_free(page, chart):
    """Labels and connectors lie on no box, on no line and not on each other."""
    named = [(f"{r.source} → {r.target}", r.label.rect) for r in page.routes if r.label]
    named += [(f"tag of {tag.step}", tag.rect) for tag in page.tags]
    boxes = [(f"box {box.step}", box.rect) for box in page.boxes]
    for (one, rect), (other, beside) in combinations([*boxes, *named], 2):
        if rect.overlaps(beside):
            yield f"{one} and {other}"
    lines = [as_rect(start, end) for _, start, end in segments(page)]
    for name, rect in named:
        if any(crosses(line, rect) for line in lines):
            yield f"a line over {name}"


def lines_apart(page, chart):
    """Lines to different steps cross, but never lie on each other."""
    flat, upright = {}, {}
    for route, start, end in segments(page):
        line = as_rect(start, end, inset=0.5)
        if start.y == end.y:
            flat.setdefault(round(start.y, 1), []).append((line.x, line.right, route))
        else:
            upright.setdefault(round(start.x, 1), []).append((line.y, line.bottom, route))
    for spans in (*flat.values(), *upright.values()):
        for (begin, end, one), (start, stop, other) in combinations(spans, 2):
            apart = {one.target, other.target, one.source, other.source}
            if one.target != other.target and begin < stop and start < end and len(apart) > 1:
                yield f"{one.source} → {one.target} on {other.source} → {other.target}"


def inside_page(page, chart):
    room = Rect(EDGE_OF_PAGE, EDGE_OF_PAGE, WIDTH - 2 * EDGE_OF_PAGE, HEIGHT - 2 * EDGE_OF_PAGE)
    things = [box.rect for box in page.boxes] + [tag.rect for tag in page.tags]
    things += [as_rect(start, end) for _, start, end in segments(page)]
    things += [route.label.rect for route in page.routes if route.label]
    things += [text.rect for text in page.texts]
    things += [page.code.rect, page.code.said.rect] if page.code else []
    yield from (str(rect) for rect in things if not room.holds(rect))


def letters_legible(page, chart):
    texts = [*(text for box in page.boxes for text in box.texts)]
    texts += [text for route in page.routes if route.label for text in route.label.texts]
    texts += [text for tag in page.tags for text in tag.texts]
    texts += [*page.texts, *([page.code.said] if page.code else [])]
    yield from (f"{text.size}: {text.text}" for text in texts if text.size < SMALLEST)


def proof_free(page, chart):
    """Published charts say where they are checked; nothing comes near the code or over the line."""
    if bool(page.code) != bool(chart.proof):
        yield "a code without a publication, or none with it"
    if not page.code:
        return
    drawn = [box.rect for box in page.boxes] + [tag.rect for tag in page.tags]
    drawn += [as_rect(start, end) for _, start, end in segments(page)]
    drawn += [route.label.rect for route in page.routes if route.label]
    drawn += [text.rect for text in page.texts] + [lane.rect for lane in page.lanes]
    code, modules = page.code.rect, page.code.modules
    blank = 4 * code.width / max(1, len(modules))
    near = Rect(code.x - blank, code.y, code.width + blank, code.height + blank)
    said = page.code.said
    inked = [Rect(said.rect.x, said.y - 0.9 * said.size, said.rect.width, said.size)]
    inked += [near] if modules else []
    yield from (f"{rect} at the code" for rect in drawn for ink in inked if crosses(rect, ink))


def reading_order(page, chart):
    """The next step stands beside the one before, or below it."""
    for one, other in pairwise(page.boxes):
        beside = one.rect.y == other.rect.y
        below = one.rect.x == other.rect.x and other.rect.y > one.rect.bottom
        if not beside and not below:
            yield f"{one.step} → {other.step}"


def _lanes_of_boxes(page):
    """The name of the lane in which each box stands, as written at its head."""
    for box in page.boxes:
        names = [
            "".join("".join(text.text for text in lane.texts).split())
            for lane in page.lanes
            if lane.rect.holds(box.rect)
        ]
        yield names[0] if len(names) == 1 else names


def rows_read_on(page, chart):
    """The next step stands further right in the same row, or below it."""
    for one, other in pairwise(page.boxes):
        beside = one.rect.y == other.rect.y and other.rect.x > one.rect.right
        if not beside and other.rect.y <= one.rect.bottom:
            yield f"{one.step} → {other.step}"


def lanes_whole(page, chart):
    """Lanes stand side by side, nothing is drawn over their names, and these are not cut."""
    drawn = [box.rect for box in page.boxes] + [tag.rect for tag in page.tags]
    drawn += [as_rect(start, end) for _, start, end in segments(page)]
    drawn += [route.label.rect for route in page.routes if route.label]
    for one, other in combinations([lane.rect for lane in page.lanes], 2):
        if one.overlaps(other):
            yield f"{one} and {other}"
    for lane in page.lanes:
        yield from (text.text for text in lane.texts if not lane.head.holds(text.rect))
        yield from (text.text for text in lane.texts if text.size < SMALLEST)
        if any(rect.overlaps(lane.head) for rect in drawn):
            yield f"something over {lane.texts[0].text}"
    bottom = max((lane.rect.bottom for lane in page.lanes), default=HEIGHT)
    yield from (str(rect) for rect in drawn if rect.bottom > bottom + 0.01)


def every_step_once(drawing, chart):
    drawn = [box.step for page in drawing.pages for box in page.boxes]
    if drawn != list(range(len(chart.steps))):
        yield f"steps drawn: {drawn}"
    if any(len(page.boxes) > 20 for page in drawing.pages):
        yield "more than twenty steps on a page"


def every_edge_drawn(drawing, chart):
    for edge in chart.edges:
        for page in drawing.pages:
            here = {box.step for box in page.boxes}
            if edge.source in here:
                routes = [(r.source, r.target) for r in page.routes]
                if routes.count((edge.source, edge.target)) != 1:
                    yield f"{edge.source} → {edge.target} is not drawn once"
            elif edge.target in here and not any(t.step == edge.target for t in page.tags):
                yield f"nothing says that {edge.source} leads to {edge.target}"
