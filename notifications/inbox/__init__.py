"""Mail in: stored first, byte for byte; then sorted; read by whoever `INBOX_READER` names."""
