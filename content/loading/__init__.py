"""Loading the starter content: files -> records and pages, in both languages (see content/starter/README.md)."""
