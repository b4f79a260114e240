"""What the site does at night, whichever services it hosts."""

from django.core.management import call_command

from trebol.service import periodic, task


@periodic(at="04:10")
@task
def sweep_files() -> None:
    """Delete the pictures that no row tells of: what a process leaves that is killed as it keeps one."""
    call_command("sweep", "--delete", verbosity=0)
