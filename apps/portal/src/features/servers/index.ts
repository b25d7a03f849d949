export { SERVER_LOOKS, ServerMark } from "./server-state.tsx";
