"""Who gets what at which address: one line for each address and object.

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

# A page is asked for. With "post" in the third column it also takes a form: whoever may not read it
# posts to it as well, and must get a refusal and write nothing.
PAGES = """
address                       object               post  own     abov bes admi n

sign-in                       -                    -     rrrrrrr rrrr rrr rrrr o
sign-out                      -                    -     ------- ---- --- ---- -
demo-sign-in                  -                    -     ....... .... ... .... .
password-change               -                    post  ooooooo oooo ooo oooo >
password-change-done          -                    -     ooooooo oooo ooo oooo >
help                          -                    -     ooooooo oooo ooo oooo >
help-page                     filling              -     ooooooo oooo ooo oooo >
health-live                   -                    -     ooooooo oooo ooo oooo o
health-ready                  -                    -     ooooooo oooo ooo oooo o

desk                          -                    -     rrrrrrr rrrr rrr rrrr >
inbox                         -                    -     ooooooo oooo ooo rrrr >
pass-together                 -                    post  ooooooo oooo ooo oooo >
meet-together                 -                    post  ooooooo oooo ooo oooo >
my-posts                      -                    -     ooooooo oooo ooo ooo. >
entered-for                   -                    -     xxxxxxo xxxx xxx xxxx >
notices                       -                    -     ooooooo oooo ooo oooo >
notice-open                   notice               -     r...... .... ... .... >
mail-wish                     -                    post  ooooooo oooo ooo ooo. >
mail-channel                  -                    post  xxxxxxx xxxx xxx oxxx >
downloads                     -                    -     ooooooo oooo ooo oooo >
download-file                 done                 -     o...... .... ... .... >
trail-list                    -                    -     xxxxxxx xxxx xxx xxox >

organisation-import           -                    post  xxxxxoo oxxx xox ooxx >
organisation-import-template  -                    -     xxxxxoo oxxx xox ooxx >
organisation-import-detail    import               -     xxxxx.o .xxx x.x ooxx >
organisation-import-file      import               -     xxxxx.o .xxx x.x ooxx >
reorganisation                -                    post  xxxxxoo oxxx xox oxxx >
table-imports                 -                    post  xxxxxoo oxxx xox xxxx >
table-import                  table                post  ......r .... ... .... >
table-import-mapping          table                post  ......o .... ... .... >
table-import-report           table                -     ......o .... ... .... >
table-import-file             table                -     ......o .... ... .... >

power-list                    -                    -     ooooooo oooo ooo oooo >
power-detail                  power                -     oooooo. ooo. ... .... >
power-detail                  small_power          -     ....... ooo. oo. .... >
point-list                    -                    -     ooooooo oooo ooo oooo >
point-detail                  point                -     oooooo. ooo. ... .... >
point-detail                  small_point          -     ....... ooo. oo. .... >
register-sheet                overview             -     ooooooo oooo ooo oooo >
register-sheet                nothing              -     ....... .... ... .... >
progress                      -                    -     xooooox ooox xoo xxxx >
progress-xlsx                 -                    -     xooooox ooox xoo xxxx >
not-begun                     -                    -     xooooox ooox xoo xxxx >
due-list                      -                    -     xooooox ooox xoo xxxx >
urging-list                   -                    -     xooooox ooox xoo xxxx >
programme-list                -                    -     xxxxxox oxxx xox xxxx >
scale-list                    -                    -     xxxxxox oxxx xox xxxx >
scale-edit                    own_scale            post  xxxxx.x oxxx x.x xxxx >
scheme-trial                  programme            -     xxxxx.x oxxx x.x xxxx >
scheme-edit                   draft_scheme         post  xxxxx.x oxxx x.x xxxx >
scheme-edit                   scheme               -     xxxxx.x .xxx x.x xxxx >

arrival-notice                post                 post  o...... .... ... .... >
arrival-notice                small_post           -     ....... .... o.. .... >
arrival-notice-pdf            post                 -     o...... .... ... .... >
suggestion-list               -                    -     ooooooo oooo ooo .... >
suggestion-add                -                    post  ooooooo oooo ooo .... >
suggestion-detail             suggestion           -     o.o.... .... ... .... >

paper-list                    -                    -     ooooooo oooo ooo oooo >
paper-detail                  draft                -     o...... .... ... .... >
paper-detail                  review               -     oooooo. .o.. ... .... >
paper-detail                  cleared              -     oooooo. .o.. ... .... >
paper-detail                  shown                -     oooooo. .o.. ... .... >
paper-detail                  ready                -     oooooo. .o.. ... .... >
paper-detail                  confirmed            -     oooooo. ooo. ... .... >
paper-detail                  on_paper             -     ...ooo. .o.. ... .... >
paper-detail                  catalogue            -     ..ooooo ooo. ... .... >
paper-detail                  catalogue_draft      -     .....oo .... ... .... >
paper-detail                  directory            -     ..oooo. ooo. ... .... >
paper-detail                  directory_draft      -     .....o. .... ... .... >
paper-detail                  small_form           -     ....... ooo. oo. .... >
paper-detail                  small_catalogue      -     ....... ooo. .o. .... >
paper-detail                  bureau_form          -     ....... oooo ... .... >
paper-history                 draft                -     o...... .... ... .... >
paper-history                 review               -     oooooo. .o.. ... .... >
paper-history                 confirmed            -     oooooo. ooo. ... .... >
revision-detail               review.1             -     oooooo. .o.. ... .... >
revision-detail               draft.1              -     ....... .... ... .... >
paper-pdf                     draft                -     o...... .... ... .... >
paper-pdf                     review               -     oooooo. .o.. ... .... >
paper-print                   draft                post  o...... .... ... .... >
paper-print                   review               post  oooooo. .o.. ... .... >
paper-print                   catalogue            post  ..ooooo ooo. ... .... >
section-print                 -                    -     ooooooo oooo ooo oooo >
paper-attachment              confirmed.file       -     oooooo. ooo. ... .... >
paper-attachment              ready.stray          -     ....... .... ... .... >
paper-sealed                  confirmed            post  xxxxxo. xxx. ... .... >

paper-edit                    draft                -     o...... .... ... .... >
paper-edit                    review               -     xxxxxx. .x.. ... .... >
paper-edit                    catalogue_draft      -     .....oo .... ... .... >
paper-edit                    directory_draft      -     .....o. .... ... .... >
paper-check                   draft                -     o...... .... ... .... >
paper-check                   review               -     xxxxxx. .x.. ... .... >
paper-cancel                  draft                post  o...... .... ... .... >
paper-cancel                  review               post  xxxxxx. .x.. ... .... >
paper-take-over               left                 post  .....o. .... ... .... >
paper-take-over               draft                post  x...... .... ... .... >
paper-take-over               review               post  xxxxxx. .x.. ... .... >
paper-recall                  review               post  oxxxxx. .x.. ... .... >
paper-row-add                 draft                post  o...... .... ... .... >
paper-row-add                 review               post  xxxxxx. .x.. ... .... >
paper-row-add                 catalogue_draft      post  .....oo .... ... .... >
paper-row-add                 directory_draft      post  ....... .... ... .... >
paper-import                  catalogue_draft      post  .....oo .... ... .... >
paper-import                  draft                post  ....... .... ... .... >
paper-paste                   draft                post  o...... .... ... .... >
paper-paste                   catalogue_draft      post  ....... .... ... .... >
paper-files                   draft                post  o...... .... ... .... >
paper-files                   review               post  xxxxxx. .x.. ... .... >
paper-files                   catalogue_draft      post  ....... .... ... .... >
paper-examples                draft                post  o...... .... ... .... >
paper-examples                catalogue_draft      post  ....... .... ... .... >
paper-offline                 draft                post  o...... .... ... .... >
paper-offline                 review               post  xxxxxx. .x.. ... .... >
paper-offline                 catalogue_draft      post  ....... .... ... .... >
paper-shared                  draft                post  ....... .... ... .... >
paper-shared                  review               post  xxxxxx. .x.. ... .... >
paper-row                     draft.row            post  o...... .... ... .... >
paper-row                     draft.stray          -     ....... .... ... .... >
paper-row                     catalogue_draft.row  post  .....oo .... ... .... >
paper-row                     catalogue_draft.stray -    ....... .... ... .... >
paper-row-strike              draft.row            post  o...... .... ... .... >
paper-row-strike              catalogue_draft.row  post  .....oo .... ... .... >
paper-row-answers             draft.row            post  o...... .... ... .... >
paper-row-answers             catalogue_draft.row  -     ....... .... ... .... >
paper-row-restore             draft.row            post  o...... .... ... .... >
paper-row-restore             catalogue_draft.row  post  .....oo .... ... .... >
paper-duty-add                draft                post  o...... .... ... .... >
paper-duty                    draft.duty           post  o...... .... ... .... >
paper-duty-strike             draft.duty           post  o...... .... ... .... >
paper-grade                   draft                post  o...... .... ... .... >
paper-grade                   review               post  xxxxxx. .x.. ... .... >

step-reassign                 review.step          post  xxxxxo. .x.. ... .... >
step-reassign                 review.stray         post  ....... .... ... .... >
paper-send-back               ready                post  xxxxox. .x.. ... .... >
paper-confirmation-record     ready                post  xxxxxx. .x.. ... .... >
paper-confirmation-record     draft                post  x...... .... ... .... >
confirm-list                  -                    post  ooooooo oooo ooo oooo >
rows-reopen                   shown                post  xxxxxo. .x.. ... .... >

publicity-list                -                    -     ooooooo oooo ooo oooo >
publicity-detail              publicity.pk         -     ooooooo ooo. ... .... >
publicity-notice              publicity.pdf        -     ooooooo ooo. ... .... >
publicity-report              over.docx            -     xxxooox ooo. ... .... >
publicity-report              publicity.docx       -     xxxrrrx rrr. ... .... >
opinion-add                   publicity.pk         post  ooooooo xxx. ... .... >
opinion-find                  -                    -     ooooooo oooo ooo .... >
opinion-answer                opinion              post  .....o. .... ... .... >
opinion-answer                opinion_of_office    -     .....x. o... ... .... >
board                         -                    -     ooooooo oooo ooo xxxx >
announcement                  announced            -     ooooooo ooo. ... .... >
announcement                  announced_draft      -     .....oo .... ... .... >
announcement-file             announced.file       -     ooooooo ooo. ... .... >
announcement-list             -                    -     xxxxxoo oxxx xox xxxx >
announcement-add              -                    post  xxxxxoo oxxx xox xxxx >
announcement-edit             announced_draft      post  .....oo .... ... .... >
announcement-edit             announced            -     xxxxxrr xxx. ... .... >
announcement-files            announced_draft      post  .....oo .... ... .... >
announcement-take-down        announced            post  xxxxxoo xxx. ... .... >
publication-list              -                    -     ooooooo oooo ooo oooo >
publication-detail            public_catalogue     -     ooooooo oooo ooo oooo >
publication-detail            inside_catalogue     -     ooooooo ooo. ... .... >
publication-detail            inside_directory     -     ooooooo ooo. ... .... >
publication-detail            publicity            -     ooooooo ooo. ... .... >
publication-detail            public_publicity     -     ooooooo oooo ooo oooo >
publication-detail            small_publication    -     ....... ooo. oo. .... >
publication-download          inside_directory.csv post  ooooooo ooo. ... .... >
publication-download          public_directory.csv post  ooooooo oooo ooo oooo >
publication-withdraw          public_catalogue     post  xxxxxox xxxx xxx xxxx >
publication-withdraw          inside_catalogue     post  xxxxxox xxx. ... .... >
paper-publish                 catalogue            post  ..xxxox xxx. ... .... >
paper-publish                 directory            post  ..xxxo. xxx. ... .... >
paper-publish                 confirmed            post  xxxxxx. xxx. ... .... >

public-home                   -                    -     ooooooo oooo ooo oooo o
public-unit                   LARGE                -     ooooooo oooo ooo oooo o
public-powers                 -                    -     ooooooo oooo ooo oooo o
public-search                 -                    -     ooooooo oooo ooo oooo o
public-power                  public_catalogue.1   -     ooooooo oooo ooo oooo o
public-catalogue              public_catalogue     -     ooooooo oooo ooo oooo o
public-catalogue              inside_catalogue     -     ....... .... ... .... .
public-directories            -                    -     ooooooo oooo ooo oooo o
public-directory              public_directory     -     ooooooo oooo ooo oooo o
public-directory              inside_directory     -     ....... .... ... .... .
public-publicity              -                    -     ooooooo oooo ooo oooo o
public-publicity-detail       public_publicity     -     ooooooo oooo ooo oooo o
public-publicity-detail       publicity            -     ....... .... ... .... .
public-download               public_directory.csv -     ooooooo oooo ooo oooo o
public-download               inside_directory.csv -     ....... .... ... .... .
public-statement              -                    -     ooooooo oooo ooo oooo o
check                         -                    -     ooooooo oooo ooo oooo o
check                         public_catalogue     -     ooooooo oooo ooo oooo o

admin:login                   -                    -     >>>>>>> >>>> >>> >>>> >
admin:logout                  -                    -     xxxxxxx xxxx xxx --x- >
admin:index                   -                    -     xxxxxxx xxxx xxx ooxo >
admin:app_list                organisation         -     xxxxxxx xxxx xxx ooxo >
admin:jsi18n                  -                    -     xxxxxxx xxxx xxx ooxo >
admin:autocomplete            -                    -     xxxxxxx xxxx xxx xxxx >
admin:view_on_site            unit                 -     xxxxxxx xxxx xxx ..x. >
admin:password_change         -                    -     xxxxxxx xxxx xxx rrxr >
admin:password_change_done    -                    -     xxxxxxx xxxx xxx rrxr >
admin:organisation_post_hand_over post.pk          post  xxxxxxx xxxx xxx oxxo >
"""

# A form is posted, with what `access_world.World.data` fills in: valid, so that nothing but the
# right is missing where it is refused. W shows that it would have written.
ACTIONS = """
address                       object               -     own     abov bes admi n

sign-in                       -                    -     rrrrrrr rrrr rrr rrrr o
sign-out                      -                    -     ooooooo oooo ooo oooo o
demo-sign-in                  -                    -     ....... .... ... .... .
notices-read                  -                    -     Wrrrrrr rrrr rrr rrrr >
mail-wish                     -                    -     WWWWWWW WWWW WWW WWW. >
mail-channel                  -                    -     xxxxxxx xxxx xxx Wxxx >
mail-trial                    -                    -     xxxxxxx xxxx xxx rxxx >
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
step-urge                     late_step            -     .xxxxW. Wxx. ... .... >
progress-xlsx                 -                    -     xWWWWWx WWWx xWW xxxx >
publicity-open                large                -     xxxxxWx .... ... .... >
publicity-close               publicity.pk         -     xxxxxrx xxx. ... .... >
publicity-close               public_publicity.pk  -     xxxxxrx xxxx xxx xxxx >
rows-reopen                   shown                -     xxxxxW. .x.. ... .... >
opinion-add                   publicity.pk         -     wwwwwww xxx. ... .... >
opinion-find                  -                    -     ooooooo ???? ??? .... >
opinion-answer                opinion              -     .....W. .... ... .... >
confirm-list                  -                    -     rrrrWrr rrrr rrr rrrr >
paper-send-back               ready                -     xxxxWx. .x.. ... .... >
announcement-add              -                    -     xxxxxWW Wxxx xWx xxxx >
announcement-edit             announced_draft      -     .....WW .... ... .... >
announcement-files            announced_draft      -     .....WW .... ... .... >
announcement-publish          announced_draft      -     .....WW .... ... .... >
announcement-publish          announced            -     xxxxxrr xxx. ... .... >
announcement-take-down        announced            -     xxxxxWW xxx. ... .... >
publication-download          inside_directory.csv -     WWWWWWW WWW. ... .... >
publication-withdraw          public_catalogue     -     xxxxxWx xxxx xxx xxxx >
paper-publish                 catalogue            -     ..xxx?x xxx. ... .... >
"""


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
