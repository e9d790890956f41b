"""Who gets what at which address: one line for each address and object.

The lines themselves are in `access_pages.PAGES` and `access_actions.ACTIONS`.

A cell stands for one role; the roles are in the order of `ROLES`, grouped by how they stand to the
large school, whose objects most lines ask for: its own people, those above, those beside, the
administrators, nobody in particular.

    o  a page or a file            x  403: a wrong role on an object one may know of
    r  on to another page inside   .  404: another's object, as if it did not exist
    W  on to another page after    -  405: the address does not take this method
       something was written       ?  422 or 409: the form again, nothing written
    w  the same, answered at once  >  the sign-in page

The word after the address names the object; `access_world.World.keys` says what it is. An address
without a line fails `test_access`.
"""

from dataclasses import dataclass

GROUPS = {
    "own": ["staff", "section_head", "supervisor", "group", "principal", "school_office", "keeper"],
    "above": ["office", "discipline", "bureau_leader", "bureau_staff"],
    "beside": ["small_staff", "small_office", "village_principal"],
    "administrators": ["system_admin", "security_admin", "auditor", "superuser"],
    "nobody": ["anonymous"],
}
ROLES = [role for roles in GROUPS.values() for role in roles]

admin:logout                  -                    -     xxxxxxx xxxx xxx --x- >
admin:index                   -                    -     xxxxxxx xxxx xxx ooxo >
admin:app_list                organisation         -     xxxxxxx xxxx xxx ooxo >
admin:jsi18n                  -                    -     xxxxxxx xxxx xxx ooxo >
admin:autocomplete            -                    -     xxxxxxx xxxx xxx xxxx >
admin:view_on_site            unit                 -     xxxxxxx xxxx xxx ..x. >
admin:password_change         -                    -     xxxxxxx xxxx xxx rrxr >
admin:password_change_done    -                    -     xxxxxxx xxxx xxx rrxr >
admin:organisation_post_hand_over post.pk          post  xxxxxxx xxxx xxx oxxo >
admin:organisation_holiday_year   this_year        -     xxxxxxx xxxx xxx ooxo >
"""

# A form is posted, with what `access_world.World.data` fills in: valid, so that nothing but the
# right is missing where it is refused. W shows that it would have written.
ACTIONS = """
address                       object               -     own     abov bes admi n

sign-in                       -                    -     rrrrrrr rrrr rrr rrrr o
sign-out                      -                    -     ooooooo oooo ooo oooo o
demo-sign-in                  -                    -     ....... .... ... .... .
notices-read                  -                    -     Wrrrrrr rrrr rrr rrrr >
download-retry                failed               -     W...... .... ... .... >
download-cancel               waiting              -     W...... .... ... .... >
trail-export                  -                    -     xxxxxxx xxxx xxx xxWx >
power-export                  -                    -     WWWWWWW WWWW WWW .... >
point-export                  -                    -     WWWWWWW WWWW WWW .... >
register-sheet-export         summary              -     WWWWWWW WWWW WWW .... >
register-export               -                    -     ...WWW. WWW. ... .... >
scheme-edit                   draft_scheme         -     xxxxx.x Wxxx x.x xxxx >
scale-copy                    scale                -     xxxxx.x Wxxx x.x xxxx >
scale-edit                    own_scale            -     xxxxx.x Wxxx x.x xxxx >
scheme-copy                   scheme               -     xxxxx.x Wxxx x.x xxxx >
scheme-remove                 draft_scheme         -     xxxxx.x Wxxx x.x xxxx >
scheme-remove                 scheme               -     xxxxx.x .xxx x.x xxxx >
scheme-switch                 draft_scheme         -     xxxxx.x Wxxx x.x xxxx >

organisation-import           -                    -     xxxxx?? ?xxx x?x ?xxx >
organisation-import-confirm   import               -     xxxxx.? .xxx x.x xxxx >
organisation-import-seats     import               -     xxxxx.x .xxx x.x xxxx >
reorganisation                -                    -     xxxxxWW Wxxx x?x Wxxx >
table-imports                 -                    -     xxxxx?? ?xxx x?x xxxx >
table-import                  table                -     ......W .... ... .... >
table-import-mapping          table                -     ......W .... ... .... >

form-start                    post                 -     r.....x .... ... .... >
form-start                    small_post           -     ....... .... W.. .... >
catalogue-start               large                -     xxxxxrr .... ... .... >
catalogue-start               small                -     ....... .... xW. .... >
section-sheet-start           section              -     xWxxxxx .... ... .... >
shared-form-start             teacher_post         -     xWxxxxx .... ... .... >
shared-form-start             post                 -     ....... .... ... .... >
unit-sheet-start              large                -     xxxxxWx .... ... .... >
unit-sheet-start              small                -     ....... .... xW. .... >
unit-sheet-start              village              -     ....... W... ..x .... >
directory-start               large                -     xxxxxrx .... ... .... >
directory-start               small                -     ....... .... xW. .... >

arrival-notice                small_post           -     ....... .... W.. .... >
suggestion-decline            suggestion           -     W.x.... .... ... .... >
suggestion-take-up            suggestion           -     W.x.... .... ... .... >

paper-submit                  draft                -     W...... .... ... .... >
paper-submit                  review               -     rxxxxx. .x.. ... .... >
paper-submit                  catalogue_draft      -     .....WW .... ... .... >
paper-cancel                  draft                -     W...... .... ... .... >
paper-take-over               left                 -     .....W. .... ... .... >
paper-recall                  review               -     Wxxxxx. .x.. ... .... >
section-print                 -                    -     WWWWWW? WWW? ??? ???? >
paper-print                   draft                -     W...... .... ... .... >
paper-print                   review               -     WWWWWW. .W.. ... .... >
paper-sealed                  confirmed            -     xxxxxW. xxx. ... .... >
directory-compile             directory_draft      -     .....W. .... ... .... >
directory-compile             draft                -     ....... .... ... .... >
paper-row-preview             draft                -     o...... .... ... .... >
paper-row-preview             catalogue_draft      -     ....... .... ... .... >
paper-catch-up                draft                -     W...... .... ... .... >
paper-catch-up                review               -     xxxxxx. .x.. ... .... >
paper-paste                   draft                -     W...... .... ... .... >
paper-files                   draft                -     W...... .... ... .... >
paper-files                   review               -     xxxxxx. .x.. ... .... >
paper-examples                draft                -     W...... .... ... .... >
paper-row-copy                draft.row            -     W...... .... ... .... >
paper-row-copy                draft.stray          -     ....... .... ... .... >
paper-row-copy                catalogue_draft.row  -     ....... .... ... .... >
paper-row-move                draft.row            -     W...... .... ... .... >
paper-row-move                draft.stray          -     ....... .... ... .... >
paper-row-move                catalogue_draft.row  -     .....WW .... ... .... >
paper-row-add                 draft                -     W...... .... ... .... >
paper-row                     draft.stray          -     ?...... .... ... .... >
paper-row                     catalogue_draft.stray -    .....?? .... ... .... >
paper-row                     draft.row            -     W...... .... ... .... >
paper-row-answers             draft.row            -     W...... .... ... .... >
paper-row-strike              draft.row            -     W...... .... ... .... >
paper-row-add                 catalogue_draft      -     .....WW .... ... .... >
paper-row-strike              catalogue_draft.row  -     .....WW .... ... .... >
paper-duty-add                draft                -     W...... .... ... .... >
paper-duty                    draft.duty           -     W...... .... ... .... >
paper-duty-strike             draft.duty           -     W...... .... ... .... >
paper-grade                   draft                -     W...... .... ... .... >

step-decide                   review.step          -     xWxxxx. .x.. ... .... >
step-decide                   review.stray         -     ....... .... ... .... >
step-decide                   on_paper.step        -     ...xxx. .x.. ... .... >
step-record                   on_paper.step        -     ...xxW. .x.. ... .... >
step-record                   review.step          -     xxxxxx. .x.. ... .... >
step-reassign                 review.step          -     xxxxxW. .x.. ... .... >
step-urge                     late_step            -     ...xxW. Wxx. ... .... >
publicity-open                large                -     xxxxxWx .... ... .... >
publicity-extend              publicity.pk         -     xxxxxWx xxx. ... .... >
publicity-close               publicity.pk         -     xxxxxrx xxx. ... .... >
publicity-close               public_publicity.pk  -     xxxxxrx xxxx xxx xxxx >
rows-reopen                   shown                -     xxxxxW. .x.. ... .... >
opinion-add                   publicity.pk         -     wwwwwww xxx. ... .... >
opinion-find                  -                    -     ooooooo ???? ??? .... >
opinion-answer                opinion              -     .....W. .... ... .... >
opinion-reopen                opinion_adopted      -     .....W. .... ... .... >
confirm-list                  -                    -     rrrrWrr rrrr rrr rrrr >
paper-send-back               ready                -     xxxxWx. .x.. ... .... >
publication-download          inside_directory.csv -     WWWWWWW WWW. ... .... >
publication-withdraw          public_catalogue     -     xxxxxWx xxxx xxx xxxx >
paper-publish                 catalogue            -     ..xxx?x xxx. ... .... >
"""

>>>>>>> wt-s

@dataclass(frozen=True)
class Line:
    """One line of `PAGES` or `ACTIONS`; `cells` are the answers in the order of `ROLES`."""

    address: str
    thing: str
    takes_post: bool
    cells: str

    def __str__(self):
        return f"{self.address} {self.thing}"

    @property
    def expected(self):
        return dict(zip(ROLES, self.cells, strict=True))


def rows_of(text):
    """The lines of a table without its head and the blank ones."""
    return [line.split() for line in text.strip().splitlines()[1:] if line.strip()]


def lines_of(text):
    return [
        Line(address, thing, post == "post", "".join(cells))
        for address, thing, post, *cells in rows_of(text)
    ]
