export { SERVER_LOOKS } from "./server-state.tsx";
