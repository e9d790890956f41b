"""The sealed chain: verified like every other, told on no page of the auditor (ADR 0055)."""

import pytest
from django.db import transaction
from django.urls import reverse

from registry.trail import verifying
from registry.trail.models import SEALED_CHAIN, TrailEntry
from registry.trail.recording import UnknownAction, record_now, record_sealed

pytestmark = pytest.mark.django_db


def sealed(target, by=None):
    with transaction.atomic():
        return record_sealed(by=by, action="disposal.opened", target=target)


def test_it_tells_of_no_unit_and_of_no_content(cast):
    entry = sealed(cast.posts.staff, cast.people.discipline)
    assert (entry.chain, entry.unit_id, entry.unit_name) == (SEALED_CHAIN, None, "")
    assert (entry.target_kind, entry.target_ref) == (
        "organisation.post",
        str(cast.posts.staff.pk),
    )
    assert entry.actor_name == cast.people.discipline.name


def test_it_is_one_chain_for_all_and_verified(cast, tampering):
    first, second = sealed(cast.posts.staff), sealed(cast.posts.small_staff)
    assert (second.seq, second.previous) == (first.seq + 1, first.digest)
    assert list(verifying.flaws()) == []
    with tampering():
        TrailEntry.objects.filter(pk=first.pk).update(actor_name="别人")
    assert [flaw.chain for flaw in verifying.flaws()] == [SEALED_CHAIN]


def test_whoever_may_know_of_the_thing_reads_what_was_recorded_of_it(cast):
    entry = sealed(cast.posts.staff)
    sealed(cast.posts.small_staff)
    assert list(TrailEntry.objects.sealed_about(cast.posts.staff)) == [entry]


def test_the_auditor_reads_the_others_only(cast, client):
    sealed(cast.posts.staff, cast.people.discipline)
    shown = record_now(by=cast.people.discipline, action="signin.done")
    assert list(TrailEntry.objects.matching()) == [shown]
    client.force_login(cast.accounts.auditor)
    page = client.get(reverse("trail-list"), {"action": "disposal.opened"})
    assert page.context["page_obj"].paginator.count == 0


def test_an_unknown_action_is_refused(cast):
    with pytest.raises(UnknownAction), transaction.atomic():
        record_sealed(by=None, action="disposal.nothing", target=cast.posts.staff)
