"""The reference diagrams of the BPMN Model Interchange Working Group: what the tools of many vendors are held to."""

from __future__ import annotations

from tests.settings import public_data

REFERENCE = [f"{name}.bpmn" for name in (
    *("A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "B.2.0", "C.1.0", "C.1.1", "C.2.0", "C.3.0"),
    *("C.4.0", "C.5.0", "C.6.0", "C.7.0", "C.8.0", "C.8.1", "C.9.0", "C.9.1", "C.9.2"),
)]  # fmt: skip


def reference(name: str) -> bytes:
    """Return one of them, or skip the test."""
    return public_data(f"bpmn/miwg-reference/{name}").read_bytes()


def with_people(data: bytes) -> bytes:
    """Make user tasks of what a file has, without changing anything else."""
    for kind in (b"task", b"sendTask", b"serviceTask", b"receiveTask"):
        for prefix in (b"", b"semantic:", b"model:", b"bpmn:", b"bpmn2:"):
            if b"<" + prefix + kind + b" " in data:
                data = data.replace(b"<" + prefix + kind + b" ", b"<" + prefix + b"userTask ")
                return data.replace(b"</" + prefix + kind + b">", b"</" + prefix + b"userTask>")
    return data
