"""Who can help: people ranked by what they were seen to do. Pure: no I/O, no clock, no dice.

`Ranker.observe` takes in what happened, one `Evidence` after the other in the order of time; `Ranker.rank` says who can
help with a `Need`, the best first, each with a step, a tie and a reason. docs/experts.md tells how.
"""

from socialbpm.experts.evidence import Evidence
from socialbpm.experts.need import Need
from socialbpm.experts.ranker import Ranker
from socialbpm.experts.reasons import Why
from socialbpm.experts.suggestion import Suggestion

__all__ = ["Evidence", "Need", "Ranker", "Suggestion", "Why"]
