"""The designer's side: reading, checking and changing files, without an engine and without a service.

It is a package of its own because whoever draws a process should not wait for SpiffWorkflow to load. The plugin, which
refuses what cannot run, uses the same rules.
"""
