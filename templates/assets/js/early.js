/*
 * Runs before anything is painted, as a classic script, because a module would come too late
 * and does not load from disk. It does five small things:
 *
 *   - <html class="has-script">, and "has-modules" where modules will run; style sheets show
 *     controls that need them, and static links where they do not run;
 *   - <html data-theme="light | dark"> from what the visitor chose before, so that nothing flashes;
 *   - <fieldset data-theme-control> with radio inputs "theme": system, light, dark; kept in
 *     localStorage and followed by other tabs;
 *   - <html data-view="list"> where the address (?view=list) or the last choice asks for rows in place of
 *     cards, with <fieldset data-view-control> and radio inputs "view": grid, list;
 *   - on hosted sites the address bar shows ".../" for ".../index.html".
 */
(() => {
  const THEME = "theme";
  const VIEW = "view";
  const root = document.documentElement;
  const fromDisk = location.protocol === "file:";
  root.classList.add("has-script");
  if (!fromDisk && "noModule" in HTMLScriptElement.prototype) root.classList.add("has-modules");

  /** @param {string} key */
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is blocked: the choice lasts for the page
    }
  };

  /** @param {string} name @param {string} value */
  const check = (name, value) => {
    for (const input of document.querySelectorAll(`[data-${name}-control] input`)) {
      if (input instanceof HTMLInputElement) input.checked = input.value === value;
    }
  };

  /** @param {string | null} theme */
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    check(THEME, root.dataset.theme ?? "system");
  };

  /** @param {string | null} view */
  const lay = (view) => {
    if (view === "list") root.dataset.view = view;
    else delete root.dataset.view;
    check(VIEW, root.dataset.view ?? "grid");
  };

  apply(stored(THEME));
  lay(new URLSearchParams(location.search).get(VIEW) ?? stored(VIEW));
  addEventListener("DOMContentLoaded", () => {
    apply(root.dataset.theme ?? null);
    lay(root.dataset.view ?? null);
  });
  addEventListener("pageshow", (event) => event.persisted && apply(stored(THEME)));
  addEventListener("storage", (event) => event.key === THEME && apply(event.newValue));
  addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.closest("[data-theme-control], [data-view-control]")) return;
    if (input.name === VIEW) {
      lay(input.value);
      const address = new URL(location.href);
      if (root.dataset.view) address.searchParams.set(VIEW, "list");
      else address.searchParams.delete(VIEW);
      if (!fromDisk) history.replaceState(history.state, "", address.href.replaceAll("%2C", ","));
    } else {
      apply(input.value);
    }
    try {
      localStorage.setItem(input.name, input.value);
    } catch {
      // as above
    }
  });

  if (!fromDisk && location.pathname.endsWith("/index.html")) {
    const short = location.pathname.slice(0, -"index.html".length);
    history.replaceState(history.state, "", short + location.search + location.hash);
  }
})();
