"""Where everything is kept: SQL tables, one transaction per wish, the sight rule's SQL twin, migrations."""

from socialbpm.store.bus import Bus
from socialbpm.store.migrate import migrate
from socialbpm.store.unit import SqlStore, SqlStores, open_store

__all__ = ["Bus", "SqlStore", "SqlStores", "migrate", "open_store"]
