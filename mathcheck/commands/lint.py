import click
@click.command("lint")
def command(): "x"
