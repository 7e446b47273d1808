"""The wire models that engine, service and clients share: the element, hooks, deliveries, problems."""
