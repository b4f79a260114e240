"""The worker: one process in the foreground that delivers events, runs tasks and keeps the schedule."""
