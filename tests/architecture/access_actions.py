"""The forms of the access table (`access_table`)."""

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
power-charts-export           -                    -     WWWWWWW WWWW WWW .... >
point-export                  -                    -     WWWWWWW WWWW WWW .... >
register-sheet-export         summary              -     WWWWWWW WWWW WWW .... >
progress-xlsx                 -                    -     xWWWWWx WWWx xWW xxxx >
register-export               -                    -     ...WWW. WWW. ... .... >
scheme-edit                   draft_scheme         -     xxxxx.x Wxxx x.x xxxx >
scale-copy                    scale                -     xxxxx.x Wxxx x.x xxxx >
scale-edit                    own_scale            -     xxxxx.x Wxxx x.x xxxx >
scheme-copy                   scheme               -     xxxxx.x Wxxx x.x xxxx >
scheme-remove                 draft_scheme         -     xxxxx.x Wxxx x.x xxxx >
scheme-remove                 scheme               -     xxxxx.x .xxx x.x xxxx >
scheme-switch                 draft_scheme         -     xxxxx.x Wxxx x.x xxxx >

kind-list                     own_kind.act         -     xxxxxxx Wxxx xxx .... >
kind-add                      -                    -     xxxxxWx Wxxx xWx xxxx >
kind-edit                     own_kind             -     xxxxxxx Wxxx xxx xxxx >

law-add                       -                    -     xxxxxWx Wxxx xWx xxxx >
law-edit                      own_law              -     xxxxxxx Wxxx xxx xxxx >
law-change                    own_law              -     xxxxxxx Wxxx xxx xxxx >
law-take-back                 own_law.change       -     xxxxxxx Wxxx xxx xxxx >
law-article-add               own_law              -     xxxxxxx Wxxx xxx xxxx >
law-article                   own_law.article      -     xxxxxxx Wxxx xxx xxxx >
law-levels                    -                    -     xxxxxxx Wxxx xxx xxxx >
law-import                    -                    -     xxxxx?x ?xxx x?x xxxx >
law-looked-at                 law.due              -     xxxxxW. Wxx. ... .... >

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
archive-volume                -                    -     WWWWWWW WWWW WWr rrrr >
section-print                 -                    -     WWWWWW? WWW? ??? ???? >
paper-print                   draft                -     W...... .... ... .... >
paper-print                   review               -     WWWWWW. .W.. ... .... >
paper-sealed                  confirmed            -     xxxxxW. xxx. ... .... >
directory-compile             directory_draft      -     .....W. .... ... .... >
directory-compile             draft                -     ....... .... ... .... >
paper-row-preview             draft                -     o...... .... ... .... >
paper-row-preview             catalogue_draft      -     .....oo .... ... .... >
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
paper-row-answers             catalogue_draft.row  -     .....WW .... ... .... >
paper-check-answers           catalogue_draft      -     .....WW .... ... .... >
paper-row-merge               catalogue_draft.row  -     .....rr .... ... .... >
paper-row-merge               draft.row            -     ....... .... ... .... >
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
publicity-open                large                -     xxxxxWx .... ... .... >
publicity-extend              publicity.pk         -     xxxxxWx xxx. ... .... >
publicity-close               publicity.pk         -     xxxxxrx xxx. ... .... >
publicity-close               public_publicity.pk  -     xxxxxrx xxxx xxx xxxx >
rows-reopen                   shown                -     xxxxxW. .x.. ... .... >
opinion-add                   publicity.pk         -     wwwwwww xxx. ... .... >
opinion-find                  -                    -     ooooooo ???? ??? .... >
opinion-answer                opinion              -     .....W. .... ... .... >
opinion-reopen                opinion_adopted      -     .....W. .... ... .... >
public-opinion-add            public_publicity     -     wwwwwww wwww www wwww w
public-opinion-find           -                    -     ooooooo oooo ooo oooo o
missive-detail                missive              -     ....... .W.. ... .... >
confirm-list                  -                    -     rrrrWrr rrrr rrr rrrr >
paper-send-back               ready                -     xxxxWx. .x.. ... .... >
announcement-add              -                    -     xxxxxWW Wxxx xWx xxxx >
announcement-edit             announced_draft      -     .....WW .... ... .... >
announcement-files            announced_draft      -     .....WW .... ... .... >
announcement-publish          announced_draft      -     .....WW .... ... .... >
announcement-publish          announced            -     xxxxxrr xxx. ... .... >
announcement-take-down        announced            -     xxxxxWW xxx. ... .... >
publication-download          inside_directory.csv -     WWWWWWW WWW. ... .... >
publication-correct           public_catalogue     -     xxxxxWx xxxx xxx xxxx >
publication-withdraw          public_catalogue     -     xxxxxWx xxxx xxx xxxx >
paper-publish                 catalogue            -     ..xxx?x xxx. ... .... >
"""
