"""What the plugin costs the engine: `python -m tests.bench.engine [TASKS [REPETITIONS]]`.

All variants run in one process, one after the other and in turns, forwards and backwards, so that what slows the
machine slows them alike; the figures are the least processor time of all repetitions, and the size of the saved state.
The tasks stand one after the other, and side by side. Three bars are held in parsing, running and size: a diagram that
does not use the plugin costs at most a twentieth more with it than without; a socialized task costs at most twice a
plain one, and never more than one with an ordinary boundary timer that does not interrupt, which is what a designer
would otherwise draw.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG

from socialbpm.engine import socialize, socialize_config
from tests.engine.diagrams import diagram, element, flow, process, task, timer_event

STEPS = ("parse", "run", "serialize", "deserialize", "kB")
HELD = ("parse", "run", "kB")
PARSES = 5
UNUSED_BAR, SOCIALIZED_BAR, STOCK_BAR = 1.05, 2.0, 1.0


@dataclass
class Variant:
    """One way to run the same tasks."""

    name: str
    xml: str
    parser: type[Any]
    config: Mapping[type[Any], type[Any]]
    spent: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def least(self, step: str) -> float:
        """What a step takes when nothing disturbs it: whatever else the machine does only ever adds."""
        return min(self.spent[step])

    def over(self, other: Variant, step: str) -> float:
        """How many times what `other` takes."""
        return self.least(step) / other.least(step)


def in_sequence(names: list[str], elements: list[str]) -> str:
    """One task after the other."""
    return diagram(process(*elements, path=names), extra="")


def in_parallel(names: list[str], elements: list[str]) -> str:
    """All tasks at the same time."""
    gateways = '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>'
    ways = (flow("split", name, "join") for name in names[1:])
    return diagram(process(gateways, *elements, *ways, path=["split", names[0], "join"]), extra="")


SHAPES: dict[str, Callable[[list[str], list[str]], str]] = {"sequence": in_sequence, "parallel": in_parallel}


def variants(count: int, shape: str) -> list[Variant]:
    """The five that are compared."""
    names = [f"t{number}" for number in range(count)]

    def tasks(inside: str = "", beside: Callable[[str], str] = lambda _: "") -> str:
        return SHAPES[shape](names, [task(name, inside) + beside(name) for name in names])

    stock = (SpiffBpmnParser, DEFAULT_CONFIG)
    ours = (socialize(SpiffBpmnParser), socialize_config(DEFAULT_CONFIG))
    return [
        Variant("plain", tasks(), *stock),
        Variant("installed, unused", tasks(), *ours),
        Variant("socialized, manual", tasks(element()), *ours),
        Variant("socialized, timer", tasks(element(after="PT4H")), *ours),
        Variant("stock boundary timer", tasks(beside=lambda name: timer_event(name, f"{name}_late")), *stock),
    ]


def measure(variant: Variant) -> None:
    """Run one case from the file to the end; saved and restored when half is done."""
    registry = BpmnWorkflowSerializer.configure(variant.config)
    serializer = BpmnWorkflowSerializer(registry)
    spent = dict.fromkeys(STEPS, 0.0)  # milliseconds, and kilobytes

    def timed(step: str, work: Callable[[], Any]) -> Any:
        begin = time.process_time()
        result = work()
        spent[step] += (time.process_time() - begin) * 1000
        return result

    gc.collect()
    gc.disable()
    workflow = timed("parse", lambda: _parsed(variant))
    for _ in range(PARSES - 1):  # the shortest step, and so the one that is disturbed most
        before, spent["parse"] = spent["parse"], 0.0
        workflow = timed("parse", lambda: _parsed(variant))
        spent["parse"] = min(before, spent["parse"])
    count = timed("run", lambda: _run(workflow, half=True))
    saved = timed("serialize", lambda: serializer.serialize_json(workflow))
    spent["kB"] = len(saved.encode()) / 1000
    timed("deserialize", lambda: serializer.deserialize_json(saved))
    timed("run", lambda: _run(workflow))
    gc.enable()
    assert workflow.completed
    assert count
    for step, amount in spent.items():
        variant.spent[step].append(amount)


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


def compare(count: int, repetitions: int, shape: str) -> bool:
    """Measure one shape and print its table; returns whether the bars hold."""
    compared = variants(count, shape)
    for repetition in range(repetitions):
        for variant in compared if repetition % 2 else compared[::-1]:
            measure(variant)
    plain, unused, manual, timer, stock = compared
    say(f"{count} user tasks in {shape}, least of {repetitions}: ms, kB (x plain, x stock boundary timer)")
    say(f"{'':22}" + "".join(f"{step:>26}" for step in STEPS))
    for variant in compared:
        say(f"{variant.name:22}" + "".join(_cell(variant, step, plain, stock) for step in STEPS))
    bars = [(unused, plain, UNUSED_BAR)]
    bars += [
        (mine, other, bar) for mine in (manual, timer) for other, bar in ((plain, SOCIALIZED_BAR), (stock, STOCK_BAR))
    ]
    held = [_holds(*bar) for bar in bars]  # each is said, also after one that is not held
    return all(held)


def _holds(mine: Variant, other: Variant, bar: float) -> bool:
    """Say whether a bar holds in every step that it is for."""
    ratios = {step: mine.over(other, step) for step in HELD}
    holds = max(ratios.values()) <= bar
    figures = ", ".join(f"{step} {ratio:.2f}" for step, ratio in ratios.items())
    say(f"  {'holds' if holds else 'DOES NOT HOLD'}: {mine.name} at most {bar} x {other.name}: {figures}")
    return holds


def _cell(variant: Variant, step: str, plain: Variant, stock: Variant) -> str:
    ratios = f"(x{variant.over(plain, step):.2f}, x{variant.over(stock, step):.2f})"
    return f"{variant.least(step):>11.1f} {ratios:>14}"


def say(line: str) -> None:
    """Print: this is a program for the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(count: int = 100, repetitions: int = 15) -> bool:
    """Print both tables; returns whether the bars hold."""
    held = [compare(count, repetitions, shape) for shape in SHAPES]
    return all(held)


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
