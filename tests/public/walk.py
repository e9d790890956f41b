"""One of everything that could be read, and every public address that might read it.

Each row of an inside edition, of a withdrawn publication, of an ended publicity and of an
unpublished register carries a canary of its own.
"""

import subprocess
from datetime import timedelta
from io import BytesIO

from captcha.models import CaptchaStore
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from powers.chart_files import CHART_FORMATS
from powers.lane_files import LANE_FORMATS
from registry.tables.formats import FORMATS
from reviews.commitments import publishing
from reviews.open_data import SETS
from reviews.publication import point_entries
from tests.commitments.hands import signed, switched_on
from tests.powers.factory import make_register
from tests.public import factory
from tests.questionnaires import hands as questionnaires
from tests.risks import factory as risks

CANARIES = {
    "inside": "金丝雀甲",
    "withdrawn": "金丝雀乙",
    "ended": "金丝雀丙",
    "register": "金丝雀丁",
    "draft": "金丝雀戊",
    "withheld": "金丝雀己",
}


def make_site(cast):
    """One of everything; the public ones carry the word 公开行."""
    kinds = {"catalogue": factory.catalogue, "directory": factory.directory}
    found = {name: make(cast, "公开行一", "公开行二") for name, make in kinds.items()}
    found["publicity"] = factory.publicity(cast, "公开行三")
    hidden = []
    for make in kinds.values():
        hidden.append(make(cast, CANARIES["inside"], edition=factory.Edition.INSIDE))
        taken_back = make(cast, CANARIES["withdrawn"], unit=cast.school_small)
        hidden.append(factory.withdrawn(taken_back, cast))
    # At a step of a public power: its chart would show the level.
    marked = factory.point_content("放宽", power="公开行一", level=f"{CANARIES['inside']}级")
    hidden.append(factory.directory_of(cast, [marked], edition=factory.Edition.INSIDE))
    hidden.append(factory.publicity(cast, CANARIES["inside"], edition=factory.Edition.INSIDE))
    yesterday = timezone.localdate() - timedelta(days=1)
    hidden.append(factory.publicity(cast, CANARIES["ended"], ends_on=yesterday))
    make_register(cast, {"name": f"{CANARIES['register']}审核"}, unit=cast.school_village)
    paper, revision = risks.make_form(cast)
    duty = risks.add_duty(cast, paper, text=f"{CANARIES['register']}受理")
    risks.add_point(cast, paper, duty=duty.version.duty_id, risk=f"{CANARIES['register']}放宽")
    risks.confirm(cast, revision)
    found["selected"] = selected_rows(cast)
    found["commitments"] = committed(cast, "small_staff", "公开行六", edition="public")
    hidden.append(committed(cast, "bureau_staff", CANARIES["inside"], edition="inside"))
    committed(cast, "village_staff", CANARIES["register"])

    asked = [
        questionnaires.switched_on(cast, title="公开行七问卷"),
        questionnaires.drafted(cast, title=f"{CANARIES['draft']}问卷"),
    ]
    site = {"shown": found, "hidden": hidden, "asked": asked}
    return {**site, "paper": paper, "draft": draft(cast)}


def committed(cast, role, words, edition=None):
    """Signed by this person; published in an edition, or not at all."""
    person = getattr(cast.people, role)
    switched_on(cast, unit=person.unit, by="office", words=words)
    signed(person)
    if edition is None:
        return None
    year = timezone.localdate().year
    given = {"unit": person.unit, "year": year, "edition": edition, "by": cast.people.office}
    return publishing.publish(**given)


def draft(cast):
    """A form somebody is writing, not handed in."""
    paper, _ = risks.make_form(cast, post=cast.posts.small_staff)
    duty = risks.add_duty(cast, paper, text=f"{CANARIES['draft']}登记")
    risks.add_point(cast, paper, duty=duty.version.duty_id, risk=f"{CANARIES['draft']}放宽")
    return paper


def selected_rows(cast):
    """A publication made of a form with a row for society, one for the inside and one withheld."""
    paper, revision = risks.make_form(cast, post=cast.posts.teacher)
    duty = risks.add_duty(cast, paper, text="受理申请").version.duty_id
    risks.add_point(cast, paper, duty=duty, risk="公开行五放宽", visibility="public")
    risks.add_point(cast, paper, duty=duty, risk=f"{CANARIES['inside']}放宽", visibility="inside")
    secret = {"visibility": "withheld", "ground": "国家秘密"}
    risks.add_point(cast, paper, duty=duty, risk=f"{CANARIES['withheld']}放宽", **secret)
    risks.confirm(cast, revision)
    entries = point_entries([revision], factory.Edition.PUBLIC, names="post")
    rows = [entry.content for entry in entries]
    return factory.directory_of(cast, rows, unit=cast.bureau)


def addresses(site):
    """Every address of the public site: of what is shown, and of what must not be."""
    catalogue, directory, publicity = (
        site["shown"][name].number for name in ("catalogue", "directory", "publicity")
    )
    selected = site["shown"]["selected"].number
    commitments = site["shown"]["commitments"].number
    numbers = [
        catalogue,
        directory,
        publicity,
        selected,
        commitments,
        *(each.number for each in site["hidden"]),
    ]
    found = {
        "public-home": [reverse("public-home")],
        "public-unit": [
            reverse("public-unit", args=[code]) for code in ("BUREAU", "LARGE", "SMALL", "VILLAGE")
        ],
        "public-powers": [
            f"{reverse('public-powers')}?q={word}" for word in ("", "公开", "金丝雀", "放宽")
        ],
        "public-compare": [
            f"{reverse('public-compare')}{query}" for query in ("", "?one=LARGE&other=SMALL")
        ],
        "public-search": [
            f"{reverse('public-search')}?q={word}" for word in ("", "公开", "金丝雀", "jsq", "放宽")
        ],
        "public-power": [reverse("public-power", args=[each, 1]) for each in numbers],
        "public-power-chart": [
            reverse("public-power-chart", args=[each, 1, name])
            for each in numbers
            for name in CHART_FORMATS
            if name == "svg" or each == catalogue
        ],
        "public-power-lanes": [
            reverse("public-power-lanes", args=[each, 1, name])
            for each in numbers
            for name in LANE_FORMATS
            if name == "svg" or each == catalogue
        ],
        "public-power-sheet": [
            reverse("public-power-sheet", args=[each, 1, name])
            for each in numbers
            for name in FORMATS
            if name == "json" or each == catalogue
        ],
        "public-directories": [
            f"{reverse('public-directories')}{query}"
            for query in ("", "?unit=SMALL", "?unit=LARGE", "?q=公开", "?q=jsq")
        ],
        "public-publicity": [reverse("public-publicity")],
        "public-data-about": [reverse("public-data-about")],
        "public-data": [
            f"{reverse('public-data', args=[name, format_name])}{since}"
            for name in SETS
            for format_name in ("json", "csv")
            for since in ("", "?since=2020-01-31")
        ],
        "public-corrections": [reverse("public-corrections")],
        "public-withdrawn": [reverse("public-withdrawn")],
        "public-changes": [reverse("public-changes", args=[each]) for each in numbers],
        "public-feed": [reverse("public-feed")],
        "public-unit-feed": [
            reverse("public-unit-feed", args=[code]) for code in ("LARGE", "SMALL", "VILLAGE")
        ],
        "public-commitments": [reverse("public-commitments", args=[each]) for each in numbers],
        "public-map": [reverse("public-map")],
        "public-sitemap": [reverse("public-sitemap")],
        "public-robots": [reverse("public-robots")],
        "public-statement": [reverse("public-statement")],
        "check": [
            reverse("check"),
            *(reverse("check", args=[each]) for each in numbers),
            *(f"{reverse('check', args=[n])}?digest={'0' * 64}" for n in numbers),
            reverse("check", args=[site["paper"].number]),
        ],
        "public-download": [
            reverse("public-download", args=[each, name])
            for each in numbers
            for name in FORMATS
            if name != "pdf" or each == selected  # half a second each
        ],
    }
    for name in ("public-catalogue", "public-directory", "public-publicity-detail"):
        found[name] = [reverse(name, args=[each]) for each in numbers]
    return found


def opinion_addresses(site):
    """Those of the form for opinions, which a site that stands alone has not."""
    shown = [site["shown"]["publicity"], *site["hidden"]]
    return {
        "public-opinion-add": [reverse("public-opinion-add", args=[each.number]) for each in shown],
        "public-mistake-add": [
            reverse("public-mistake-add", args=[each.number])
            for each in (site["shown"]["catalogue"], site["shown"]["directory"], *site["hidden"])
        ],
        "public-opinion-find": [reverse("public-opinion-find")],
        "public-questionnaires": [reverse("public-questionnaires")],
        "public-questionnaire": [
            reverse("public-questionnaire", args=[each.pk]) for each in site["asked"]
        ],
        "captcha-image": [reverse("captcha-image", args=[CaptchaStore.generate_key()])],
    }


def seen(response):
    body = b"".join(response) if response.streaming else response.content
    content_type = response.get("Content-Type", "")
    if content_type == FORMATS["docx"].content_type:
        return words_of(body)
    if content_type == FORMATS["xlsx"].content_type:
        return cells_of(body)
    if content_type == "application/pdf":
        return print_of(body)
    return body.decode(errors="replace")


def cells_of(body):
    sheet = load_workbook(BytesIO(body)).active
    return "\n".join(str(cell) for row in sheet.values for cell in row)


def words_of(body):
    document = Document(BytesIO(body))
    return "\n".join(document.element.body.itertext())


def print_of(body):
    done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def texts_of(root):
    """(path, text) of each file of a site on a disk, but for its style sheets and scripts."""
    readers = {".docx": words_of, ".xlsx": cells_of, ".pdf": print_of}
    for path in root.rglob("*"):
        if path.is_file() and "static" not in path.parts:
            body, read = path.read_bytes(), readers.get(path.suffix)
            yield path, read(body) if read else body.decode(errors="replace")
