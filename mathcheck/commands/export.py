import click
@click.command("export")
def command(): "x"
