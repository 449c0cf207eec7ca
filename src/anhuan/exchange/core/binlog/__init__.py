"""The binary log of MySQL and MariaDB: bytes of its events to what they say, without sockets."""
