"""How the site is built: ``sphinx-build -W --keep-going -n -b html docs build/site``."""

import re
from importlib import metadata

from docutils import nodes

from mathcheck.report.formulas import mathml

project = "mathcheck"
release = metadata.version("mathcheck")
extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "recipes"]

# Pages read the same here and where the files are shown as they are, so only what both can do is switched on.
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
smartquotes = False  # an option begins with two hyphens
nb_execution_mode = "force"  # a notebook is stored without outputs
nb_execution_raise_on_error = True
nb_execution_timeout = 120

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say shapes; the types are for the type checker
autodoc_preserve_defaults = True

html_theme = "furo"
html_title = "mathcheck"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}


def _inline(translator, node):
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _displayed(translator, node):
    translator.body.append(f'<div class="math">{mathml(node.astext(), block=True)}</div>')
    raise nodes.SkipNode


def _present(app, docname, source):
    """Leave out of the front page what leads to a page that is not in this copy."""
    for name in ("tour", "backward"):
        if docname == "index" and name not in app.env.found_docs:
            source[0] = re.sub(rf"^(.*\({name}\.\w+\).*|{name})\n", "", source[0], flags=re.MULTILINE)


def setup(app):
    """Formulas are set as the reports set them, so a page needs no script from another host."""
    app.connect("source-read", _present)
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_displayed, None))
