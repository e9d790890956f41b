"""How grave: the level proposed for a point, and the grade A/B/C proposed for a post.

The system proposes and explains, people decide (domain §3). Both are plain rules over data: a
level is a rank of a scale (a larger rank is graver), never a digit, a letter or a colour.
"""

from .after import OTHER_SCALE, problem_after
from .levels import NONE, LevelProposal, Question, fits, is_frequent, propose, questions
from .posts import GRADES, Graded, Proposal, Scale, post_grade

__all__ = [
    "GRADES",
    "NONE",
    "OTHER_SCALE",
    "Graded",
    "LevelProposal",
    "Proposal",
    "Question",
    "Scale",
    "fits",
    "is_frequent",
    "post_grade",
    "problem_after",
    "propose",
    "questions",
]
