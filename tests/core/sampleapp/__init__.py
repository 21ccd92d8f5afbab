"""An app with something to do for the worker."""
