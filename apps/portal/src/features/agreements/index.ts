export * from "./agreement-notices.tsx";
export * from "./ask-panel.tsx";
export * from "./clause-link.tsx";
export * from "./conclusion-choice.tsx";
export * from "./consents-panel.tsx";
export * from "./documents-panel.tsx";
export * from "./history-panel.tsx";
export * from "./price-units.ts";
