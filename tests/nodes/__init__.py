"""Nothing lost, nothing doubled: nodes on one PostgreSQL are killed under load, and the clock jumps."""
