export * from "./availability-month.tsx";
export * from "./availability-share.tsx";
