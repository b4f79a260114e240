"""The Twelve-Factor App, checked by execution: a project is copied, started, watched, and judged.

`command.main` is what `trebol factors` and `manage.py factors` run. Works on any Django project.
"""
