"""People, groups, and who worked with whom: what the actions ask of a directory, read from files."""
