"""オープンデータ: the catalogue as CSV in the columns that Japanese towns have agreed on."""
