"""Where messages wait: outboxes and the inbox."""
