"""MySQL and MariaDB: what only they have, their binary log."""
