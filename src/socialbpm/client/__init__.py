"""The typed HTTP client: `Client` and `AsyncClient` send what `calls` makes."""

from socialbpm.client import calls
from socialbpm.client.call import Call
from socialbpm.client.http import AsyncClient, Client
from socialbpm.errors import TransportError

__all__ = ["AsyncClient", "Call", "Client", "TransportError", "calls"]
