"""The row pages of a form. `reviews` owns their addresses and has checked who may write.

Each is called with the paper, its open revision and (where there is one) the line; success leads
back to the page `paper-edit`.
"""

from .catching_up import catch_up
from .duties import edit_duty
from .enclosures import enclose_files
from .examples import example_rows
from .findings import answer_row
from .grades import edit_grade
from .library import library_row
from .offline import offline_page
from .overview import form_overview
from .pasting import paste_rows
from .points import edit_row, preview_row
from .standing import copy_row, move_row, restore_row, strike_duty, strike_row
from .ticking import tick_shared

__all__ = [
    "answer_row",
    "catch_up",
    "copy_row",
    "edit_duty",
    "edit_grade",
    "edit_row",
    "enclose_files",
    "example_rows",
    "form_overview",
    "library_row",
    "move_row",
    "offline_page",
    "paste_rows",
    "preview_row",
    "restore_row",
    "strike_duty",
    "strike_row",
    "tick_shared",
]
