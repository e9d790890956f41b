"""Somebody who cannot sign in, and the sheet they signed."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.organisation.models import Account

PDF = b"%PDF-1.4\n%%EOF\n"


def without_account(person):
    """The person as they are read anew once the account is closed."""
    Account.objects.filter(pk=person.account_id).update(is_active=False)
    return type(person).objects.select_related("account").get(pk=person.pk)


def scan(name="签字页.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def sheet(**changes):
    """What the form of a signed sheet asks for."""
    return {"signed_on": timezone.localdate(), "scan": scan(), **changes}
