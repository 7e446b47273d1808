"""What the plugin costs the engine: `python -m tests.bench.engine [TASKS [REPETITIONS]]`.

All variants run in one process, one after the other and in turns, forwards and backwards, so that what slows the
machine slows them alike; the figures are medians of processor time. Two bars are held: a diagram that does not use the
plugin costs at most a tenth more with it than without; a socialized task costs at most a fifth more than the same task
with an ordinary boundary timer, which is what a designer would otherwise draw.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG

from socialbpm.engine import socialize, socialize_config
from tests.engine.diagrams import diagram, element, process, task, timer_event

STEPS = ("parse", "run", "serialize", "deserialize")
TOTAL = "total"
UNUSED_BAR, SOCIALIZED_BAR = 1.1, 1.2


@dataclass
class Variant:
    """One way to run the same tasks."""

    name: str
    xml: str
    parser: type[Any]
    config: Mapping[type[Any], type[Any]]
    seconds: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def spent(self, step: str) -> list[float]:
        """Seconds of each repetition, of a step or of the whole."""
        return (
            [sum(parts) for parts in zip(*self.seconds.values(), strict=True)] if step == TOTAL else self.seconds[step]
        )

    def over(self, other: Variant, step: str) -> float:
        """How many times what `other` spent: the median of the ratios within a repetition."""
        return median(mine / theirs for mine, theirs in zip(self.spent(step), other.spent(step), strict=True))


def variants(count: int) -> list[Variant]:
    """The five that are compared."""
    names = [f"t{number}" for number in range(count)]

    def sequence(inside: str = "", beside: Callable[[str], str] = lambda _: "") -> str:
        return diagram(process(*(task(name, inside) + beside(name) for name in names), path=names))

    stock = (SpiffBpmnParser, DEFAULT_CONFIG)
    ours = (socialize(SpiffBpmnParser), socialize_config(DEFAULT_CONFIG))
    return [
        Variant("plain", sequence(), *stock),
        Variant("installed, unused", sequence(), *ours),
        Variant("socialized, manual", sequence(element()), *ours),
        Variant("socialized, timer", sequence(element(after="PT4H")), *ours),
        Variant("stock boundary timer", sequence(beside=lambda name: timer_event(name, f"{name}_late")), *stock),
    ]


def measure(variant: Variant) -> None:
    """Run one case from the file to the end; saved and restored when half is done."""
    registry = BpmnWorkflowSerializer.configure(variant.config)
    serializer = BpmnWorkflowSerializer(registry)
    spent = dict.fromkeys(STEPS, 0.0)

    def timed(step: str, work: Callable[[], Any]) -> Any:
        begin = time.process_time()
        result = work()
        spent[step] += time.process_time() - begin
        return result

    gc.collect()
    gc.disable()
    workflow = timed("parse", lambda: _parsed(variant))
    count = timed("run", lambda: _run(workflow, half=True))
    saved = timed("serialize", lambda: serializer.serialize_json(workflow))
    timed("deserialize", lambda: serializer.deserialize_json(saved))
    timed("run", lambda: _run(workflow))
    gc.enable()
    assert workflow.completed
    assert count
    for step, seconds in spent.items():
        variant.seconds[step].append(seconds)


def _parsed(variant: Variant) -> Any:
    parser = variant.parser()
    parser.add_bpmn_str(variant.xml)
    return BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))


def _run(workflow: Any, *, half: bool = False) -> int:
    most = len([spec for spec in workflow.spec.task_specs.values() if spec.manual]) // 2
    workflow.do_engine_steps()
    done = 0
    while (ready := workflow.get_next_task(state=TaskState.READY, manual=True)) and not (half and done == most):
        ready.run()
        workflow.do_engine_steps()
        done += 1
    return done


def main(count: int = 100, repetitions: int = 9) -> bool:
    """Print the table; returns whether the bars hold."""
    compared = variants(count)
    for repetition in range(repetitions):
        for variant in compared if repetition % 2 else compared[::-1]:
            measure(variant)
    plain, unused, manual, timer, stock = compared
    say(f"{count} user tasks in sequence, median of {repetitions}: ms (x plain, x stock boundary timer)")
    say(f"{'':22}" + "".join(f"{step:>26}" for step in (*STEPS, TOTAL)))
    for variant in compared:
        say(f"{variant.name:22}" + "".join(_cell(variant, step, plain, stock) for step in (*STEPS, TOTAL)))
    ratios = [
        max(variant.over(base, step) for step in (*STEPS, TOTAL))
        for variant, base in ((unused, plain), (manual, stock), (timer, stock))
    ]
    holds = ratios[0] <= UNUSED_BAR and max(ratios[1:]) <= SOCIALIZED_BAR
    say(
        f"bars {'hold' if holds else 'DO NOT HOLD'} in every step: unused {ratios[0]:.2f} of {UNUSED_BAR} x plain; "
        f"socialized {ratios[1]:.2f} (manual), {ratios[2]:.2f} (timer) of {SOCIALIZED_BAR} x stock timer"
    )
    return holds


def _cell(variant: Variant, step: str, plain: Variant, stock: Variant) -> str:
    ratios = f"(x{variant.over(plain, step):.2f}, x{variant.over(stock, step):.2f})"
    return f"{median(variant.spent(step)) * 1000:>11.1f} {ratios:>14}"


def say(line: str) -> None:
    """Print: this is a program for the terminal."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
