"""Takes a case out of a deployment as a package that anybody can check offline, and checks one."""
