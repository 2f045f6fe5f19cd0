import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/**
 * Builds the sandbox's page into `outDir`, which is emptied first. Besides that it writes only to the system's temporary
 * directory, so a read-only checkout is fine. @throws Vite's own error if the page does not build
 */
export async function buildPage(outDir: string): Promise<void> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'sandbox-page-'));
  try {
    await build({
      root: fileURLToPath(new URL('./page', import.meta.url)),
      configFile: false,
      envFile: false,
      publicDir: false,
      cacheDir,
      logLevel: 'error',
      clearScreen: false,
      plugins: [react()],
      build: {
        outDir,
        emptyOutDir: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        target: 'es2023',
      },
    });
  } finally {
    await rm(cacheDir, { recursive: true, force: true });
  }
}
