/*
 * Runs before anything is painted, as a classic script, because a module would come too late
 * and does not load from disk. It does four small things:
 *
 *   - <html class="has-script">, and "has-modules" where modules will run; style sheets show
 *     controls that need them, and static links where they do not run;
 *   - <html data-theme="light | dark"> from what the visitor chose before, so that nothing flashes;
 *   - <fieldset data-theme-control> with radio inputs "theme": system, light, dark; kept in
 *     localStorage and followed by other tabs;
 *   - on hosted sites the address bar shows ".../" for ".../index.html".
 */
(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const fromDisk = location.protocol === "file:";
  root.classList.add("has-script");
  if (!fromDisk && "noModule" in HTMLScriptElement.prototype) root.classList.add("has-modules");

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is blocked: the choice lasts for the page
    }
  };

  /** @param {string | null} theme */
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const input of document.querySelectorAll("[data-theme-control] input")) {
      if (input instanceof HTMLInputElement) input.checked = input.value === (root.dataset.theme ?? "system");
    }
  };

  apply(stored());
  addEventListener("DOMContentLoaded", () => apply(root.dataset.theme ?? null));
  addEventListener("pageshow", (event) => event.persisted && apply(stored()));
  addEventListener("storage", (event) => event.key === KEY && apply(event.newValue));
  addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.closest("[data-theme-control]")) return;
    apply(input.value);
    try {
      localStorage.setItem(KEY, input.value);
    } catch {
      // as above
    }
  });

  if (!fromDisk && location.pathname.endsWith("/index.html")) {
    const short = location.pathname.slice(0, -"index.html".length);
    history.replaceState(history.state, "", short + location.search + location.hash);
  }
})();
