import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { PAGES } from "./navigation.ts";

/** After `g`, the next key counts for this long. */
const CHORD_MS = 1500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Moves the focus from row to row of the list on screen. */
function moveRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>("main [data-row-link]")];
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.min(links.length - 1, Math.max(0, next))]?.focus();
}

/** Keyboard: `/` or Ctrl-K search, `g` and a letter to a page, `j` and `k` through a list, `?` help. */
export function useShortcuts(actions: { openSearch: () => void; openHelp: () => void }): void {
  const navigate = useNavigate();
  const chordUntilMs = useRef(0);
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.openSearch();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const chord = Date.now() < chordUntilMs.current;
      chordUntilMs.current = 0;
      const page = chord ? PAGES.find(({ key }) => key === event.key) : undefined;
      if (page) void navigate({ to: page.to });
      else if (event.key === "g") chordUntilMs.current = Date.now() + CHORD_MS;
      else if (event.key === "/") latest.current.openSearch();
      else if (event.key === "?") latest.current.openHelp();
      else if (event.key === "j") moveRow(1);
      else if (event.key === "k") moveRow(-1);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate]);
}
