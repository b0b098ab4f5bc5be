"""The door: HTTP, pages and the command line over the other three packages."""
