"""Forms of the desk's steps: they read what was typed, the actions decide."""
