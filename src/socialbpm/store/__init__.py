"""Where everything is kept: SQL tables, one transaction per wish, the sight rule's SQL twin, migrations."""

from socialbpm.store.bus import Bus
from socialbpm.store.databases import is_shared
from socialbpm.store.evidence import Noted
from socialbpm.store.migrate import Tables, look_at_tables, migrate
from socialbpm.store.unit import SqlStore, SqlStores, open_store

__all__ = ["Bus", "Noted", "SqlStore", "SqlStores", "Tables", "is_shared", "look_at_tables", "migrate", "open_store"]
