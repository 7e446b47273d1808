from tests.engine.conftest import family, service, start

__all__ = ["family", "service", "start"]
