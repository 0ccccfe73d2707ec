"""Paper from the catalogue: the menu as a booklet, posters, and texts to copy. Changes no page and no row
of the catalogue."""
