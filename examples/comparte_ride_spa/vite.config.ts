import { defineConfig } from "vitest/config";

export default defineConfig({
  build: { target: "es2022", sourcemap: true, modulePreload: { polyfill: false } },
  server: { port: 8001, strictPort: true },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"], unstubGlobals: true },
});
