"""The store is what the actions need: mypy holds it against the Protocols."""

import inspect

import pytest

from socialbpm.actions.people import History
from socialbpm.actions.ports import Store, Stores
from socialbpm.store import SqlStore, SqlStores


def as_store(store: SqlStore) -> Store:
    """A `SqlStore` is a `Store`."""
    return store


def as_stores(stores: SqlStores) -> Stores:
    """`SqlStores` are `Stores`."""
    return stores


@pytest.mark.parametrize("protocol", [Store, History])
def test_the_store_has_all_that_a_port_asks_for(protocol: type) -> None:
    """A method that is added to a port is missed here first."""
    asked = {name for name, _ in inspect.getmembers(protocol, inspect.isfunction) if not name.startswith("_")}
    assert asked <= set(dir(SqlStore))
