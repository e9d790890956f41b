"""Help for the people who fill in and review; plain pages, no database."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

PAGES = {
    "index": "使用帮助",
    "filling": "怎样填表",
    "reviewing": "怎样审核",
    "glossary": "词语解释",
}


def help_page(request, name="index"):
    """One page of help, with the others beside it."""
    if name not in PAGES:
        raise Http404
    tabs = [{"label": label, "url": _address(key), "active": key == name}
            for key, label in PAGES.items()]  # fmt: skip
    return render(request, f"help/{name}.html", {"tabs": tabs, "page_title": PAGES[name]})


def _address(key):
    return reverse("help") if key == "index" else reverse("help-page", args=[key])
