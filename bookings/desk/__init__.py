"""事務局の机: the office's face. It shows rows and calls actions; it decides nothing itself."""
