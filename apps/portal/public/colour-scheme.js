// Runs before the first paint, so that a dark portal never flashes white. A file, because nothing inline is allowed.
(() => {
  let wish = null;
  try {
    wish = localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage is off: follow the system.
  }
  const dark =
    wish === "dark" || (wish !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
