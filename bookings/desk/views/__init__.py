"""Views by noun. GET shows, POST decides, and after a decision the browser is sent on."""
