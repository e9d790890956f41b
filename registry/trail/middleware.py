"""Notes address and number of each request for the trail."""

from ipaddress import ip_address
from secrets import token_hex

from .origin import Origin, acting_from


class OriginMiddleware:
    """Behind what numbers requests and believes proxies; before anything that records."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = getattr(request, "request_id", "") or token_hex(8)
        address = _valid(request.META.get("REMOTE_ADDR", ""))
        with acting_from(Origin(address=address, request_id=request.request_id)):
            return self.get_response(request)


def _valid(address) -> str:
    try:
        return str(ip_address(address))[:45]
    except ValueError:
        return ""
