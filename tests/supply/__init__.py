"""What the project is made of and what must not be in it; part of `make check`."""
