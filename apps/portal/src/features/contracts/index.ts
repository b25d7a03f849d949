export { ServerPicker } from "./server-picker.tsx";
