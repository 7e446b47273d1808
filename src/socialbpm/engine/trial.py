"""Run as a process of its own by `safe.load`: parse the diagram on stdin, or be killed trying.

What comes out of it does not matter, only that it ends: an error is raised again, with its text, where the diagram is
parsed for good.
"""

from __future__ import annotations

import importlib
import sys

from socialbpm.engine.parser import socialize


def main(base: str, diagram: bytes) -> None:
    """Parse every process of `diagram` with the parser class that `base` names as `module:name`."""
    module, _, name = base.partition(":")
    parser = socialize(getattr(importlib.import_module(module), name))()
    parser.add_bpmn_str(diagram)
    for process in parser.get_process_ids():
        parser.get_spec(process)
        parser.get_subprocess_specs(process)


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin.buffer.read())
