"""No stale tab overwrites: every form that writes carries a version, and every page looks at it.

The forms are found by reflection; those without one stand in `unstamped_forms`, with the reason.
"""

from importlib import import_module

import pytest
from django import forms
from django.db import connection, transaction
from django.urls import get_resolver

from registry.papers.stamps import StampedForm
from tests import way
from tests.architecture.access_world import World
from tests.architecture.page_forms import form_with
from tests.architecture.stamped_editors import EDITORS, TYPED
from tests.architecture.test_access import Writes, undone
from tests.architecture.unstamped_forms import WITHOUT

# One worker makes the world, once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("stamps")]

OURS = {"config", "registry", "powers", "risks", "reviews"}
VERSIONS = {"stamp", "digest", "counter"}


# --- by reflection -----------------------------------------------------------------------------


def kinds_of(base=forms.BaseForm):
    """Every form class of ours that a page has loaded."""
    for form in base.__subclasses__():
        if form.__module__.split(".")[0] in OURS:
            yield form
        yield from kinds_of(form)


def all_forms():
    import_module("registry.access.style_guide")  # has an address only where DEBUG is on
    for pattern in get_resolver().url_patterns:  # the addresses load the views, and these the forms
        getattr(pattern, "url_patterns", None)
    # What the admin makes on the fly belongs to Django.
    return {form for form in kinds_of() if "<locals>" not in form.__qualname__}


def name(form):
    return f"{form.__module__}.{form.__qualname__}"


def is_made_on_the_fly(form):
    """The admin and formset factories make classes that no module holds."""
    return getattr(import_module(form.__module__), form.__name__, None) is not form


def without_version(found):
    mine = [form for form in found if not is_made_on_the_fly(form)]
    return {name(form) for form in mine if not carries_version(form)}


def carries_version(form):
    fields = VERSIONS & set(form.base_fields)
    hidden = any(isinstance(form.base_fields[f].widget, forms.HiddenInput) for f in fields)
    return issubclass(form, StampedForm) or hidden


def test_every_form_carries_a_version_or_a_reason():
    assert without_version(all_forms()) - WITHOUT.keys() == set()


def test_no_reason_is_left_of_a_form_that_has_gone():
    assert WITHOUT.keys() - without_version(all_forms()) == set()


def test_a_form_without_a_version_would_be_found(monkeypatch):
    """The control."""
    fields = {"text": forms.CharField(), "__module__": "powers.forms"}
    HastyForm = type("HastyForm", (forms.Form,), fields)  # noqa: N806
    monkeypatch.setattr("powers.forms.HastyForm", HastyForm, raising=False)
    assert without_version([HastyForm]) == {"powers.forms.HastyForm"}


# --- page by page ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


# The row is changed in one tab while another asks whether it shall go.
ASKING = [
    (EDITORS[0], "paper-row-strike"),
    (EDITORS[0], "paper-row-restore"),
    (EDITORS[1], "paper-duty-strike"),
    (EDITORS[3], "paper-row-strike"),
    (EDITORS[3], "paper-row-restore"),
]


def opened(world, role, address, thing, field="stamp"):
    """The form as it stands in a tab that has just been opened."""
    return form_with(field, world.client(role).get(world.address(address, thing)))


def sent(world, role, address, thing, data):
    """(response, tables written to)"""
    writes = Writes()
    with connection.execute_wrapper(writes):
        response = world.client(role).post(world.address(address, thing), data)
    return response, set(writes.tables)


@pytest.mark.walk
@pytest.mark.parametrize("tab", EDITORS, ids=str)
def test_a_stale_tab_is_refused_and_shows_what_was_typed(world, tab):
    at = tab.role, tab.address, tab.thing
    seen = opened(world, *at)
    response, written = sent(world, *at, {**seen, **tab.first})
    assert (response.status_code, bool(written)) == (302, True)
    response, written = sent(world, *at, {**seen, **tab.second})
    assert (response.status_code, written) == (409, set())
    page = response.content.decode()
    assert TYPED in page, "what was typed is still there"
    assert "另一处" in page, "and what is saved now beside it"


@pytest.mark.walk
@pytest.mark.parametrize("tab", EDITORS, ids=str)
def test_the_refused_page_can_be_sent_again(world, tab):
    at = tab.role, tab.address, tab.thing
    seen = opened(world, *at)
    sent(world, *at, {**seen, **tab.first})
    response, _ = sent(world, *at, {**seen, **tab.second})
    again = form_with("stamp", response)
    response, written = sent(world, *at, {**again, **tab.second})
    assert (response.status_code, bool(written)) == (302, True)


@pytest.mark.walk
@pytest.mark.parametrize("tab", EDITORS, ids=str)
def test_without_the_stamp_the_stale_tab_would_overwrite(world, tab, monkeypatch):
    """The control: the guard off, the same post writes."""
    monkeypatch.setattr(StampedForm, "clean", forms.Form.clean)
    at = tab.role, tab.address, tab.thing
    seen = opened(world, *at)
    sent(world, *at, {**seen, **tab.first})
    response, written = sent(world, *at, {**seen, **tab.second})
    assert (response.status_code, bool(written)) == (302, True)


@pytest.mark.parametrize(("tab", "address"), ASKING, ids=lambda value: str(value))
def test_a_row_changed_meanwhile_is_not_struck_or_restored(world, tab, address):
    seen = opened(world, tab.role, address, tab.thing)
    fresh = opened(world, tab.role, tab.address, tab.thing)
    sent(world, tab.role, tab.address, tab.thing, {**fresh, **tab.first})
    response, written = sent(world, tab.role, address, tab.thing, {**seen, "why": TYPED})
    assert (response.status_code, written) == (409, set())
    if "why" in seen:
        assert TYPED in response.content.decode()


# --- decide, submit, confirm -------------------------------------------------------------------


def handed_in_anew(world, paper):
    """Recalled, changed and handed in again while a reviewer was reading."""
    way.workflow.recall(paper=paper, by=world.people.staff)
    line = paper.current.point_lines.order_by("position").last()
    way.editing.save_point(
        paper=paper, content=way.point(5), by=world.people.staff, line_id=line.pk
    )
    way.submit(paper, world.people.staff)
    paper.refresh_from_db()


def test_a_decision_on_what_has_changed_meanwhile_is_refused(world):
    with undone():
        world.review.refresh_from_db()
        line = world.review.current.point_lines.order_by("position").last()
        seen = opened(world, "section_head", "paper-detail", "review", "digest")
        typed = {"action": "return", "opinion": TYPED, f"note_{line.pk}": "请写清这一行的环节"}
        handed_in_anew(world, world.review)
        at = "section_head", "step-decide", "review.step"
        response, written = sent(world, *at, {**seen, **typed})
        assert (response.status_code, written) == (409, set())
        kept = form_with("opinion", response)
        assert kept["opinion"] == [TYPED]
        assert ["请写清这一行的环节"] in kept.values(), "the note stands on the row's new line"
        assert kept["digest"] == [world.review.current.digest]


def test_a_decision_on_a_recalled_paper_is_refused_and_given_back(world):
    with undone():
        world.review.refresh_from_db()
        seen = opened(world, "section_head", "paper-detail", "review", "digest")
        way.workflow.recall(paper=world.review, by=world.people.staff)
        at = "section_head", "step-decide", "review.step"
        response, written = sent(world, *at, {**seen, "action": "return", "opinion": TYPED})
        assert (response.status_code, written) == (302, set())
        page = world.client("section_head").get(response.headers["Location"])
        assert TYPED in page.content.decode()


def test_a_decision_that_comes_second_is_refused_and_given_back(world):
    with undone():
        world.review.refresh_from_db()
        seen = opened(world, "section_head", "paper-detail", "review", "digest")
        way.workflow.reassign(
            step=way.open_step(world.review), by=world.people.school_office, to=world.people.group
        )
        way.sign(world.review, world.people.group)
        at = "section_head", "step-decide", "review.step"
        response, written = sent(world, *at, {**seen, "action": "return", "opinion": TYPED})
        assert (response.status_code, written) == (302, set())
        page = world.client("section_head").get(response.headers["Location"]).content.decode()
        assert TYPED in page
        assert "叶知秋" in page


def test_a_draft_changed_after_it_was_checked_is_not_handed_in(world):
    with undone():
        seen = opened(world, "staff", "paper-check", "draft", "counter")
        way.editing.save_point(paper=world.draft, content=way.point(6), by=world.people.staff)
        response, written = sent(world, "staff", "paper-submit", "draft", seen)
        assert (response.status_code, written) == (409, set())
        seen = opened(world, "staff", "paper-check", "draft", "counter")
        response, written = sent(world, "staff", "paper-submit", "draft", seen)
        assert (response.status_code, "papers_paper" in written) == (302, True)


def test_another_text_than_the_one_shown_is_not_confirmed(world):
    pk = world.ready.pk
    seen = opened(world, "principal", "confirm-list", "-", f"digest-{pk}")
    world.client("principal").get(world.address("paper-detail", "ready"))
    stale = {**seen, "paper": pk, f"digest-{pk}": "0" * 64}
    with undone():
        response, written = sent(world, "principal", "confirm-list", "-", stale)
        assert (response.status_code, written) == (302, set())
        page = world.client("principal").get(response.headers["Location"]).content.decode()
        assert "没有确认" in page
    with undone():
        _, written = sent(world, "principal", "confirm-list", "-", {**seen, "paper": pk})
        assert "papers_paper" in written
