"""The reading copy in headless Chromium: what a reader does with it. Without these a change of a style could hide what is wrong."""

import itertools
import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from _run import evidences, run

from mathcheck.engine.findings import Repair
from mathcheck.report import reading

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed; the extra `test` has it")
CHROMIUM, CHROMEDRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
if not CHROMIUM or not CHROMEDRIVER:
    pytest.skip("No Chromium with chromedriver on this machine: the page is not looked at in a browser", allow_module_level=True)

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync "
    "--hide-scrollbars --window-size=1280,900"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the pages of a run."""
    path = tmp_path_factory.mktemp("reports")
    reading.write(run(evidences()), path)
    return path


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in FLAGS.split():
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser, folder):
    """Opens the page at an address, at a width, and so on; afterwards all is as before, and nothing went wrong in the console."""

    def opened(address="", *, width=1280, script=True, page="index.html", **media):
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        )
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        features = [{"name": "prefers-color-scheme", "value": media.get("scheme", "light")}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media.get("media", ""), "features": features})
        browser.get("about:blank")
        browser.get((folder / page).as_uri() + address)
        return browser

    yield opened
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def js(browser, script, *arguments):
    return browser.execute_script("return " + script, *arguments)


def shown(browser):
    """The names of the items that are seen."""
    return js(
        browser,
        "[...document.querySelectorAll('.item')].filter(i => i.checkVisibility()).map(i => i.querySelector('h4').textContent)",
    )


# Seconds that the page is given.
PATIENCE = 5.0


def soon(condition):
    """Whether it comes to be so: on a busy machine the page answers a little later."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def visible(browser, selector):
    return js(browser, "document.querySelector(arguments[0]).checkVisibility({contentVisibilityAuto: true})", selector)


def readable(browser, selector):
    """Whether what is there can be seen, and is not folded away."""
    return soon(lambda: visible(browser, selector))


def folded(browser, selector):
    """Whether it cannot."""
    return soon(lambda: not visible(browser, selector))


def press(browser, keys):
    webdriver.ActionChains(browser).send_keys(keys).perform()


def search(browser, words):
    field = browser.find_element("id", "_search")
    field.clear()
    field.send_keys(words)


NAMES = [
    "1.1(a)",
    "1.1(b)",
    "1.1(c)",
    "1.2(a)",
    "1.2(b)",
    "1.2(c)",
    "1.2(d)",
    '1.2(e)" onload="window.hacked=1',
    "1.2(f)",
    "1.2(g)",
]


def test_the_first_screen_says_what_is_wrong(page):
    browser = page()
    assert browser.find_element("css selector", "h1").text == "3 of 10 items contain a wrong answer"
    first = browser.find_element("css selector", ".findings li")
    assert first.text.split("\n")[0:3] == ["✗", "1.1(b)", "Gradient without its factor"]
    assert first.location["y"] < 900
    marks = browser.find_elements("css selector", ".strip .mark")
    assert [mark.get_attribute("title") for mark in marks][:3] == ["1.1(a): holds", "1.1(b): refuted", "1.1(c): holds as reading"]
    assert soon(lambda: shown(browser) == NAMES)


def test_nothing_is_asked_of_a_network(page):
    browser = page()
    browser.get_log("performance")
    browser.refresh()
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_wrong_answers_are_open_and_right_ones_folded(page):
    browser = page()
    assert readable(browser, "[id='1.1-b'] .mc-card")
    assert folded(browser, "[id='1.1-a']")
    readings = js(browser, "[...document.querySelectorAll('[id=\"1.1-c\"] .reading > summary')].map(s => s.innerText)")
    assert "Root of a square" in readings[0]  # the printed reading first
    assert "Read as: t is not negative" in readings[1]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_folded_item_says_what_it_is_about(page, width):
    browser = page(width=width)
    title = browser.find_element("xpath", "//h4[.='1.1(a)']/../span[@class='about']")
    assert title.text == "Gradient of the squared norm"
    box = js(browser, "arguments[0].getBoundingClientRect().toJSON()", title)
    assert box["right"] < width
    assert box["width"] > 200
    long = browser.find_element("xpath", "//h4[.='1.2(g)']/../span[@class='about']")
    js(browser, "[...document.querySelectorAll('.item')].forEach(item => { item.open = false; })")
    assert soon(lambda: js(browser, "arguments[0].scrollWidth > arguments[0].clientWidth", long))  # cut, and on one line
    browser.find_element("xpath", "//h4[.='1.1(a)']").click()
    assert soon(lambda: not title.is_displayed())  # its claim says it


def test_a_title_finds_its_own_claim_only(page, folder):
    found = evidences()
    both = [replace(found[0], title="Apples"), replace(found[1], item=found[0].item, title="Pears")]
    reading.write(run(both), folder / "..")
    browser = page(page="../index.html")
    search(browser, "pears")
    claims = "[...document.querySelectorAll('.claim')].map(c => c.hidden)"
    assert soon(lambda: js(browser, claims) == [True, False])


def test_an_address_unfolds_its_item(page):
    browser = page("#1.1-a")
    assert readable(browser, "[id='1.1-a'] .mc-card")
    assert js(browser, "document.querySelector('[id=\"1.1-a\"]').closest('.item').getBoundingClientRect().top") < 300
    assert js(browser, "document.activeElement.closest('.item').querySelector('h4').textContent") == "1.1(a)"
    browser.find_element("css selector", ".mark[href='#1.2-b']").click()
    assert readable(browser, "[id='1.2-b'] .mc-card")


def test_a_search_narrows_and_is_kept_in_the_address(page):
    browser = page()
    search(browser, "ubung EXP")
    assert soon(lambda: shown(browser) == ["1.2(b)"])
    assert browser.find_element("id", "_status").text == "1 of 10 items"
    assert browser.current_url.endswith("#q=ubung+EXP")
    browser.refresh()
    assert soon(lambda: shown(browser) == ["1.2(b)"])
    assert readable(browser, "[id='1.2-b']")
    press(browser, "/" + webdriver.Keys.ESCAPE)
    assert soon(lambda: shown(browser) == NAMES)
    assert folded(browser, "[id='1.2-b']")  # as it was before the search


@pytest.mark.parametrize("words", ["squared norm", "1.1(a)", "x @ x", r"\nabla_{x}", "holds norms gradient"])
def test_titles_items_statements_latex_and_verdicts_are_found(page, words):
    browser = page()
    search(browser, words)
    assert shown(browser)[0] == "1.1(a)"
    assert len(shown(browser)) < len(NAMES)


def test_a_search_for_nothing_that_is_there_says_so(page):
    browser = page()
    search(browser, "no such words")
    assert soon(lambda: shown(browser) == [])
    assert browser.find_element("css selector", ".none").is_displayed()


def test_a_filter_is_pressed_and_kept_in_the_address(page):
    browser = page()
    button = browser.find_element("css selector", "[data-filter=vacuous]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert soon(lambda: shown(browser) == ["1.2(c)"])
    assert browser.current_url.endswith("#verdict=vacuous")
    browser = page("#verdict=vacuous,refuted&q=factor")
    assert soon(lambda: shown(browser) == ["1.1(b)"])
    browser.find_element("css selector", ".mark[href='#1.2-b']").click()  # what was filtered away is shown when it is asked for
    assert readable(browser, "[id='1.2-b']")


def test_keys_walk_over_what_is_wrong(page):
    browser = page()
    seen = []
    for key in "jjkj":
        press(browser, key)
        seen.append(js(browser, "document.activeElement.closest('.item').querySelector('h4').textContent"))
    assert seen == ["1.1(b)", "1.2(c)", "1.1(b)", "1.2(c)"]
    press(browser, "/")
    assert js(browser, "document.activeElement.id") == "_search"
    press(browser, "j")
    assert js(browser, "document.activeElement.value") == "j"


def test_without_its_script_all_can_be_read(page):
    browser = page(script=False)
    assert not browser.find_element("css selector", ".tools").is_displayed()
    assert "The two sides differ" in browser.find_element("css selector", "[id='1.1-b'] .mc-card").text
    assert browser.find_elements("css selector", "[id='1.1-b'] math")
    browser.find_element("xpath", "//h4[.='1.1(a)']").click()
    assert readable(browser, "[id='1.1-a']")
    browser.find_element("css selector", ".mark[href='#1.2-b']").click()
    assert readable(browser, "[id='1.2-b']")


@pytest.mark.parametrize("width", [360, 768])
def test_a_narrow_page_does_not_scroll_sideways(page, width):
    browser = page(width=width)
    browser.find_element("id", "_unfold").click()
    js(browser, "[...document.querySelectorAll('details')].forEach(d => d.open = true)")
    assert js(browser, "document.documentElement.scrollWidth") == width


MENDED = {
    "a sum": (r"\left(A + t \, B\right)^{-1} B \left(A + t \, B\right)^{-1} = " + " + ".join(f"x_{{{k}}}^{{{k}}}" for k in range(20)), True),
    "a fraction": (rf"\frac{{{' + '.join(f'x_{{{k}}}^{{{k}}}' for k in range(20))}}}{{2}}", False),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["formula", "hypothesis"])
@pytest.mark.parametrize("what", MENDED)
def test_what_would_hold_is_read_whole_on_a_telephone(page, folder, kind, what):
    latex, wraps = MENDED[what]
    repair = Repair("t == t", latex, (), hypothesis=("t > 0", latex) if kind == "hypothesis" else None)
    reading.write(run([replace(each, repairs=(repair,)) for each in evidences() if each.item == "1.1(b)"]), folder / "..")
    browser = page(page="../index.html", width=400)
    js(browser, "[...document.querySelectorAll('.reading')].forEach(d => d.open = false)")
    boxes = js(browser, "[...document.querySelectorAll('.remedy')].map(r => r.closest('.findings') ? 'above' : 'below')")
    assert boxes == ["above", "below"]
    assert js(browser, "document.documentElement.scrollWidth") == 400
    ends = js(browser, "[...document.querySelectorAll('.remedy math')].map(m => m.getBoundingClientRect().right)")
    assert (max(ends) <= 400) == wraps  # what cannot be taken apart is scrolled in its own box
    scrolled = "[...document.querySelectorAll('.remedy')].some(r => (b => b.scrollWidth > b.clientWidth)(r.closest('.why')))"
    assert js(browser, scrolled) == (not wraps)


@pytest.mark.parametrize("media", [{"width": 1280}, {"width": 400}, {"width": 700, "media": "print"}])
def test_a_long_formula_is_not_cut(page, media):
    browser = page("#1.2-g", **media)
    cut = """[...document.querySelectorAll("[id='1.2-g'] .mc-card .mc-lines math")].map(formula => {
      const box = formula.closest("dd").getBoundingClientRect(), own = formula.getBoundingClientRect();
      return own.right <= box.right + 1 && own.height > 0;
    })"""
    assert len(js(browser, cut)) > 30
    assert all(js(browser, cut))


def test_print_unfolds_and_has_no_controls(page):
    browser = page(media="print")
    assert readable(browser, "[id='1.1-a'] .mc-card")
    assert js(browser, "document.querySelector('[id=\"1.1-a\"] .mc-card').getBoundingClientRect().height") > 50
    assert not browser.find_element("css selector", ".tools").is_displayed()


CONTRASTS = """(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (; node; node = node.parentElement) { const c = parse(getComputedStyle(node).backgroundColor); if (c[3] !== 0) return c; }
    return [255, 255, 255];
  };
  const texts = "h1, h2, h3, h4, p, a, b, dd, dt, code, button, kbd, .sign, .verdict, .why, .aside, .about, .read-as, .strip-title";
  return [...document.querySelectorAll(texts)]
    .filter(node => node.checkVisibility() && !node.closest(".mc-card")).map(node => {
      const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort((p, q) => q - p);
      return [node.outerHTML.slice(0, 80), (a + 0.05) / (b + 0.05)];
    }).filter(([, ratio]) => ratio < 4.5);
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(page, scheme):
    browser = page(scheme=scheme)
    assert js(browser, CONTRASTS) == []
    dark = js(browser, "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)) < 60")
    assert dark == (scheme == "dark")


LOGGED = """
from mathcheck import Scalar, claim
t = Scalar("t")
right, wrong = claim(2 * t == t + t, item="1"), claim(2 * t == t, item="2")
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_log_stands_out_too(browser, tmp_path, scheme):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "sheet.py").write_text(LOGGED)
    subprocess.run([sys.executable, "-m", "pytest", "-q", "claims"], cwd=tmp_path, check=False, stdout=subprocess.DEVNULL)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
    browser.get((tmp_path / "reports" / "report.html").as_uri())
    words = ".controls span:not(:has(*)), .controls button"
    assert len(browser.find_elements("css selector", words)) > 8
    assert js(browser, CONTRASTS.replace("h1, h2", f"{words}, h1, h2")) == []


def test_a_claims_text_is_never_code(page):
    browser = page("#verdict=refuted")
    browser.find_element("id", "_unfold").click()
    assert js(browser, "window.hacked ?? null") is None
    assert js(browser, "document.scripts.length") == 1
    attributes = (
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).map(a => a.name).filter(n => n.startsWith('on'))"
    )
    assert js(browser, attributes) == []
    links = js(browser, "[...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') ?? e.getAttribute('src'))")
    assert [link for link in links if not link.startswith(("#", "report.html", "evidence."))] == []
    assert "<script>window.hacked = 1</script>" in browser.find_element("tag name", "main").text


def test_headings_landmarks_and_names(page):
    browser = page()
    levels = js(browser, "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []
    for landmark in ("header", "nav[aria-label]", "main", "[role=search]", "footer", "[role=status][aria-live=polite]"):
        assert browser.find_elements("css selector", landmark), landmark
    assert js(browser, "document.documentElement.lang") == "en"
    press(browser, webdriver.Keys.TAB)
    assert js(browser, "document.activeElement.className") == "skip"
    identifiers = js(browser, "[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(identifiers) == len(set(identifiers))


def test_a_large_run_is_an_index_of_pages(page, folder, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10_000)
    monkeypatch.setattr(reading, "PART", 10_000)
    reading.write(run(evidences()), folder / "..")
    browser = page(page="../index.html")
    assert soon(lambda: shown(browser) == NAMES)
    search(browser, "nabla squared norm")
    assert soon(lambda: shown(browser) == ["1.1(a)"])
    browser.find_element("css selector", ".item:not([hidden]) h4 a").click()
    assert "/parts/" in browser.current_url
    assert readable(browser, "[id='1.1-a'] .mc-card")
    browser.find_element("link text", "All items").click()
    assert browser.current_url.endswith("/index.html")
