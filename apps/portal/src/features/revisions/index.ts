export { RevisionNotice } from "./revision-notice.tsx";
export { useRevised } from "./use-revised.ts";
export { RevisionsPanel } from "./revisions-panel.tsx";
