// A file that is being made: the page says by itself how far it is. Without this, "Look again" does.
"use strict";
(() => {
  const EVERY = 2_000; // milliseconds
  const place = document.getElementById("making");
  const words = document.getElementById("making-words");
  const seconds = document.getElementById("making-seconds");
  if (!place || !place.dataset.progress) return;

  async function look() {
    const answer = await fetch(place.dataset.progress);
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    if (words.textContent !== told.words) words.textContent = told.words; // said aloud once
    seconds.textContent = told.seconds;
    if (told.state === "done" || told.state === "failed") return location.replace(place.dataset.page);
    soon();
  }

  const soon = () => setTimeout(() => look().catch(soon), EVERY);
  soon();
})();
