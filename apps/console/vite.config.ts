import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Vendor code changes far less often than pages, so it is cut into a few long-cached files. Only what every page
 * needs is grouped: a rarely used antd component stays with the lazy page that uses it.
 */
const VENDOR_GROUPS = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|use-sync-external-store)[\\/]/ },
  { name: 'language', test: /node_modules[\\/](i18next|react-i18next|dayjs)[\\/]/ },
  { name: 'query', test: /node_modules[\\/]@tanstack[\\/]/ },
];

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    outDir: 'dist',
    // A server that runs keeps finding the files of the pages it serves; names carry a hash.
    emptyOutDir: false,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups: VENDOR_GROUPS } } },
  },
});
