import click
@click.command("watch")
def command(): "x"
