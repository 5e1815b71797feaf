/* What a page does more smoothly with a script. Without it every page works: nothing here decides anything. */
(() => {
  "use strict";

  const button = (words, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = words;
    if (label) made.setAttribute("aria-label", label);
    return made;
  };
  const changed = (input) => {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /* Counts: minus and plus beside the number. */
  const steppers = () => {
    for (const box of document.querySelectorAll("[data-stepper]")) {
      const input = box.querySelector("input");
      const name = box.parentElement.querySelector("label").firstChild.textContent.trim();
      const step = (by) => () => {
        input.value = Math.max(0, (Number(input.value) || 0) + by);
        changed(input);
      };
      const less = button("−", `${name}减1`);
      const more = button("+", `${name}加1`);
      less.addEventListener("click", step(-1));
      more.addEventListener("click", step(1));
      box.prepend(less);
      box.append(more);
    }
  };

  /* Rows that may be too few: one more like the last, empty. */
  const rows = () => {
    for (const list of document.querySelectorAll("[data-rows]")) {
      const more = button(list.dataset.rows);
      more.addEventListener("click", () => {
        const row = list.lastElementChild.cloneNode(true);
        const number = list.children.length + 1;
        for (const input of row.querySelectorAll("input, select")) {
          input.value = input.tagName === "INPUT" ? "" : input.options[input.selectedIndex].value;
          input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, number));
        }
        list.append(row);
        row.querySelector("input").focus();
      });
      const box = document.createElement("div");
      box.append(more);
      list.after(box);
    }
  };

  /* The day before today, one tap away. */
  const yesterdays = () => {
    for (const input of document.querySelectorAll("[data-yesterday]")) {
      if (!input.value || input.min) continue;
      const before = new Date(`${input.value}T00:00:00Z`);
      before.setUTCDate(before.getUTCDate() - 1);
      const tap = button("前一天");
      tap.addEventListener("click", () => {
        input.value = before.toISOString().slice(0, 10);
        changed(input);
      });
      const box = document.createElement("div");
      box.className = "choices";
      input.before(box);
      box.append(input, tap);
    }
  };

  /* The names of the files that were chosen. */
  const files = () => {
    const input = document.querySelector('input[type="file"][name="files"]');
    const list = document.querySelector("[data-files]");
    if (!input || !list) return;
    input.addEventListener("change", () => {
      list.replaceChildren(
        ...[...input.files].map((file) => {
          const line = document.createElement("li");
          line.textContent = `${file.name}，${Math.max(1, Math.round(file.size / 1024))} KB`;
          return line;
        }),
      );
    });
  };

  /* A draft on this machine, by account and page: a lost connection loses nothing but the photos. */
  const WEEK = 7 * 24 * 3600 * 1000;
  const PREFIX = "bihuan-draft:";
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const written = (form) =>
    [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "kept"].includes(name),
    );
  const restore = (form, entries) => {
    const taken = {};
    for (const input of form.querySelectorAll("input[type=checkbox]:not([name=kept])")) input.checked = false;
    for (const [name, value] of entries) {
      const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      if (!inputs.length) continue;
      if (["checkbox", "radio"].includes(inputs[0].type)) {
        const same = inputs.find((input) => input.value === value);
        if (same) same.checked = true;
      } else {
        const place = (taken[name] = (taken[name] ?? -1) + 1);
        if (inputs[place]) inputs[place].value = value;
      }
    }
  };
  const offer = (form, key, draft) => {
    const box = document.createElement("div");
    box.className = "notice notice--due block";
    box.setAttribute("role", "status");
    const inside = document.createElement("div");
    const words = document.createElement("p");
    const at = new Date(draft.at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    words.textContent = `这台机器上有一份没有保存的草稿（${at}）。`;
    const acts = document.createElement("div");
    acts.className = "acts";
    const go = button("接着写");
    const drop = button("不要了");
    go.addEventListener("click", () => {
      restore(form, draft.entries);
      box.remove();
      form.querySelector("input, select").focus();
    });
    drop.addEventListener("click", () => {
      localStorage.removeItem(key);
      box.remove();
    });
    acts.append(go, drop);
    inside.append(words, acts);
    box.append(document.createElement("span"), inside);
    form.before(box);
  };
  const drafts = () => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !(Date.now() - read(key)?.at < WEEK)) localStorage.removeItem(key);
    }
    const saved = document.querySelector("[data-saved]");
    if (saved?.dataset.saved) {
      const end = `:${saved.dataset.saved}`;
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PREFIX) && key.endsWith(end)) localStorage.removeItem(key);
      }
    }
    /* Who signs out leaves nothing behind; who was signed out by the clock finds the draft again. */
    for (const out of document.querySelectorAll('form[action$="/logout/"]')) {
      out.addEventListener("submit", () => {
        for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
      });
    }
    const form = document.querySelector("form[data-draft]");
    if (!form) return;
    const key = `${PREFIX}${form.dataset.draft}:${location.pathname}`;
    const note = form.querySelector("[data-draft-note]");
    const draft = read(key);
    if (draft && !("keep" in form.dataset)) offer(form, key, draft);
    const say = (words, isBad) => {
      if (!note) return;
      note.textContent = words;
      note.classList.toggle("bad", isBad);
    };
    const keep = () => {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: written(form) }));
      const now = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      say(`草稿${now}已存在本机，断网不丢`, false);
    };
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 400);
    });
    /* Without a network the form stays, and with it the photos that no draft can hold. */
    form.addEventListener("submit", (event) => {
      clearTimeout(waiting);
      keep();
      if (navigator.onLine) return;
      event.preventDefault();
      say("没有网络，还没有保存。别关这一页，连上以后再点保存", true);
    });
  };

  /* A figure into the text, where the cursor stands; without a script the page puts it at the end. */
  const inserting = () => {
    const text = document.querySelector("[data-insert-into]");
    if (!text) return;
    text.form.addEventListener("click", (event) => {
      const tap = event.target.closest('button[name="insert"]');
      if (!tap) return;
      event.preventDefault();
      text.setRangeText(tap.value, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      changed(text);
    });
  };

  inserting();
  steppers();
  rows();
  yesterdays();
  files();
  try {
    drafts();
  } catch {
    /* A browser that keeps nothing keeps no drafts. */
  }
})();
