"""Events: told in the transaction of a command, consumed by other services after it, each once in effect."""
