// Suggestions while typing: an ARIA 1.2 combobox over a field that works without it. A suggestion
// is gone to or, in a box with data-picks, put into the field; its slug is then what is sent.
"use strict";
(() => {
  const DELAY = 120; // milliseconds without a key before anything is asked
  const ALONE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

  const set = (node, values) => {
    for (const [name, value] of Object.entries(values)) node.setAttribute(name, value);
  };

  function make(tag, values, ...inside) {
    const node = document.createElement(tag);
    set(node, values);
    node.append(...inside);
    return node;
  }

  // Returns what puts a record into a field, and what takes it out when somebody types on.
  function picking(box, input) {
    const { name } = input;
    const sent = make("input", { type: "hidden" });
    const put = (slug, title) => {
      sent.value = slug;
      set(sent, { name });
      input.removeAttribute("name");
      input.value = title;
    };
    const clear = () => {
      sent.removeAttribute("name");
      set(input, { name });
    };
    box.append(sent);
    if (box.dataset.picks) put(box.dataset.picks, input.value);
    return { put, clear };
  }

  function suggestFor(box) {
    const input = box.querySelector("input");
    const id = `${input.id}-list`;
    const list = make("ul", { id, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: "" });
    const told = make("span", { class: "hidden", role: "status" });
    const known = new Map();
    let typed = "", active = -1, composing = false, timer, asking;

    box.append(list, told);
    const picked = "picks" in box.dataset ? picking(box, input) : null;
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": false });

    function choose(number) {
      list.children[active]?.setAttribute("aria-selected", false);
      active = number;
      const option = list.children[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      set(option, { "aria-selected": true });
      option.scrollIntoView({ block: "nearest" });
      set(input, { "aria-activedescendant": option.id });
    }

    function close() {
      clearTimeout(timer);
      asking?.abort();
      choose(-1);
      list.hidden = true;
      set(input, { "aria-expanded": false });
    }

    function option(row, number) {
      const name = make("bdi", { lang: row.language });
      for (const [piece, matched] of row.pieces) name.append(matched ? make("mark", {}, piece) : piece);
      const title = row.matched === row.title ? [] : [make("span", {}, " ", make("bdi", {}, row.title))];
      const place = make("small", {}, [row.label, row.place].filter(Boolean).join(" · "));
      const values = { id: `${id}-${number}`, role: "option", "aria-selected": false, "data-url": row.url, "data-slug": row.slug, "data-title": row.title };
      return make("li", values, make("b", {}, name), ...title, place);
    }

    function show(rows) {
      choose(-1);
      list.replaceChildren(...rows.map(option));
      list.hidden = !rows.length;
      set(input, { "aria-expanded": !list.hidden });
      told.textContent = rows.length === 1 ? "1 suggestion" : `${rows.length || "No"} suggestions`;
    }

    async function ask(text) {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        if (!known.has(text)) {
          const address = new URL(box.dataset.suggest, location);
          address.searchParams.set("q", text);
          const answer = await fetch(address, { signal });
          if (!answer.ok) return close();
          known.set(text, (await answer.json()).results);
        }
        if (!signal.aborted) show(known.get(text));
      } catch {
        if (!signal.aborted) close(); // offline: the search page is still there
      }
    }

    function take(item) {
      if (!picked) return location.assign(item.dataset.url);
      picked.put(item.dataset.slug, item.dataset.title);
      typed = input.value.trim();
      close();
    }

    function changed() {
      const text = input.value.trim();
      if (composing || text === typed) return;
      typed = text;
      clearTimeout(timer);
      if (text.length > 1 || ALONE.test(text)) timer = setTimeout(ask, DELAY, text);
      else close();
    }

    function move(event) {
      const last = list.children.length - 1;
      const to = {
        ArrowDown: active < last ? active + 1 : -1,
        ArrowUp: active < 0 ? last : active - 1,
        Home: active < 0 ? undefined : 0,
        End: active < 0 ? undefined : last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose(to);
    }

    input.addEventListener("compositionstart", () => { composing = true; close(); });
    input.addEventListener("compositionend", () => { composing = false; changed(); });
    input.addEventListener("input", (event) => { picked?.clear(); event.isComposing || changed(); });
    input.addEventListener("blur", () => { typed = ""; close(); });
    input.addEventListener("keydown", (event) => {
      if (composing || event.isComposing || event.keyCode === 229) return;
      if (list.hidden) {
        if (event.key === "ArrowDown" && !event.altKey) { typed = ""; changed(); }
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        take(list.children[active]);
      } else move(event);
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) take(item);
    });
  }

  document.querySelectorAll("[data-suggest]").forEach(suggestFor);
})();
