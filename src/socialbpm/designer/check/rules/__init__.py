"""The rules, one in each module: a function that yields what it finds, and whose docstring says what is right and why.

A rule that an engine must hold is an error; what runs, but hardly as it was meant, is a warning.
"""

from __future__ import annotations

from socialbpm.designer.check.finding import Rule
from socialbpm.designer.check.rules.ad_hoc_host import ad_hoc_host
from socialbpm.designer.check.rules.answer_without_question import answer_without_question
from socialbpm.designer.check.rules.button_without_signal import button_without_signal
from socialbpm.designer.check.rules.compensation_host import compensation_host
from socialbpm.designer.check.rules.data_object_out_of_reach import data_object_out_of_reach
from socialbpm.designer.check.rules.duplicate_id import duplicate_id
from socialbpm.designer.check.rules.excluded_and_asked import excluded_and_asked
from socialbpm.designer.check.rules.grammar import grammar
from socialbpm.designer.check.rules.interrupting_event import interrupting_event
from socialbpm.designer.check.rules.misplaced_element import misplaced_element
from socialbpm.designer.check.rules.most_out_of_reach import most_out_of_reach
from socialbpm.designer.check.rules.reserved_id import reserved_id
from socialbpm.designer.check.rules.ring_out_of_reach import ring_out_of_reach
from socialbpm.designer.check.rules.two_on_one_task import two_on_one_task
from socialbpm.designer.check.rules.unknown_task import unknown_task
from socialbpm.designer.check.rules.unknown_variable import unknown_variable
from socialbpm.designer.check.rules.unusable_id import unusable_id
from socialbpm.designer.check.rules.wrong_answer_host import wrong_answer_host
from socialbpm.designer.check.rules.wrong_event_definition import wrong_event_definition
from socialbpm.designer.check.rules.wrong_host import wrong_host

ERRORS: tuple[Rule, ...] = (
    duplicate_id,
    reserved_id,
    data_object_out_of_reach,
    misplaced_element,
    wrong_event_definition,
    wrong_host,
    interrupting_event,
    unusable_id,
    compensation_host,
    ad_hoc_host,
    two_on_one_task,
    wrong_answer_host,
    answer_without_question,
    grammar,
)
"""What the plugin refuses, in the order in which it is best read: what is more basic comes first."""

WARNINGS: tuple[Rule, ...] = (
    most_out_of_reach,
    ring_out_of_reach,
    excluded_and_asked,
    button_without_signal,
    unknown_task,
    unknown_variable,
)
