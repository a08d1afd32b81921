// Makes the drawing of a page movable, where Cytoscape.js is installed. Nothing else needs it.
"use strict";

const HINT =
  "Arrow keys go from box to box, with Shift they move it; N goes to its next line, " +
  "Enter follows what is chosen, E shows who else is tied to it, + and − change the size.";

for (const figure of document.querySelectorAll("figure[data-cytoscape]")) {
  const button = make("button", { type: "button", textContent: "Move the drawing" });
  const row = make("p", { className: "actions" }, [button]);
  figure.prepend(row);
  button.addEventListener("click", () => open(figure, row, button));
}

function make(name, properties, children = []) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

async function open(figure, row, button) {
  button.disabled = true;
  try {
    await load(figure.dataset.cytoscape);
    show(figure, row);
  } catch {
    row.append(" It could not be loaded; the drawing stays as it is.");
  }
}

function load(address) {
  if (window.cytoscape) return Promise.resolve();
  // Cytoscape.js writes a style element unless one with this id is there; ours forbids it.
  document.head.append(make("meta", { id: "__________cytoscape_stylesheet" }));
  return new Promise((resolve, reject) => {
    document.head.append(make("script", { src: address, onload: resolve, onerror: reject }));
  });
}

function show(figure, row) {
  const drawn = figure.querySelector(".scroll");
  const before = [...row.childNodes];
  const stage = make("div", { className: "movable", tabIndex: 0 });
  const said = make("p", { className: "small", role: "status" });
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", `${drawn.getAttribute("aria-label")}. ${HINT}`);
  const hint = make("p", { className: "small muted", textContent: HINT });
  const parts = elements(drawn.querySelector("svg")); // measured before it is hidden
  drawn.before(stage, said, hint);
  drawn.hidden = true;
  const graph = cytoscape({
    container: stage,
    elements: parts,
    layout: { name: "preset", fit: true, padding: 16 },
    style: styles(),
    minZoom: 0.2,
    maxZoom: 3,
    boxSelectionEnabled: false,
  });
  const table = new Table(graph, said);
  stage.addEventListener("keydown", (event) => table.press(event));
  graph.on("tap", "node, edge", (event) => table.choose(event.target));
  const close = () => {
    graph.destroy();
    [stage, said, hint].forEach((part) => part.remove());
    drawn.hidden = false;
    row.replaceChildren(...before);
    before[0].disabled = false;
    before[0].focus();
  };
  const acts = {
    Follow: () => table.follow(),
    "Next line": () => table.nextLine(),
    "Show more": () => table.expand(),
    "Whole drawing": () => graph.fit(undefined, 16),
    "As it was drawn": close,
  };
  row.replaceChildren(
    ...Object.entries(acts).map(([textContent, onclick]) =>
      make("button", { type: "button", textContent, onclick }),
    ),
  );
  table.choose(graph.nodes(".start")[0] || graph.nodes()[0]);
  stage.focus();
}

function elements(svg) {
  const boxes = [...svg.querySelectorAll("a.box")].map((box) => {
    const rect = box.querySelector("rect");
    const [x, y, width, height] = ["x", "y", "width", "height"].map((n) => +rect.getAttribute(n));
    const lines = [...box.querySelectorAll("tspan:not(.caption)")].map((t) => t.textContent);
    return {
      data: {
        id: box.dataset.slug || box.dataset.key,
        slug: box.dataset.slug || "",
        label: lines.join("\n"),
        words: box.getAttribute("aria-label"),
        url: box.getAttribute("href"),
        key: box.dataset.key,
        width,
        height,
      },
      position: { x: x + width / 2, y: y + height / 2 },
      classes: box.getAttribute("class"),
    };
  });
  const ids = Object.fromEntries(boxes.map((box) => [box.data.key, box.data.id]));
  const lines = [...svg.querySelectorAll("a.line")].flatMap((line) =>
    strokes(line, ids[line.dataset.from], ids[line.dataset.to]),
  );
  return [...boxes, ...lines];
}

// A line with words on it is two strokes with the words between them, where they were drawn.
function strokes(line, source, target) {
  const data = { words: line.getAttribute("aria-label"), url: line.getAttribute("href") };
  const classes = line.getAttribute("class");
  const text = line.querySelector("text");
  if (!text) return [{ data: { ...data, source, target }, classes: `${classes} arrow` }];
  const id = `${source}→${target}`;
  const { x, y, width, height } = text.getBBox();
  const label = [...text.children].map((part) => part.textContent).join("\n");
  return [
    {
      data: { ...data, id, label, width: width + 8, height },
      position: { x: x + width / 2, y: y + height / 2 },
      classes: `${classes} words`,
    },
    { data: { ...data, source, target: id }, classes: `${classes} arrow` },
    { data: { ...data, source: id, target }, classes },
  ];
}

function styles() {
  const page = getComputedStyle(document.documentElement);
  const colour = (name) => page.getPropertyValue(`--${name}`).trim();
  const font = page.getPropertyValue("--sans").trim();
  const text = { "font-family": font, "text-wrap": "wrap", color: colour("ink"), "font-size": 11 };
  return [
    {
      selector: "node",
      style: {
        ...text,
        label: "data(label)",
        shape: "rectangle",
        width: "data(width)",
        height: "data(height)",
        "font-size": 13,
        "text-valign": "center",
        "text-max-width": 156,
        "background-color": colour("paper"),
        "border-width": 1,
        "border-color": colour("ink"),
      },
    },
    { selector: ".facility", style: { "background-color": colour("faint"), "border-width": 2 } },
    { selector: ".report", style: { "border-color": colour("accent") } },
    { selector: ".start", style: { "background-color": colour("ink"), color: colour("paper") } },
    {
      selector: "edge",
      style: {
        width: 1.5,
        "curve-style": "bezier",
        "line-color": colour("muted"),
      },
    },
    {
      selector: ".arrow",
      style: { "source-arrow-shape": "triangle", "source-arrow-color": colour("muted") },
    },
    {
      selector: ".words",
      style: { "font-size": 11, "border-width": 0, "text-justification": "left" },
    },
    { selector: ".denied", style: { "line-style": "dashed", "line-color": colour("accent") } },
    {
      selector: ":selected",
      style: { "border-width": 4, "border-color": colour("accent"), "line-color": colour("accent") },
    },
  ];
}

// What is chosen in the drawing, and what keys and buttons do with it.
class Table {
  constructor(graph, said) {
    Object.assign(this, { graph, said, chosen: null, box: null, line: -1 });
  }

  choose(element) {
    if (!element) return;
    this.graph.elements().unselect();
    element.select();
    if (element.hasClass("box")) [this.box, this.line] = [element, -1];
    this.chosen = element;
    this.said.textContent = element.data("words");
  }

  press(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const act = {
      Enter: () => this.follow(),
      n: () => this.nextLine(),
      e: () => this.expand(),
      "+": () => this.graph.zoom(this.graph.zoom() * 1.2),
      "-": () => this.graph.zoom(this.graph.zoom() / 1.2),
    }[event.key];
    if (!step && !act) return;
    event.preventDefault();
    if (act) act();
    else if (event.shiftKey) this.box.shift({ x: step[0] * 16, y: step[1] * 16 });
    else this.choose(this.nearest(step));
  }

  // The nearest box in a direction: near counts, and straight ahead counts more.
  nearest([dx, dy]) {
    const here = this.box.position();
    const far = (node) => {
      const [x, y] = [node.position("x") - here.x, node.position("y") - here.y];
      const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy - y * dx)];
      return ahead > 1 ? ahead + 2 * aside : Infinity;
    };
    const nodes = this.graph.nodes(".box").toArray().filter((node) => far(node) < Infinity);
    return nodes.sort((a, b) => far(a) - far(b))[0];
  }

  nextLine() {
    const told = (edge) => edge.connectedNodes(".words")[0] || edge;
    const lines = this.box.connectedEdges().toArray().map(told);
    if (lines.length) {
      this.line = (this.line + 1) % lines.length;
      this.choose(lines[this.line]);
    }
  }

  follow() {
    location.assign(this.chosen.data("url"));
  }

  async expand() {
    const slug = this.box.data("slug");
    if (!slug) return;
    const response = await fetch(`/api/v1/neighbours/${encodeURIComponent(slug)}`).catch(() => null);
    if (!response || !response.ok) {
      this.said.textContent = "What is tied to it could not be read.";
      return;
    }
    const found = await response.json();
    const added = this.add(found);
    const more = found.complete ? "" : " There are more; its page has them all.";
    this.said.textContent = `${added} more shown around ${found.title}.${more}`;
  }

  // New boxes stand in a column of their own, beyond all others on their side.
  stack(nodes, side) {
    const { x1, x2 } = this.graph.elements().boundingBox();
    const x = side === "buying" ? x1 - 130 : x2 + 130;
    const top = this.box.position("y") - ((nodes.length - 1) / 2) * 64;
    nodes.forEach((node, index) => {
      const data = { ...node, id: node.slug, label: node.title, width: 172, height: 48 };
      this.graph.add({ data, position: { x, y: top + index * 64 }, classes: `box ${node.kind}` });
    });
  }

  add(found) {
    const isNew = (id) => this.graph.getElementById(id).empty();
    const missing = found.nodes.filter((node) => isNew(node.slug));
    for (const side of ["buying", "making"]) this.stack(missing.filter((node) => node.side === side), side);
    for (const link of found.links) {
      const id = `${link.from}→${link.to}`;
      const data = { ...link, id, source: link.from, target: link.to };
      const drawn = this.graph.edges().some((e) => e.data("source") === link.from && e.data("target") === link.to);
      if (isNew(id) && !drawn) this.graph.add({ data, classes: link.denied ? "arrow denied" : "arrow" });
    }
    this.graph.fit(undefined, 16);
    return missing.length;
  }
}
