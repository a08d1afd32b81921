// The long form: it saves itself, and records are chosen while typing. All of it works without.
"use strict";
(() => {
  const EVERY = 20_000; // milliseconds between savings
  const KEEPALIVE_BYTES = 60_000; // browsers refuse more when a page is left
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const told = document.getElementById("saved");
  const action = form.getAttribute("action");
  const field = (name) => form.elements.namedItem(name);
  const state = () => new URLSearchParams(new FormData(form)).toString();
  let kept = null, saving = null, trouble = "", sending = false;

  function tell(words, isTrouble = false) {
    trouble = isTrouble ? words : "";
    if (told.textContent !== words) told.textContent = words;
    told.classList.toggle("error", isTrouble);
  }

  const send = (leaving) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "autosave");
    const keepalive = leaving && body.toString().length < KEEPALIVE_BYTES;
    return fetch(action, { method: "POST", body, redirect: "manual", keepalive });
  };

  async function renewToken() {
    const answer = await fetch(form.dataset.token, { redirect: "manual" });
    if (!answer.ok) return false;
    field("csrf_token").value = (await answer.json()).csrf_token;
    return true;
  }

  async function save(leaving = false) {
    const typed = state();
    let answer = await send(leaving);
    if (answer.status === 400 && await renewToken()) answer = await send(leaving);
    if (answer.ok) {
      const { version, problems, marks } = await answer.json();
      const typedOn = state() !== typed;
      field("page_version").value = version;
      for (const [name, value] of Object.entries(marks)) if (field(name)) field(name).value = value;
      kept = typedOn ? typed : state();
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      return tell(`Saved ${time} · ${problems ? `still to do: ${problems}` : "nothing is missing"}`);
    }
    if (answer.status === 409) return tell("Saved in another window meanwhile. Press Save to see both versions; what you typed here stays.", true);
    if (answer.type === "opaqueredirect" || answer.status === 400) return tell("You are signed out. Sign in in another tab, then come back here: what you typed stays, and is saved then.", true);
    tell("Not saved. What you typed is still here; it is tried again.", true);
  }

  function saveSoon(leaving = false) {
    if (saving || sending || kept === null || state() === kept) return;
    saving = save(leaving)
      .catch(() => tell("Not saved: no connection. What you typed is still here; it is tried again.", true))
      .finally(() => { saving = null; });
  }

  addEventListener("load", () => { kept = state(); });
  form.addEventListener("submit", async (event) => {
    if (!saving) { sending = true; return; }
    event.preventDefault(); // an older saving must not arrive after what is sent now
    await saving;
    sending = true;
    form.requestSubmit(event.submitter);
  });
  setInterval(saveSoon, EVERY);
  addEventListener("focus", () => { if (trouble) saveSoon(); });
  addEventListener("pagehide", () => saveSoon(true));
  addEventListener("pageshow", () => { sending = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveSoon(true); });
  addEventListener("beforeunload", (event) => { if (trouble && !sending && state() !== kept) event.preventDefault(); });

  // A chosen record shows its title; its slug is what is sent. search.js does it for these boxes.
  for (const input of form.querySelectorAll("input[data-kinds]")) {
    const box = input.closest(".with-button");
    const asked = new URLSearchParams({ draft: form.dataset.draft });
    for (const kind of input.dataset.kinds.split(" ")) asked.append("kind", kind);
    input.removeAttribute("list");
    box.dataset.suggest = `${form.dataset.choices}?${asked}`;
    box.dataset.picks = input.dataset.title ? input.value : "";
    if (input.dataset.title) input.value = input.dataset.title;
    input.addEventListener("input", () => input.closest(".chooser").querySelector(".chosen")?.remove());
  }
})();
