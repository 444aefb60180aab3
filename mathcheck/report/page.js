"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const search = document.getElementById("_search"), status = document.getElementById("_status"), unfold = document.getElementById("_unfold");
  const nothing = document.querySelector(".none"), buttons = all("[data-filter]");
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const items = all(".item");
  const opened = new Set(); // unfolded by a search, to be folded again after it

  let index; // what a search looks at, made at the first one
  const texts = () => index ??= items.map((item) => {
    const part = item.closest(".part").querySelector("h3").textContent;
    const named = all(":scope > :not(.about)", item.firstElementChild).map((element) => element.textContent); // a title is its claim's own
    const heading = plain(part + " " + named.join(" "));
    return all(".claim", item).map((claim) => {
      const seen = all(":scope > details > summary", claim).map((summary) => summary.textContent).join(" ");
      return { claim, text: heading + " " + plain((seen || claim.textContent) + " " + claim.dataset.find) };
    });
  });

  const pressed = () => buttons.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.filter);

  // Show what has one of the pressed verdicts and all words of the search; returns how many items that are.
  const apply = () => {
    const verdicts = pressed(), words = plain(search.value).split(/\s+/).filter(Boolean);
    for (const item of opened) item.open = false;
    opened.clear();
    const shown = [];
    items.forEach((item, i) => {
      let match = !verdicts.length || verdicts.includes(item.dataset.verdict);
      if (match && words.length) {
        const found = texts()[i].map(({ claim, text }) => {
          const hit = words.every((word) => text.includes(word));
          claim.hidden = !hit;
          return hit;
        });
        match = found.includes(true);
      } else if (index) {
        for (const { claim } of index[i]) claim.hidden = false;
      }
      item.hidden = !match;
      if (match) shown.push(item);
    });
    if (words.length && shown.length <= 30) {
      for (const item of shown) if (item.open === false) { item.open = true; opened.add(item); }
    }
    for (const part of all(".part")) part.hidden = !part.querySelector(".item:not([hidden])");
    nothing.hidden = shown.length > 0;
    const every = `${items.length} item${items.length === 1 ? "" : "s"}`;
    status.textContent = shown.length === items.length ? every : `${shown.length} of ${every}`;
    return shown;
  };

  const remember = () => {
    const state = new URLSearchParams();
    if (pressed().length) state.set("verdict", pressed().join(","));
    if (search.value.trim()) state.set("q", search.value.trim());
    const text = state.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
  };

  const press = (verdicts) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(verdicts.includes(button.dataset.filter)));
  };

  const show = (item) => {
    if (item.tagName === "DETAILS") {
      item.open = true;
      const readings = all(".reading", item);
      if (readings.length === 1) readings[0].open = true;
    }
    item.scrollIntoView({ block: "start" });
    (item.querySelector("summary, a") ?? item).focus({ preventScroll: true });
  };

  // An address names a filter and a search (#verdict=refuted&q=softmax), or an item.
  const follow = () => {
    let text;
    try { text = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (text.includes("=")) {
      const state = new URLSearchParams(location.hash.slice(1));
      press((state.get("verdict") ?? "").split(","));
      search.value = state.get("q") ?? "";
      apply();
      return;
    }
    const item = text && document.getElementById(text)?.closest(".item");
    if (!item) return;
    if (item.hidden) { press([]); search.value = ""; apply(); }
    show(item);
  };

  // The next or previous wrong item, or of those that a filter or a search has left.
  const step = (by) => {
    const narrowed = pressed().length || search.value.trim();
    const stops = items.filter((item) => !item.hidden && (narrowed || "wrong" in item.dataset));
    if (!stops.length) return;
    const here = document.activeElement?.closest?.(".item");
    const after = stops.findIndex((item) => here && (item === here || here.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING));
    let next = by > 0 ? 0 : stops.length - 1;
    if (here && after >= 0) next = by > 0 ? (stops[after] === here ? after + 1 : after) : after - 1;
    show(stops[(next + stops.length) % stops.length]);
  };

  search.addEventListener("input", () => { apply(); remember(); });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { search.value = ""; apply(); remember(); search.blur(); }
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      apply();
      remember();
    });
  }
  unfold.addEventListener("click", () => {
    const open = unfold.textContent === "Unfold all";
    for (const details of all("details.item, details.reading")) if (!details.closest("[hidden]")) details.open = open;
    unfold.textContent = open ? "Fold all" : "Unfold all";
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  });
  document.addEventListener("click", (event) => { // also where the address is this one already
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  addEventListener("hashchange", follow);
  // What is folded is printed too, in browsers that cannot be told so by a style.
  const folded = [];
  addEventListener("beforeprint", () => { for (const details of all("details:not([open])")) { details.open = true; folded.push(details); } });
  addEventListener("afterprint", () => { for (const details of folded.splice(0)) details.open = false; });

  document.querySelector(".tools").hidden = false;
  if (!all("details.item").length) unfold.hidden = true;
  follow();
  addEventListener("load", () => setTimeout(follow)); // the browser's own jump to an address comes last, and takes the focus away
})();
