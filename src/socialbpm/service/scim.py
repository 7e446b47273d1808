"""SCIM 2.0 at `/scim/v2`: `scim2-server` on our own tables, behind a credential of its own."""

from __future__ import annotations

from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    ScimProvider,
    UnauthorizedException,
)
from scim2_server.applications.asgi import ASGIApplication, Receive, Scope
from scim2_server.applications.base import BaseApplication
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from socialbpm.actions.roles import ADMIN, PROVISIONER
from socialbpm.actions.tokens import whose
from socialbpm.errors import Invalid, Unauthorized
from socialbpm.service.people import SCIM
from socialbpm.service.state import Composed
from socialbpm.store.scim import NamedBy, SqlScimStorage
from socialbpm.store.unit import SqlStore

READING = frozenset(
    {
        Operation.query,
        Operation.search,
        Operation.search_with_body,
        Operation.service_provider_config,
        Operation.resource_types,
        Operation.resource_type,
        Operation.schemas,
        Operation.schema,
    }
)


class ScimApplication(ASGIApplication):
    """Serves SCIM below `SCIM` of `base_url`; each request is one transaction, which reads or writes.

    The subject of a request is the running service.
    """

    def __init__(self, provider: ScimProvider, base_url: str, named_by: NamedBy) -> None:
        BaseApplication.__init__(self, provider, ScimService(provider))  # the other part wants one storage for all
        self._named_by = named_by
        self._root = f"{base_url.rstrip('/')}{SCIM}"

    async def read_request(self, scope: Scope, receive: Receive) -> ScimRequest:
        """Return the request. Links are made of the address that the settings name: a Host header is anybody's."""
        request = await super().read_request(scope, receive)
        request.base_url = self._root
        request.subject = scope["app"].state.composed
        return request

    async def dispatch_request(self, request: ScimRequest) -> ScimResponse:
        """Serve a request, in one transaction; where somebody was in the way, once more."""
        service: Composed = request.subject
        if self.needs_auth(request):
            await self._authenticate(request, service)
        operation = self.service.match(request).operation
        if operation in READING:
            async with service.stores.read() as store:
                return await self._serve(request, store)
        return await service.stores.transact(lambda store: self._serve(request, store))

    async def _serve(self, request: ScimRequest, store: SqlStore) -> ScimResponse:
        storage = SqlScimStorage(store, self.provider, self._named_by)
        return await AsyncScimHandler(self.service, storage).handle(request)

    async def _authenticate(self, request: ScimRequest, service: Composed) -> None:
        """Let in whose token has the role `provisioner`, or `admin` while they are with us.

        Raises:
            UnauthorizedException: no token came, or one that is nobody's.
            ForbiddenException: the token is for something else.
        """
        scheme, _, token = (request.header("Authorization") or "").partition(" ")
        if scheme.lower() != "bearer":
            raise UnauthorizedException
        try:
            caller = await whose(token.strip(), service.stores, service.world.now())
        except Unauthorized:
            raise UnauthorizedException from None
        known = service.world.directory.person(caller.subject)
        admin = ADMIN in caller.roles and known is not None and known.active
        if not admin and PROVISIONER not in caller.roles:
            raise ForbiddenException(detail="this needs a token with the role `provisioner` or `admin`")

    def handle_exception(self, request: ScimRequest, exception: Exception) -> ScimResponse:
        """Answer an error as SCIM does; what cannot be kept is the client's error, not ours."""
        if isinstance(exception, Invalid):
            exception = InvalidValueException(detail=exception.message)
        return super().handle_exception(request, exception)
