import { API_ROUTES } from "@driftvakt/protocol/api";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const PATHS_ID = "virtual:api-paths";

/**
 * Gives the portal method and path of each route, without the schemas: validation is the control plane's work, and
 * the schema library would be a fifth of the first load.
 */
function apiPaths(): Plugin {
  return {
    name: "driftvakt-api-paths",
    resolveId: (id) => (id === PATHS_ID ? `\0${PATHS_ID}` : undefined),
    load: (id) =>
      id === `\0${PATHS_ID}` ? `export default ${JSON.stringify(pathTable())}` : undefined,
  };
}

function pathTable(): Record<string, [method: string, path: string]> {
  return Object.fromEntries(
    Object.entries(API_ROUTES).map(([name, { method, path }]) => [name, [method, path]]),
  );
}

/** Workspace packages have no import-time effects, so a constant can be taken without the schemas beside it. */
const workspacePackage = /\/packages\/(domain|protocol)\/src\//;

export default defineConfig({
  plugins: [apiPaths(), react()],
  build: {
    target: "es2022",
    // Everything is a file of its own: the content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: { treeshake: { moduleSideEffects: (id) => !workspacePackage.test(id) } },
  },
  // The simulator's rules load in parts, and only those parts that are asked for.
  worker: { format: "es" },
  server: { proxy: { "/api": process.env["DRIFTVAKT_URL"] ?? "http://127.0.0.1:7443" } },
});
