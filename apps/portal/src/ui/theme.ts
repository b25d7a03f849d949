import { createTheme } from "@mantine/core";

/**
 * The look's numbers that Mantine needs in JavaScript. Colours and type live in `theme.css`: Mantine's own way of
 * writing them, an inline <style>, is not allowed by the content security policy.
 */
export const theme = createTheme({
  primaryColor: "fjord",
  primaryShade: { light: 7, dark: 6 },
  colors: {
    fjord: [
      "#e8f2f4",
      "#d0e3e8",
      "#a3c9d2",
      "#74adba",
      "#4c94a4",
      "#318196",
      "#1f6d80",
      "#155a6b",
      "#0f4553",
      "#0a3440",
    ],
  },
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  // By name and not by `Modal.extend`, which would bring every one of them into the first load.
  components: {
    // Their scroll lock writes an inline <style>; `theme.css` locks the page instead.
    Modal: { defaultProps: { lockScroll: false, centered: true, radius: "md" } },
    Drawer: { defaultProps: { lockScroll: false, position: "right" } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
    Select: { defaultProps: { checkIconPosition: "right", allowDeselect: false } },
  },
});
