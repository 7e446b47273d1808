from tests.serving import service

__all__ = ["service"]
