"""Where a printed document is checked (核对真伪): the address that its QR code leads to.

Outside people must reach it, and the host by which a clerk came in may be one that only the office
knows: the address is that of the setting PUBLIC_SITE (`SITE_URL`). Without it documents carry
number and digest and no code.
"""

from django.conf import settings
from django.urls import reverse


def check_address(number):
    """The absolute address of the check page of a number; blank where there is none."""
    site = settings.PUBLIC_SITE.get("url", "").rstrip("/")
    return f"{site}{reverse('check', args=[number])}" if site and number else ""
