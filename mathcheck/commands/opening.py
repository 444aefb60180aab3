import click
@click.command("opening")
def command(): "x"
