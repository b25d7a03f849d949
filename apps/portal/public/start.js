// Runs before anything else. A file, because nothing inline is allowed.
(() => {
  // Set before the first paint, so that a dark portal never flashes white.
  let wish = null;
  try {
    wish = localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage is off: follow the system.
  }
  const dark =
    wish === "dark" || (wish !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  // A part that did not arrive, because the network changed meanwhile, would leave the page empty: load it anew, not more than
  // once in ten seconds.
  const retry = (event) => {
    if (!(event.target instanceof HTMLScriptElement || event.target instanceof HTMLLinkElement))
      return;
    const last = Number(sessionStorage.getItem("driftvakt-reloaded") ?? 0);
    if (Date.now() - last < 10_000) return;
    sessionStorage.setItem("driftvakt-reloaded", String(Date.now()));
    location.reload();
  };
  addEventListener("error", retry, true);
})();
